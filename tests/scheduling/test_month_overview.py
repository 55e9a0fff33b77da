"""A month as its coach sees it: what is free on each day, and else why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from scheduling.month_grid import month_of
from scheduling.month_overview import DayOverview, month_overview
from scheduling.slot_reasons import (
    DayFull,
    OnHoliday,
    OnVacation,
    OutsideWorkingTime,
    TooFarAhead,
    TooSoon,
    WeekFull,
)
from scheduling.slots import Busy, SlotQuestion
from scheduling.working_hours import Holiday, Vacation
from tests.scheduling.test_slot_reasons import BERLIN, NAME, hours, offer

FIRST, LAST = month_of(date(2026, 3, 17))


def overview(question: SlotQuestion) -> dict[int, DayOverview]:
    """The days of March 2026 by number, for somebody who asks on Tuesday, the 3rd, at 9:30."""
    asked = replace(
        question,
        now=datetime(2026, 3, 3, 8, 30, tzinfo=UTC),
        begin=datetime.combine(FIRST, time(), BERLIN),
        end=datetime.combine(LAST + timedelta(days=1), time(), BERLIN),
    )
    return {day.day.day: day for day in month_overview(asked, FIRST, LAST)}


def reasons(question: SlotQuestion, *days: int) -> list[object]:
    found = overview(question)
    return [type(found[day].reason) for day in days]


def test_a_month_has_all_its_days_in_order() -> None:
    assert list(overview(offer())) == list(range(1, 32))


def test_times_that_touch_are_one_and_what_is_taken_cuts_them() -> None:
    start = datetime(2026, 3, 4, 8, tzinfo=UTC)
    busy = Busy(start + timedelta(hours=1), start + timedelta(minutes=90))
    day = overview(replace(offer(), busy=(busy,), booked_per_day={date(2026, 3, 4): 1}))[4]
    assert [(begin.hour, end.hour) for begin, end in day.free] == [(8, 9), (9, 11)]
    assert (day.starts, day.booked, day.reason) == (3, 1, None)
    assert overview(offer())[4].free == ((start, start + timedelta(hours=3)),)


def test_each_day_without_a_time_says_why() -> None:
    away = hours(
        holidays=(Holiday(date(2026, 3, 5), NAME),),
        vacations=(Vacation(date(2026, 3, 9), date(2026, 3, 10)),),
    )
    assert reasons(away, 5, 7, 9, 10) == [OnHoliday, OutsideWorkingTime, OnVacation, OnVacation]
    full = replace(offer(max_per_day=1, max_per_week=3), booked_per_day={date(2026, 3, 4): 1})
    assert reasons(full, 4, 5) == [DayFull, type(None)]
    assert overview(full)[5].starts > 0
    week = replace(offer(max_per_week=1), booked_per_day={date(2026, 3, 4): 1})
    assert reasons(week, 3, 4, 11) == [WeekFull, WeekFull, type(None)]
    assert reasons(offer(min_notice=48 * 60, horizon_days=9), 3, 4, 12) == [
        TooSoon,
        TooSoon,
        type(None),
    ]
    assert reasons(offer(horizon_days=9), 2, 13) == [TooSoon, TooFarAhead]


def test_a_day_that_is_taken_has_no_reason_but_that() -> None:
    start = datetime(2026, 3, 4, 8, tzinfo=UTC)
    day = overview(replace(offer(), busy=(Busy(start, start + timedelta(hours=3)),)))[4]
    assert (day.starts, day.reason) == (0, None)


def test_days_on_which_nobody_ever_works_are_idle() -> None:
    away = hours(vacations=(Vacation(date(2026, 3, 7), date(2026, 3, 7)),))
    found = overview(replace(away, booked_per_day={date(2026, 3, 8): 1}))
    assert [day for day in found if found[day].is_idle] == [1, 14, 15, 21, 22, 28, 29]
