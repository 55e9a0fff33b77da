"""What calendars from outside show on pages of packages above."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import may
from organisations.models import Person
from scheduling.busy_calendars.queries import find_stale_calendar


def render_stale(person: Person, **_context: object) -> Markup | str:
    """For a coach of whom a calendar has been stale for over a day: people now have to ask them."""
    stale = find_stale_calendar(person, clock.now()) if may(RUN_COACHING) else None
    if stale is None:
        return ""
    # The template has escaped what it shows.
    return Markup(render_template("busy_calendars/stale.html", calendar=stale))  # noqa: S704
