"""The free slots of a coach: working hours minus what is taken, on the grid of an offer. Pure.

The contract "Free slots" says what each word means. Services build a `SlotQuestion` from the
database, `slot_documents` builds one from a document. Travel, and the limit of a week, come on top
of the contract.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import repeat

from app.kernel.bilingual import Bilingual
from scheduling.local_clock import (
    DAY,
    LATEST,
    after_day,
    before_day,
    ceil_seconds,
    floor_seconds,
    parts_of_day,
)
from scheduling.slot_grid import MINUTE, Grid, Slot, grid_during
from scheduling.working_hours import WorkingHours, week_of

__all__ = [
    "Busy",
    "Offer",
    "OutsideCalendar",
    "Slot",
    "SlotQuestion",
    "free_slots",
    "free_starts",
    "starts_of_any",
]


@dataclass(frozen=True)
class Offer:
    """What a coach offers, in minutes; `max_per_day` and `max_per_week` None set no limit."""

    duration: int
    step: int
    buffer_before: int = 0
    buffer_after: int = 0
    min_notice: int = 0
    max_per_day: int | None = None
    max_per_week: int | None = None
    horizon_days: int = 60


@dataclass(frozen=True)
class OutsideCalendar:
    """A calendar kept elsewhere, by the label that its owner gave it.

    `certain` is false where it has an entry that could not be read but whose time is known.
    """

    label: str
    certain: bool = True


@dataclass(frozen=True)
class Busy:
    """The coach is taken up during [start, end), aware instants.

    It takes `travel` minutes from there to where the slots are, and as many back. `title` says what
    it is, and `calendar` which calendar from outside says so, where that is known.
    """

    start: datetime
    end: datetime
    travel: int = 0
    title: Bilingual | None = None
    calendar: OutsideCalendar | None = None


@dataclass(frozen=True)
class SlotQuestion:
    """Everything that free slots follow from. Slots start in [begin, end); instants are aware.

    `booked_per_day` counts what is booked by the local date of its start; `busy` is in any order
    and may overlap.
    """

    hours: WorkingHours
    offer: Offer
    now: datetime
    begin: datetime
    end: datetime
    busy: tuple[Busy, ...] = ()
    booked_per_day: Mapping[date, int] = field(default_factory=dict)

    def earliest(self) -> int:
        """No slot starts before this instant: the end of the notice."""
        return ceil_seconds(self.now) + self.offer.min_notice * MINUTE

    def latest(self) -> int:
        """Every slot starts before this instant: the horizon."""
        return ceil_seconds(self.now) + self.offer.horizon_days * DAY

    def is_full_on(self, day: date) -> bool:
        """Whether as many are booked on this date as a coach takes in a day."""
        limit = self.offer.max_per_day
        return limit is not None and self.booked_per_day.get(day, 0) >= limit

    def is_full_in_week_of(self, day: date) -> bool:
        """Whether as many are booked in the ISO week of this date as a coach takes in a week."""
        limit = self.offer.max_per_week
        return limit is not None and self.booked_per_week[week_of(day)] >= limit

    @cached_property
    def busy_seconds(self) -> list[tuple[int, int]]:
        """Start and end of what is busy and lasts any time, ways included, in whole seconds."""
        return sorted(
            (
                floor_seconds(busy.start) - busy.travel * MINUTE,
                ceil_seconds(busy.end) + busy.travel * MINUTE,
            )
            for busy in self.busy
            if busy.start < busy.end
        )

    @cached_property
    def booked_per_week(self) -> Counter[int]:
        """How many are booked by the number of the week."""
        weeks: Counter[int] = Counter()
        for day, count in self.booked_per_day.items():
            weeks[week_of(day)] += count
        return weeks


def free_slots(question: SlotQuestion) -> list[Slot]:
    """What can be taken, sorted by start."""
    found: list[Slot] = []
    grid, pieces = _free_pieces(question)
    for first, after in pieces:
        found += grid.slots[first:after]
    return found


def free_starts(question: SlotQuestion) -> list[int]:
    """Where the free slots start, in whole seconds since 1970, sorted."""
    found: list[int] = []
    grid, pieces = _free_pieces(question)
    for first, after in pieces:
        found += grid.starts[first:after]
    return found


def starts_of_any(questions: Iterable[SlotQuestion]) -> list[int]:
    """Where a slot of at least one of `questions` starts: each start once, sorted."""
    found: set[int] = set()
    for question in questions:
        # Whoever could offer nothing new is not looked at any further.
        grid, first, after = _asked_piece(question)
        if not found.issuperset(grid.starts[first:after]):
            found.update(free_starts(question))
    return sorted(found)


def _asked_piece(question: SlotQuestion) -> tuple[Grid, int, int]:
    """The grid of the question, and which piece of it is asked for, by index [first, after)."""
    offer = question.offer
    earliest = max(question.earliest(), ceil_seconds(question.begin))
    latest = min(question.latest(), ceil_seconds(question.end))
    duration, step = offer.duration * MINUTE, offer.step * MINUTE
    if earliest >= latest or earliest + duration > LATEST:
        return Grid((), duration, step), 0, 0
    grid = grid_during(question.hours, earliest, latest, duration=duration, step=step)
    return grid, bisect_left(grid.starts, earliest), bisect_left(grid.starts, latest)


def _free_pieces(question: SlotQuestion) -> tuple[Grid, list[tuple[int, int]]]:
    """The grid of the question, and the pieces of it that are free, by index [first, after)."""
    grid, at, end = _asked_piece(question)
    if at == end:
        return grid, []
    begins, ends = _forbidden(question, grid.starts[at], grid.starts[end - 1] + 1)
    # All look-ups in one go: that is quicker than to look on from one to the next.
    stops = map(bisect_left, repeat(grid.starts), begins)
    resumes = map(bisect_left, repeat(grid.starts), ends)
    pieces = []
    for stop, resume in zip(stops, resumes, strict=True):
        if stop > at:
            pieces.append((at, min(stop, end)))
        if resume > at:
            at = resume
        if at >= end:
            return grid, pieces
    pieces.append((at, end))
    return grid, pieces


def _forbidden(question: SlotQuestion, first: int, after: int) -> tuple[list[int], list[int]]:
    """Where no slot can start in [first, after): begins and ends, in the order of begins."""
    offer = question.offer
    # A slot at s needs [s - gap, s + length). That meets what is busy in [x, y) if
    # x < s + length and s - gap < y; starts are whole seconds.
    gap = offer.buffer_before * MINUTE
    length = (offer.duration + offer.buffer_after) * MINUTE - 1
    busy, full = question.busy_seconds, list(_full_times(question, first, after))
    if full:
        busy = sorted([*busy, *((begin + length, end - gap) for begin, end in full)])
    return [begin - length for begin, _ in busy], [end + gap for _, end in busy]


def _full_times(question: SlotQuestion, first: int, after: int) -> Iterator[tuple[int, int]]:
    """When the days are that touch [first, after) and are full, by themselves or by their week."""
    if 0 in (question.offer.max_per_day, question.offer.max_per_week):
        yield first, after
    for day in _full_days(question):
        if before_day(day) < after and after_day(day) > first:
            yield from ((part.start, part.end) for part in parts_of_day(question.hours.zone, day))


def _full_days(question: SlotQuestion) -> Iterator[date]:
    """The days of which a limit is reached, of those on which something is booked."""
    if question.offer.max_per_day is None and question.offer.max_per_week is None:
        return
    for day in question.booked_per_day:
        if question.is_full_on(day):
            yield day
        if question.is_full_in_week_of(day):
            monday = day - timedelta(days=day.weekday())
            yield from (monday + timedelta(days=number) for number in range(7))
