"""When a cohort is asked: before its first session, after its last, three months later. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

OPEN_FOR = timedelta(days=14)
MONTHS_LATER = 3

#: Mails come in the morning: no zone leaps over this hour or has it twice.
MORNING = time(8)

#: So long before the last day everybody is reminded, if that is not too soon after the invitation.
REMIND_BEFORE = timedelta(days=3)


class Occasion(StrEnum):
    """What is asked for around a course, in this order."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"

    @property
    def previous(self) -> "Occasion | None":
        """The one whose answers are those before; without it this one does not take place."""
        return {Occasion.AFTER: Occasion.BEFORE, Occasion.LATER: Occasion.AFTER}.get(self)


@dataclass(frozen=True)
class Window:
    """From `opens_at` to the end of `closes_on`."""

    opens_at: datetime
    closes_on: date

    def is_due(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether people can be asked at `now`: neither too early nor too late."""
        return self.opens_at <= now and not self.is_over(now, zone)

    def is_over(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether the last day has passed by the clock in `zone`."""
        return self.closes_on < now.astimezone(zone).date()


def window_of(occasion: Occasion, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Window:
    """When a cohort is asked whose sessions begin at `starts_at` and end at `ends_at`.

    Before: two weeks, to the evening before the first session. After: from the end of the last one
    on, two weeks. Later: the same, three months after that day; a month that is too short gives its
    last day.
    """
    first_day, last_day = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
    if occasion is Occasion.BEFORE:
        return Window(_morning(first_day - OPEN_FOR, zone), first_day - timedelta(days=1))
    if occasion is Occasion.AFTER:
        return Window(ends_at, last_day + OPEN_FOR)
    later = _months_after(last_day, MONTHS_LATER)
    return Window(_morning(later, zone), later + OPEN_FOR)


def reminds_at(opened_at: datetime, closes_on: date, zone: ZoneInfo) -> datetime | None:
    """When everybody is reminded; None where they have hardly been asked by then."""
    instant = _morning(closes_on - REMIND_BEFORE, zone)
    return instant if opened_at + REMIND_BEFORE <= instant else None


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
