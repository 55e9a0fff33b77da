"""What a coach offers in a month, day by day, and why nothing on a day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from scheduling.local_clock import instant_of, parts_of_day
from scheduling.slot_reasons import (
    DayFull,
    OutsideWorkingTime,
    Reason,
    TooFarAhead,
    TooSoon,
    WeekFull,
    why_no_work,
)
from scheduling.slots import Slot, SlotQuestion, free_slots
from scheduling.working_hours import joined

DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayOverview:
    """A day: the times [start, end) in which something can be taken, and how many starts there are.

    Without any, `reason` says why: None where everything is taken. `booked` appointments start on
    that day.
    """

    day: date
    free: tuple[tuple[datetime, datetime], ...]
    starts: int
    booked: int
    reason: Reason | None

    @property
    def is_idle(self) -> bool:
        """Nothing is to be said of it: the coach never works on such a day, and has nothing on."""
        reason = self.reason
        return isinstance(reason, OutsideWorkingTime) and not reason.by_override and not self.booked


def month_overview(question: SlotQuestion, first: date, last: date) -> list[DayOverview]:
    """The days from `first` to `last`. `question` must ask for all of their instants."""
    zone = question.hours.zone
    by_day = groupby(free_slots(question), key=lambda slot: slot.start.astimezone(zone).date())
    slots = {day: list(group) for day, group in by_day}
    days = (first + number * DAY for number in range((last - first).days + 1))
    return [_overview(question, day, slots.get(day, [])) for day in days]


def _overview(question: SlotQuestion, day: date, slots: Sequence[Slot]) -> DayOverview:
    return DayOverview(
        day=day,
        free=tuple(joined(slots)),
        starts=len(slots),
        booked=question.booked_per_day.get(day, 0),
        reason=None if slots else _reason(question, day),
    )


def _reason(question: SlotQuestion, day: date) -> Reason | None:
    if not question.hours.windows_on(day):
        return why_no_work(question.hours, day)
    offer = question.offer
    if offer.max_per_day is not None and question.is_full_on(day):
        return DayFull(day, offer.max_per_day)
    if offer.max_per_week is not None and question.is_full_in_week_of(day):
        return WeekFull(day, offer.max_per_week)
    parts = parts_of_day(question.hours.zone, day)
    if not parts or parts[-1].end <= question.earliest():
        return TooSoon(instant_of(question.earliest()))
    if parts[0].start >= question.latest():
        return TooFarAhead(instant_of(question.latest()))
    return None
