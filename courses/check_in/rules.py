"""When one can check in to a session, and as what that counts. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from courses.cohorts.fulfilment import AttendanceStatus

OPENS_BEFORE = timedelta(minutes=30)
GRACE = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)


class Phase(StrEnum):
    """Where a session stands for who wants to check in."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


def phase_at(starts_at: datetime, ends_at: datetime, now: datetime) -> Phase:
    """Check-in opens half an hour before the start and closes with the end."""
    if now < starts_at - OPENS_BEFORE:
        return Phase.EARLY
    return Phase.OPEN if now < ends_at else Phase.OVER


def presence_at(
    starts_at: datetime, ends_at: datetime, now: datetime
) -> tuple[AttendanceStatus, int | None]:
    """What a check-in at `now` counts as: present, or late with the minutes that are left.

    Nobody is late in the first ten minutes. A minute that has begun counts for the person.
    """
    if now <= starts_at + GRACE:
        return AttendanceStatus.PRESENT, None
    return AttendanceStatus.LATE, max(1, -((now - ends_at) // _MINUTE))
