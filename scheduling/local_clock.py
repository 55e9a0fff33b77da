"""Which instants the local clock of a zone shows as which date and time. Pure.

Instants are whole seconds since 1970 in UTC here, since clocks change at whole seconds and whole
numbers cannot overflow. A wall time is never resolved by guessing: we walk the instants and read
the clock, so skipped readings never come up and repeated ones come up twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DAY = 24 * 60 * 60

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

# Clocks are a day apart from UTC at most, so every local date between these exists in Python.
EARLIEST = (date(1, 1, 3).toordinal() - _EPOCH_ORDINAL) * DAY
LATEST = (date(9999, 12, 29).toordinal() - _EPOCH_ORDINAL) * DAY


@dataclass(frozen=True, slots=True)
class DayPart:
    """The clock runs evenly through a part of `day` during [start, end).

    `midnight` is the instant at which this clock reads, or would read, 00:00 of the day; so a
    reading of n seconds after midnight belongs to the instant `midnight + n`.
    """

    day: date
    midnight: int
    start: int
    end: int


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of this name in the IANA database, None where it has none."""
    return ZoneInfo(name) if name in _known_zones() else None


def floor_seconds(instant: datetime) -> int:
    """The last whole second that is not later than `instant` (aware)."""
    return (instant - _EPOCH) // timedelta(seconds=1)


def ceil_seconds(instant: datetime) -> int:
    """The first whole second that is not earlier than `instant` (aware)."""
    return -((_EPOCH - instant) // timedelta(seconds=1))


def instant_of(seconds: int) -> datetime:
    """The aware instant in UTC. Raises OverflowError outside the years 1 to 9999."""
    return _EPOCH + timedelta(seconds=seconds)


def before_day(day: date) -> int:
    """An instant at which no clock shows `day` yet."""
    return (day.toordinal() - _EPOCH_ORDINAL - 2) * DAY


def after_day(day: date) -> int:
    """An instant at which no clock shows `day` any more."""
    return (day.toordinal() - _EPOCH_ORDINAL + 3) * DAY


def day_parts(zone: ZoneInfo, begin: int, end: int) -> Iterator[DayPart]:
    """The local days of [begin, end) in the order of time, cut where the clock changes.

    What lies outside EARLIEST and LATEST is left out. A date can come twice (the clock goes back
    across midnight) or not at all (it leaps over a day).
    """
    at, end = max(begin, EARLIEST), min(end, LATEST)
    offset = _offset(zone, at) if at < end else 0
    while at < end:
        days = (at + offset) // DAY
        midnight = days * DAY - offset
        stop = min(midnight + DAY, end)
        next_offset = _offset(zone, stop)
        # A look at both ends finds the change: no zone has ever had two within three days (a test
        # watches over that).
        if next_offset != offset:
            stop = _change_between(zone, at, stop)
            next_offset = _offset(zone, stop)
        yield DayPart(date.fromordinal(days + _EPOCH_ORDINAL), midnight, at, stop)
        at, offset = stop, next_offset


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """The first instant after `before` that does not have its offset any more; `after` has not."""
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, seconds: int) -> int:
    # Not `utcoffset`: that looks the offset up by the wall time once more.
    utc = instant_of(seconds)
    local = utc.astimezone(zone)
    return round((local.replace(tzinfo=UTC) - utc).total_seconds())


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())
