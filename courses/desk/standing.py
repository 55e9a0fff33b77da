"""Who asks for a seat and has none yet: they wait for an answer or a seat, or are offered one."""

from sqlalchemy import ColumnElement

from courses.cohorts.models import WAITING, Enrolment, EnrolmentStatus

#: Of EnrolmentStatus: all that is about a seat to come.
STILL_COMING = (*WAITING, EnrolmentStatus.OFFERED)


def is_still_coming() -> ColumnElement[bool]:
    """Of an enrolment: somebody may still get a seat."""
    return Enrolment.status.in_(STILL_COMING)
