"""What check-in shows on the trainer's pages of cohorts."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.cohorts.models import Cohort, Session
from courses.cohorts.presenting import by_date


def render_session(session: Session, **_context: object) -> Markup:
    """On the page of a session: the code for the wall and the list to sign."""
    return _links(session, next_one=False)


def render_next_session(cohort: Cohort, **_context: object) -> Markup | str:
    """On the page of a cohort: the same for the session that runs or comes next."""
    now = clock.now()
    coming = (one for one in by_date(cohort) if one.takes_place and one.event.ends_at > now)
    session = next(coming, None)
    return _links(session, next_one=True) if session else ""


def _links(session: Session, *, next_one: bool) -> Markup:
    page = render_template("check_in/panel.html", session=session, next_one=next_one)
    # The template has escaped what it shows.
    return Markup(page)  # noqa: S704
