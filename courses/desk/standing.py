"""Who asks for a seat and has none yet: they wait for an answer, for a seat, or answer an offer."""

from sqlalchemy import ColumnElement

from courses.cohorts.models import Enrolment

#: Of EnrolmentStatus: what somebody has to decide, and all that is about a seat to come.
TO_DECIDE = ("requested",)
WAITING = (*TO_DECIDE, "waitlisted", "offered")


def is_to_decide() -> ColumnElement[bool]:
    """Of an enrolment: somebody waits for a yes or a no."""
    return Enrolment.status.in_(TO_DECIDE)


def is_waiting() -> ColumnElement[bool]:
    """Of an enrolment: somebody may still get a seat."""
    return Enrolment.status.in_(WAITING)
