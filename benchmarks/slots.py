"""Free slots of coaches: ours beside a loop over aware datetimes, with one answer.

A coach works from Monday to Friday, 9 to 17, for twelve weeks in which the clock changes; slots of
an hour begin every half hour, and a hundred intervals are busy.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling import local_clock, slot_grid
from scheduling.slots import Busy, Offer, Slot, SlotQuestion, free_slots, starts_of_any
from scheduling.working_hours import Rule, Window, WorkingHours

START = datetime(2026, 9, 1, tzinfo=UTC)  # summer time ends on 25 October
DAYS = 84
COACHES = 50
BUSY = 100
OPENS, CLOSES = time(9), time(17)


def slot_cases() -> dict[str, dict[str, Callable[[], object]]]:
    """Ours and the loop, after both have given the same answer."""
    one = question_of(0)
    if free_slots(one) != loop_over_datetimes(one):
        raise RuntimeError("the slots differ from those that the loop finds")
    many = [question_of(number) for number in range(COACHES)]
    return {
        "Free slots of a coach, 12 weeks, 100 busy": {
            "loop over aware datetimes": lambda: loop_over_datetimes(one),
            "the same, compared in UTC": lambda: loop_over_datetimes(one, in_utc=True),
            "grid of integers": lambda: free_slots(one),
            "the first time after the hours changed": lambda: _with_new_hours(one),
            "the first time in a process": lambda: _with_nothing_known(one),
        },
        "Free starts of coaches united": {
            "1 coach": lambda: starts_of_any(many[:1]),
            f"{COACHES} coaches": lambda: starts_of_any(many),
        },
    }


def question_of(seed: int) -> SlotQuestion:
    """What is asked for coach number `seed`; always the same for the same number."""
    dice = random.Random(seed)  # noqa: S311 — benchmark data
    begins = [
        START + timedelta(days=dice.randrange(DAYS), minutes=15 * dice.randrange(28, 60))
        for _ in range(BUSY)
    ]
    hours = WorkingHours(
        zone=ZoneInfo("Europe/Berlin"),
        rules=tuple(Rule(weekday, Window(9 * 60, 17 * 60)) for weekday in range(5)),
    )
    return SlotQuestion(
        hours=hours,
        offer=Offer(duration=60, step=30, horizon_days=DAYS),
        now=START,
        begin=START,
        end=START + timedelta(days=DAYS),
        busy=tuple(Busy(begin, begin + timedelta(hours=1)) for begin in begins),
    )


def loop_over_datetimes(question: SlotQuestion, *, in_utc: bool = False) -> list[Slot]:
    """The plain way: try each half hour of each day against everything that is busy."""
    zone = question.hours.zone
    length, step = timedelta(minutes=question.offer.duration), timedelta(minutes=30)
    found = []
    day, last = (instant.astimezone(zone).date() for instant in (question.begin, question.end))
    while day <= last:
        if day.weekday() < 5:
            start = datetime.combine(day, OPENS, zone)
            while start + length <= datetime.combine(day, CLOSES, zone):
                slot = Slot(start.astimezone(UTC), (start + length).astimezone(UTC))
                begin, end = slot if in_utc else (start, start + length)
                if question.begin <= begin < question.end and not any(
                    begin < busy.end and busy.start < end for busy in question.busy
                ):
                    found.append(slot)
                start += step
        day += timedelta(days=1)
    return found


def _with_new_hours(question: SlotQuestion) -> list[Slot]:
    slot_grid.forget_grids()
    return free_slots(question)


def _with_nothing_known(question: SlotQuestion) -> list[Slot]:
    local_clock.forget_zones()
    return _with_new_hours(question)
