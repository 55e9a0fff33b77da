"""Which instants the local clock of a zone shows as which date and time. Pure.

Instants are whole seconds since 1970 in UTC here, since clocks change at whole seconds and whole
numbers cannot overflow. A wall time is never resolved by guessing: we walk the instants and read
the clock, so skipped readings never come up and repeated ones come up twice.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60 * 60

# What is remembered of a zone at a time.
_STRETCH = 64 * DAY

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

# Clocks are a day apart from UTC at most, so every local date between these exists in Python.
EARLIEST = (date(1, 1, 3).toordinal() - _EPOCH_ORDINAL) * DAY
LATEST = (date(9999, 12, 29).toordinal() - _EPOCH_ORDINAL) * DAY


class DayPart(NamedTuple):
    """The clock runs evenly through a part of `day` during [start, end).

    `midnight` is the instant at which this clock reads, or would read, 00:00 of the day; so a
    reading of n seconds after midnight belongs to the instant `midnight + n`.
    """

    day: date
    midnight: int
    start: int
    end: int


def floor_seconds(instant: datetime) -> int:
    """The last whole second that is not later than `instant` (aware)."""
    since = instant - _EPOCH
    return since.days * DAY + since.seconds


def ceil_seconds(instant: datetime) -> int:
    """The first whole second that is not earlier than `instant` (aware)."""
    since = instant - _EPOCH
    return since.days * DAY + since.seconds + (since.microseconds > 0)


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
    for start, stop, offset in _even_runs(zone, max(begin, EARLIEST), min(end, LATEST)):
        at = start
        while at < stop:
            days = (at + offset) // DAY
            midnight = days * DAY - offset
            following = min(midnight + DAY, stop)
            yield DayPart(date.fromordinal(days + _EPOCH_ORDINAL), midnight, at, following)
            at = following


def parts_of_day(zone: ZoneInfo, day: date) -> list[DayPart]:
    """Where the clock shows `day`; nothing where it leaps over it."""
    around = day_parts(zone, before_day(day), after_day(day))
    return [part for part in around if part.day == day]


def instants_of_reading(zone: ZoneInfo, day: date, minute: int) -> list[datetime]:
    """The instants at which the clock shows `day` and reads `minute` after midnight.

    One as a rule, none where the clock leaps over the reading, two where it comes twice.
    """
    instants = [(part, part.midnight + minute * 60) for part in parts_of_day(zone, day)]
    return [instant_of(at) for part, at in instants if part.start <= at < part.end]


def _even_runs(zone: ZoneInfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """[begin, end) in runs with one offset each: start, stop and offset."""
    if begin >= end:
        return
    at, offset = begin, None
    for stretch in range(begin // _STRETCH, (end - 1) // _STRETCH + 1):
        for change, following in _offsets_during(zone, stretch):
            if change >= end:
                break
            if following != offset:
                if offset is not None and change > at:
                    yield at, change, offset
                    at = change
                offset = following
    yield at, end, offset


def forget_zones() -> None:
    """Look every zone up anew, for measuring."""
    _offsets_during.cache_clear()


@lru_cache(maxsize=1024)
def _offsets_during(zone: ZoneInfo, stretch: int) -> tuple[tuple[int, int], ...]:
    """From when on which offset holds in one stretch of time; the first from its beginning on.

    Zones are the same for everybody, so each stretch is looked up once in a process.
    """
    begin, end = max(stretch * _STRETCH, EARLIEST), min((stretch + 1) * _STRETCH, LATEST)
    found = [(begin, _offset(zone, begin))]
    for at in range(begin, end, DAY):
        after = min(at + DAY, end)
        # A look at both ends finds the change: no zone has ever had two within three days (a test
        # watches over that).
        if _offset(zone, after) != found[-1][1]:
            change = _change_between(zone, at, after)
            if change < end:
                found.append((change, _offset(zone, change)))
    return tuple(found)


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
