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
    DayPart,
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
    if earliest >= latest:
        return []
    duration, step = offer.duration * MINUTE, offer.step * MINUTE
    parts = _parts_around(question, earliest, latest, latest + duration)
    taken = _Taken(question, parts)
    slots = []
    for stretch in _grid_stretches(question, parts):
        first = stretch.begin + max(0, -((stretch.begin - earliest) // step)) * step
        last = min(stretch.until - 1, latest - 1, stretch.work_ends - duration)
        slots += [
            Slot(instant_of(start), instant_of(start + duration))
            for start in range(first, last + 1, step)
            if not taken.forbids(start)
        ]
    return slots


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


@dataclass(frozen=True)
class _GridStretch:
    """The grid runs evenly from `begin`, up to `until`; work goes on to `work_ends`."""

    begin: int
    until: int
    work_ends: int


def _parts_around(question: SlotQuestion, earliest: int, latest: int, end: int) -> list[DayPart]:
    """The local days that decide over slots that start in [earliest, latest)."""
    parts = []
    for part in day_parts(question.zone, earliest - LOOK_BACK, end):
        # A day off ends all work that began before `latest`.
        if part.start >= latest and not question.windows_on(part.day):
            break
        parts.append(part)
    return parts


def _grid_stretches(question: SlotQuestion, parts: Sequence[DayPart]) -> Iterator[_GridStretch]:
    """The working intervals, cut where the grid begins anew."""
    mondays = _first_instants_of_mondays(parts)
    for begin, end in _joined(_working_pieces(question, parts)):
        inside = mondays[bisect_right(mondays, begin) : bisect_left(mondays, end)]
        for anchor, following in pairwise([begin, *inside, end]):
            yield _GridStretch(anchor, following, end)


def _working_pieces(question: SlotQuestion, parts: Sequence[DayPart]) -> Iterator[tuple[int, int]]:
    """The instants of each part at which the local clock reads a time of work, in their order."""
    for part in parts:
        for window in question.windows_on(part.day):
            begin = max(part.midnight + window.start * MINUTE, part.start)
            end = min(part.midnight + window.end * MINUTE, part.end)
            if begin < end:
                yield begin, end


def _first_instants_of_mondays(parts: Sequence[DayPart]) -> list[int]:
    """Where a Monday begins. Nothing is known of the day that `parts` begin in."""
    mondays = []
    newest = parts[0].day if parts else date.max
    for part in parts:
        # Where the clock goes back across midnight, a date comes a second time.
        if part.day > newest:
            newest = part.day
            if newest.weekday() == 0:
                mondays.append(part.start)
    return mondays


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
