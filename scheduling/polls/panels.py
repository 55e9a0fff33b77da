"""What other pages show of date polls."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from organisations.models import Person
from scheduling.polls.queries import list_polls_waiting_for


def render_waiting(person: Person, **_context: object) -> Markup | str:
    """On the calendar page: polls that wait for the person; nothing where none does."""
    waiting = list_polls_waiting_for(person, clock.now())
    if not waiting:
        return ""
    page = render_template("date_polls/waiting.html", waiting=waiting)
    # The template has escaped what it shows.
    return Markup(page)  # noqa: S704
