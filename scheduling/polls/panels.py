"""What other pages show of date polls."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from organisations.models import Person
from scheduling.polls.queries import list_open_polls_of


def render_open(person: Person, **_context: object) -> Markup | str:
    """On the calendar page: open polls, those first that wait for the person."""
    now = clock.now()
    polls = list_open_polls_of(person, now)
    if not polls:
        return ""
    page = render_template(
        "date_polls/open.html",
        now=now,
        waiting=[one for one in polls if one.waits],
        others=[one for one in polls if not one.waits],
    )
    # The template has escaped what it shows.
    return Markup(page)  # noqa: S704
