"""The free slots of a coach: working hours minus what is taken, on the grid of an offer. Pure.

The contract "Free slots" says what each word means. Services build a `SlotQuestion` from the
database, `slot_documents` builds one from a document.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduling.local_clock import (
    DAY,
    LATEST,
    DayPart,
    after_day,
    before_day,
    ceil_seconds,
    day_parts,
    floor_seconds,
    instant_of,
)

MINUTE = 60

# The grid begins anew each Monday, so what lies further back cannot matter: three weeks hold the
# beginning of a Monday even where the clock leaps over one or shows one twice.
LOOK_BACK = 21 * DAY


@dataclass(frozen=True, order=True)
class Window:
    """Readings of the local clock in [start, end), in minutes after midnight; end at most 1440."""

    start: int
    end: int


@dataclass(frozen=True)
class Rule:
    """A window on a weekday (0 = Monday), from the first to the last date that it holds.

    With `every_weeks` n it holds in each nth ISO week, counted from the week of `anchor`.
    """

    weekday: int
    window: Window
    first: date | None = None
    last: date | None = None
    every_weeks: int = 1
    anchor: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule says something about `day`."""
        if day.weekday() != self.weekday:
            return False
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        return self.anchor is None or (_week(day) - _week(self.anchor)) % self.every_weeks == 0


@dataclass(frozen=True)
class Offer:
    """What a coach offers, in minutes; `max_per_day` None sets no limit."""

    duration: int
    step: int
    buffer_before: int = 0
    buffer_after: int = 0
    min_notice: int = 0
    max_per_day: int | None = None
    horizon_days: int = 60


@dataclass(frozen=True)
class SlotQuestion:
    """Everything that free slots follow from. Slots start in [begin, end); instants are aware.

    `overrides` replace all rules of their dates; `booked_per_day` counts what is booked by the
    local date of its start; `busy` is in any order and may overlap.
    """

    zone: ZoneInfo
    offer: Offer
    now: datetime
    begin: datetime
    end: datetime
    rules: tuple[Rule, ...] = ()
    overrides: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    busy: tuple[tuple[datetime, datetime], ...] = ()
    booked_per_day: Mapping[date, int] = field(default_factory=dict)

    def windows_on(self, day: date) -> list[Window]:
        """When the coach works on this date: sorted, without overlap."""
        windows = self.overrides.get(day)
        if windows is None:
            rules = self._rules_by_weekday.get(day.weekday(), ())
            windows = (rule.window for rule in rules if rule.holds_on(day))
        joined = _joined((window.start, window.end) for window in sorted(windows))
        return [Window(start, end) for start, end in joined]

    def first_and_last_day(self) -> tuple[date, date]:
        """No date before the first and after the last can have a window."""
        firsts = [rule.first or date.min for rule in self.rules]
        lasts = [rule.last or date.max for rule in self.rules]
        return (
            min(firsts + list(self.overrides), default=date.max),
            max(lasts + list(self.overrides), default=date.min),
        )

    def is_full_on(self, day: date) -> bool:
        """Whether as many are booked on this date as a coach takes in a day."""
        limit = self.offer.max_per_day
        return limit is not None and self.booked_per_day.get(day, 0) >= limit

    @cached_property
    def _rules_by_weekday(self) -> dict[int, list[Rule]]:
        groups: dict[int, list[Rule]] = {}
        for rule in self.rules:
            groups.setdefault(rule.weekday, []).append(rule)
        return groups


@dataclass(frozen=True)
class Slot:
    """Time that can be taken: [start, end), aware instants in UTC."""

    start: datetime
    end: datetime


def free_slots(question: SlotQuestion) -> list[Slot]:
    """What can be taken, sorted by start."""
    now, offer = ceil_seconds(question.now), question.offer
    earliest = max(now + offer.min_notice * MINUTE, ceil_seconds(question.begin))
    latest = min(now + offer.horizon_days * DAY, ceil_seconds(question.end))
    duration, step = offer.duration * MINUTE, offer.step * MINUTE
    if earliest >= latest or earliest + duration > LATEST:
        return []
    time = _WorkingTime(question, earliest, latest, latest + duration)
    taken = _Taken(question, time.parts)
    slots = []
    for stretch in time.grid_stretches():
        first = stretch.begin + max(0, -((stretch.begin - earliest) // step)) * step
        last = min(stretch.until - 1, latest - 1, stretch.work_ends - duration)
        slots += [
            Slot(instant_of(start), instant_of(start + duration))
            for start in range(first, last + 1, step)
            if not taken.forbids(start)
        ]
    return slots


@dataclass(frozen=True)
class _GridStretch:
    """The grid runs evenly from `begin`, up to `until`; work goes on to `work_ends`."""

    begin: int
    until: int
    work_ends: int


class _WorkingTime:
    """When the coach works, as far as it decides over slots that start in [earliest, latest)."""

    def __init__(self, question: SlotQuestion, earliest: int, latest: int, end: int) -> None:
        self.parts: list[DayPart] = []
        self._pieces: list[tuple[int, int]] = []
        first, last = question.first_and_last_day()
        begin = max(earliest - LOOK_BACK, before_day(first))
        for part in day_parts(question.zone, begin, min(end, after_day(last))):
            if part.start >= latest and not self._goes_on_at(part.start):
                break
            self.parts.append(part)
            self._pieces += _pieces(question.windows_on(part.day), part)

    def grid_stretches(self) -> Iterator[_GridStretch]:
        """The working intervals, cut where the grid begins anew."""
        mondays = self._first_instants_of_mondays()
        for begin, end in _joined(self._pieces):
            inside = mondays[bisect_right(mondays, begin) : bisect_left(mondays, end)]
            for anchor, following in pairwise([begin, *inside, end]):
                yield _GridStretch(anchor, following, end)

    def _goes_on_at(self, instant: int) -> bool:
        return bool(self._pieces) and self._pieces[-1][1] == instant

    def _first_instants_of_mondays(self) -> list[int]:
        mondays = []
        # Nothing is known of the day that we begin in; it may have begun before.
        newest = self.parts[0].day if self.parts else date.max
        for part in self.parts:
            # Where the clock goes back across midnight, a date comes a second time.
            if part.day > newest:
                newest = part.day
                if newest.weekday() == 0:
                    mondays.append(part.start)
        return mondays


class _Taken:
    """The starts at which nothing can be taken: for what is busy, or since the day is full."""

    def __init__(self, question: SlotQuestion, parts: Sequence[DayPart]) -> None:
        offer = question.offer
        # A slot at s needs [s - before, s + duration + after). That meets what is busy in [x, y)
        # if x < s + duration + after and s - before < y; starts are whole seconds.
        before = offer.buffer_before * MINUTE
        after = (offer.duration + offer.buffer_after) * MINUTE
        forbidden = [
            (floor_seconds(start) - after + 1, ceil_seconds(end) + before)
            for start, end in question.busy
            if start < end
        ]
        forbidden += [(part.start, part.end) for part in parts if question.is_full_on(part.day)]
        joined = list(_joined(sorted(forbidden)))
        self._begins = [begin for begin, _ in joined]
        self._ends = [end for _, end in joined]

    def forbids(self, start: int) -> bool:
        """Whether no slot can begin at `start`."""
        index = bisect_right(self._begins, start)
        return index > 0 and start < self._ends[index - 1]


def _pieces(windows: Iterable[Window], part: DayPart) -> Iterator[tuple[int, int]]:
    """The instants of `part` at which the local clock reads a time in `windows`."""
    for window in windows:
        begin = max(part.midnight + window.start * MINUTE, part.start)
        end = min(part.midnight + window.end * MINUTE, part.end)
        if begin < end:
            yield begin, end


def _joined(intervals: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Intervals sorted by start, with those that touch or overlap made one."""
    begin = end = None
    for next_begin, next_end in intervals:
        if end is not None and next_begin <= end:
            end = max(end, next_end)
            continue
        if begin is not None:
            yield begin, end
        begin, end = next_begin, next_end
    if begin is not None:
        yield begin, end


def _week(day: date) -> int:
    """The number of the ISO week, counted from the first one of the calendar (a Monday)."""
    return (day.toordinal() - 1) // 7
