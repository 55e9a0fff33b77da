"""Where slots can begin by the coach's working hours alone: the grid, worked out once. Pure.

Wall time is resolved here and nowhere else. What is left are whole seconds, which the search for
free slots cuts into pieces; the same hours asked for again cost nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from scheduling.local_clock import DAY, DayPart, after_day, before_day, day_parts, instant_of
from scheduling.working_hours import WorkingHours, joined

MINUTE = 60

# The grid begins anew each Monday, so what lies further back cannot matter: three weeks hold the
# beginning of a Monday even where the clock leaps over one or shows one twice.
LOOK_BACK = 21 * DAY

# Grids reach over whole blocks: a question asked a minute later finds the same one.
_BLOCK = 28 * DAY
_REMEMBERED = 256


class Slot(NamedTuple):
    """Time that can be taken: [start, end), aware instants in UTC."""

    start: datetime
    end: datetime


class Stretch(NamedTuple):
    """The grid runs evenly from `begin`, up to `until`; work goes on to `work_ends`."""

    begin: int
    until: int
    work_ends: int


@dataclass(frozen=True)
class Grid:
    """Every start at which a slot lies inside working time, sorted, of one length and step."""

    stretches: tuple[Stretch, ...]
    duration: int
    step: int

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """In whole seconds since 1970."""
        return tuple(
            start
            for stretch in self.stretches
            for start in range(
                stretch.begin,
                min(stretch.until, stretch.work_ends - self.duration + 1),
                self.step,
            )
        )

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slot of each start."""
        length = timedelta(seconds=self.duration)
        begins = map(instant_of, self.starts)
        return tuple(Slot(begin, begin + length) for begin in begins)


def grid_during(hours: WorkingHours, begin: int, end: int, *, duration: int, step: int) -> Grid:
    """The grid of slots that start in [begin, end), and perhaps some more around them.

    All are whole seconds. Slots of `duration` begin every `step` of each working interval.
    """
    blocks = begin // _BLOCK, (end - 1) // _BLOCK + 1
    return _grid_of_blocks(hours, *blocks, duration, step)


def forget_grids() -> None:
    """Work everything out anew, for measuring."""
    _grid_of_blocks.cache_clear()


@lru_cache(maxsize=_REMEMBERED)
def _grid_of_blocks(hours: WorkingHours, first: int, after: int, duration: int, step: int) -> Grid:
    time = _WorkingTime(hours, first * _BLOCK, after * _BLOCK, after * _BLOCK + duration)
    return Grid(tuple(time.stretches()), duration, step)


class _WorkingTime:
    """When the coach works, as far as it decides over slots that start in [earliest, latest)."""

    def __init__(self, hours: WorkingHours, earliest: int, latest: int, end: int) -> None:
        self._parts: list[DayPart] = []
        self._pieces: list[tuple[int, int]] = []
        first, last = hours.first_and_last_day()
        begin = max(earliest - LOOK_BACK, before_day(first))
        for part in day_parts(hours.zone, begin, min(end, after_day(last))):
            if part.start >= latest and not self._goes_on_at(part.start):
                break
            self._parts.append(part)
            self._pieces += _pieces(hours.windows_on(part.day), part)

    def stretches(self) -> Iterator[Stretch]:
        """The working intervals, cut where the grid begins anew."""
        mondays = self._first_instants_of_mondays()
        for begin, end in joined(self._pieces):
            inside = mondays[bisect_right(mondays, begin) : bisect_left(mondays, end)]
            for anchor, following in pairwise([begin, *inside, end]):
                yield Stretch(anchor, following, end)

    def _goes_on_at(self, instant: int) -> bool:
        return bool(self._pieces) and self._pieces[-1][1] == instant

    def _first_instants_of_mondays(self) -> list[int]:
        mondays = []
        # Nothing is known of the day that we begin in; it may have begun before.
        newest = self._parts[0].day if self._parts else date.max
        for part in self._parts:
            # Where the clock goes back across midnight, a date comes a second time.
            if part.day > newest:
                newest = part.day
                if newest.weekday() == 0:
                    mondays.append(part.start)
        return mondays


def _pieces(windows: Iterable[tuple[int, int]], part: DayPart) -> Iterator[tuple[int, int]]:
    """The instants of `part` at which the local clock reads a time in `windows`."""
    for start, end in windows:
        begin = max(part.midnight + start * MINUTE, part.start)
        until = min(part.midnight + end * MINUTE, part.end)
        if begin < until:
            yield begin, until
