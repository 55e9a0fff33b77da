"""Why a time is not offered: every reason that stands against a slot, each by its name. Pure.

The reasons are empty exactly where `free_slots` has a slot that starts then, for any instant that
the question asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from app.kernel.bilingual import Bilingual
from scheduling.local_clock import day_parts, floor_seconds, instant_of
from scheduling.slot_grid import MINUTE, Stretch, grid_during
from scheduling.slots import Busy, OutsideCalendar, SlotQuestion
from scheduling.working_hours import Window, WorkingHours


@dataclass(frozen=True)
class TooSoon:
    """The notice: what can be taken starts at `earliest` or later."""

    earliest: datetime


@dataclass(frozen=True)
class TooFarAhead:
    """The horizon: what can be taken starts before `latest`."""

    latest: datetime


@dataclass(frozen=True)
class OnVacation:
    """The coach is away from the first to the last day."""

    first: date
    last: date


@dataclass(frozen=True)
class DayOff:
    """The coach entered for this date that they do not work."""

    day: date


@dataclass(frozen=True)
class OnHoliday:
    """A public holiday."""

    day: date
    name: Bilingual


@dataclass(frozen=True)
class OutsideWorkingTime:
    """The coach works at other times of this date, or at none; `by_override` as entered for it."""

    day: date
    windows: tuple[Window, ...]
    by_override: bool


@dataclass(frozen=True)
class WorkEndsTooSoon:
    """It would last longer than the coach works."""

    work_ends: datetime


@dataclass(frozen=True)
class OffGrid:
    """Slots start just before and after: at `before`, and at `after` unless that is too late."""

    before: datetime
    after: datetime


@dataclass(frozen=True)
class Taken:
    """The coach is taken up during [start, end), buffers included."""

    start: datetime
    end: datetime
    title: Bilingual | None
    calendar: OutsideCalendar | None = None


@dataclass(frozen=True)
class BufferMissing:
    """The coach is free, but not for the buffers around it."""

    start: datetime
    end: datetime
    title: Bilingual | None
    calendar: OutsideCalendar | None = None


@dataclass(frozen=True)
class TravelMissing:
    """The coach is free, buffers included, but not for the way there or back."""

    start: datetime
    end: datetime
    title: Bilingual | None
    minutes: int


@dataclass(frozen=True)
class DayFull:
    """As many are booked on this date as the coach takes in a day."""

    day: date
    limit: int


@dataclass(frozen=True)
class WeekFull:
    """As many are booked in the week of this date as the coach takes in a week."""

    day: date
    limit: int


Reason: TypeAlias = (
    TooSoon
    | TooFarAhead
    | OnVacation
    | DayOff
    | OnHoliday
    | OutsideWorkingTime
    | WorkEndsTooSoon
    | OffGrid
    | Taken
    | BufferMissing
    | TravelMissing
    | DayFull
    | WeekFull
)


def reasons_against(question: SlotQuestion, start: datetime) -> list[Reason]:
    """Everything that keeps a slot from starting at `start` (aware); nothing where it is free.

    `question` must ask for that instant: what it leaves out is no reason.
    """
    day = _local_day(question, start)
    return [
        *_hours(question, start, day),
        *_limits(question, start, day),
        *(reason for busy in question.busy for reason in _clash(question, busy, start)),
    ]


def why_no_work(hours: WorkingHours, day: date) -> Reason:
    """Why the coach does not work on `day`, or at times of it."""
    vacation, override, holiday = (
        hours.vacation_on(day),
        hours.override_on(day),
        hours.holiday_on(day),
    )
    if vacation is not None:
        return OnVacation(vacation.first, vacation.last)
    if override is not None and not override.windows:
        return DayOff(day)
    if override is None and holiday is not None:
        return OnHoliday(day, holiday.name)
    windows = tuple(Window(*window) for window in hours.windows_on(day))
    return OutsideWorkingTime(day, windows, by_override=override is not None)


def _limits(question: SlotQuestion, start: datetime, day: date) -> Iterator[Reason]:
    offer = question.offer
    earliest, latest = instant_of(question.earliest()), instant_of(question.latest())
    if start < earliest:
        yield TooSoon(earliest)
    if start >= latest:
        yield TooFarAhead(latest)
    if offer.max_per_day is not None and question.is_full_on(day):
        yield DayFull(day, offer.max_per_day)
    if offer.max_per_week is not None and question.is_full_in_week_of(day):
        yield WeekFull(day, offer.max_per_week)


def _hours(question: SlotQuestion, start: datetime, day: date) -> Iterator[Reason]:
    offer = question.offer
    stretch = _stretch_at(question, start)
    if stretch is None:
        yield why_no_work(question.hours, day)
        return
    duration = timedelta(minutes=offer.duration)
    work_ends = instant_of(stretch.work_ends)
    if start + duration > work_ends:
        yield WorkEndsTooSoon(work_ends)
    begin, step = instant_of(stretch.begin), timedelta(minutes=offer.step)
    over = (start - begin) % step
    if over:
        following = min(start - over + step, instant_of(stretch.until))
        yield OffGrid(start - over, following)


def _clash(question: SlotQuestion, busy: Busy, start: datetime) -> Iterator[Reason]:
    if busy.start == busy.end:
        return
    offer = question.offer
    length = timedelta(minutes=offer.duration)
    before = timedelta(minutes=offer.buffer_before)
    after = timedelta(minutes=offer.buffer_after)
    travel = timedelta(minutes=busy.travel)
    if _meet(busy, start, start + length):
        yield Taken(busy.start, busy.end, busy.title, busy.calendar)
    elif _meet(busy, start - before, start + length + after):
        yield BufferMissing(busy.start, busy.end, busy.title, busy.calendar)
    elif _meet(busy, start - before - travel, start + length + after + travel):
        yield TravelMissing(busy.start, busy.end, busy.title, busy.travel)


def _meet(busy: Busy, start: datetime, end: datetime) -> bool:
    return start < busy.end and busy.start < end


def _stretch_at(question: SlotQuestion, start: datetime) -> Stretch | None:
    """The even part of the grid in which `start` lies; None where the coach does not work."""
    at = floor_seconds(start)
    duration, step = question.offer.duration * MINUTE, question.offer.step * MINUTE
    grid = grid_during(question.hours, at, at + 1, duration=duration, step=step)
    return next((one for one in grid.stretches if one.begin <= at < one.until), None)


def _local_day(question: SlotQuestion, start: datetime) -> date:
    at = floor_seconds(start)
    return next(day_parts(question.hours.zone, at, at + 1)).day
