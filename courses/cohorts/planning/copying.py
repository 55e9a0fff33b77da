"""How the sessions of a cohort follow each other, for another one like it."""

from zoneinfo import ZoneInfo

from courses.catalogue.content_loading import SessionPattern
from courses.cohorts.models import Cohort
from courses.cohorts.presenting import by_date

MINUTE_SECONDS = 60


def session_pattern_of(cohort: Cohort) -> list[SessionPattern]:
    """Days after the first one, wall time and length of the sessions that take place.

    Of a cohort that is off altogether, those that would have: it may be copied for that very
    reason. Wall times are those of the zone in which they were meant.
    """
    sessions = [one for one in by_date(cohort) if one.takes_place] or by_date(cohort)
    starts = [one.event.starts_at.astimezone(ZoneInfo(one.event.zone)) for one in sessions]
    return [
        SessionPattern(
            day_offset=(start.date() - starts[0].date()).days,
            start=start.time(),
            minutes=int((one.event.ends_at - one.event.starts_at).total_seconds())
            // MINUTE_SECONDS,
        )
        for one, start in zip(sessions, starts, strict=True)
    ]
