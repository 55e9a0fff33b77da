"""When each step of a case is due, and when handlers are reminded of it. Pure.

Hours count to the minute, days to the end of the last of them by the programme's clock. What counts
from the step before has no deadline until that one is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from exchange.procedures.writing.document import CountsFrom, Deadline, DeadlineUnit, Step

#: Deadlines of at least LONG are announced so long before; shorter ones only once they are over.
LONG, LEAD = timedelta(hours=48), timedelta(hours=24)
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True)
class Due:
    """A step's deadline, as an aware instant, and when to remind of it first."""

    at: datetime
    remind_at: datetime


def timetable(
    steps: Sequence[Step], *, started_at: datetime, done_at: Mapping[int, datetime], zone: ZoneInfo
) -> dict[int, Due]:
    """By number, the deadlines of the steps that have one by now. `done_at` is by number, too."""
    found = {}
    for step in steps:
        if step.deadline is None:
            continue
        counts_from_start = step.deadline.counts_from is CountsFrom.START
        base = started_at if counts_from_start else done_at.get(step.number - 1)
        if base is not None:
            found[step.number] = _due(step.deadline, base, zone)
    return found


def _due(deadline: Deadline, base: datetime, zone: ZoneInfo) -> Due:
    if deadline.unit is DeadlineUnit.HOURS:
        at = base.astimezone(UTC) + timedelta(hours=deadline.amount)
    else:
        day = base.astimezone(zone).date() + timedelta(days=deadline.amount)
        at = datetime.combine(day, _END_OF_DAY, zone).astimezone(UTC)
    return Due(at, at - LEAD if at - base >= LONG else at)
