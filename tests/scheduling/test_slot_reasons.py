"""Why a time is not offered: each reason by itself, and none exactly where a slot is free."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.bilingual import Bilingual
from scheduling.slot_reasons import (
    BufferMissing,
    DayFull,
    DayOff,
    OffGrid,
    OnHoliday,
    OnVacation,
    OutsideWorkingTime,
    Taken,
    TooFarAhead,
    TooSoon,
    TravelMissing,
    WeekFull,
    WorkEndsTooSoon,
    reasons_against,
)
from scheduling.slots import Busy, Offer, SlotQuestion, free_slots
from scheduling.working_hours import Holiday, Override, Rule, Vacation, Window, WorkingHours

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
NAME = Bilingual(de="Rosentag", en="Day of Roses")
TRAINING = Bilingual(de="Training", en="Training")
MORNINGS = WorkingHours(BERLIN, tuple(Rule(weekday, Window(540, 720)) for weekday in range(5)))


def question(**given: object) -> SlotQuestion:
    """An hour on the half hour, from 9 to 12 on working days; asked on the Sunday before."""
    values = {
        "hours": MORNINGS,
        "offer": Offer(duration=60, step=30),
        "now": NINE - DAY,
        "begin": NINE - DAY,
        "end": NINE + 60 * DAY,
    }
    return SlotQuestion(**(values | given))  # type: ignore[arg-type]


def hours(**given: object) -> SlotQuestion:
    return question(hours=replace(MORNINGS, **given))  # type: ignore[arg-type]


def offer(**given: int) -> SlotQuestion:
    return question(offer=Offer(**({"duration": 60, "step": 30} | given)))


def test_nothing_speaks_against_a_free_time() -> None:
    assert reasons_against(question(), NINE) == []


@pytest.mark.parametrize(
    ("asked", "start", "reasons"),
    [
        (offer(min_notice=1500), NINE, [TooSoon(NINE + HOUR)]),
        (offer(horizon_days=1), NINE, [TooFarAhead(NINE)]),
        (hours(vacations=(Vacation(MONDAY, MONDAY),)), NINE, [OnVacation(MONDAY, MONDAY)]),
        (hours(overrides=(Override(MONDAY),)), NINE, [DayOff(MONDAY)]),
        (hours(holidays=(Holiday(MONDAY, NAME),)), NINE, [OnHoliday(MONDAY, NAME)]),
        (
            question(),
            NINE - HOUR,
            [OutsideWorkingTime(MONDAY, (Window(540, 720),), by_override=False)],
        ),
        (
            hours(overrides=(Override(MONDAY, (Window(600, 660),)),)),
            NINE,
            [OutsideWorkingTime(MONDAY, (Window(600, 660),), by_override=True)],
        ),
        (
            question(),
            NINE + 5 * DAY,
            [OutsideWorkingTime(date(2026, 3, 7), (), by_override=False)],
        ),
        (question(), NINE + 150 * MINUTE, [WorkEndsTooSoon(NINE + 3 * HOUR)]),
        (question(), NINE + 10 * MINUTE, [OffGrid(NINE, NINE + 30 * MINUTE)]),
        (
            question(busy=(Busy(NINE, NINE + HOUR, title=TRAINING),)),
            NINE + 30 * MINUTE,
            [Taken(NINE, NINE + HOUR, TRAINING)],
        ),
        (
            replace(offer(buffer_after=15), busy=(Busy(NINE + HOUR, NINE + 2 * HOUR),)),
            NINE,
            [BufferMissing(NINE + HOUR, NINE + 2 * HOUR, None)],
        ),
        (
            question(busy=(Busy(NINE + HOUR, NINE + 2 * HOUR, travel=45),)),
            NINE,
            [TravelMissing(NINE + HOUR, NINE + 2 * HOUR, None, 45)],
        ),
        (replace(offer(max_per_day=2), booked_per_day={MONDAY: 2}), NINE, [DayFull(MONDAY, 2)]),
        (
            replace(offer(max_per_week=2), booked_per_day={MONDAY: 1, MONDAY + 6 * DAY: 1}),
            NINE + DAY,
            [WeekFull(MONDAY + DAY, 2)],
        ),
    ],
)
def test_each_reason_has_its_name(
    asked: SlotQuestion, start: datetime, reasons: list[object]
) -> None:
    assert reasons_against(asked, start) == reasons


def test_all_reasons_are_named_at_once() -> None:
    asked = replace(
        offer(min_notice=3000), busy=(Busy(NINE, NINE + HOUR),), booked_per_day={MONDAY: 9}
    )
    found = reasons_against(asked, NINE + MINUTE)
    assert [type(reason) for reason in found] == [OffGrid, TooSoon, Taken]


def test_a_vacation_goes_before_an_exception_and_an_exception_before_a_holiday() -> None:
    both = hours(
        holidays=(Holiday(MONDAY, NAME),), overrides=(Override(MONDAY, (Window(540, 600),)),)
    )
    assert reasons_against(both, NINE) == []
    away = replace(both, hours=replace(both.hours, vacations=(Vacation(MONDAY, MONDAY + DAY),)))
    assert reasons_against(away, NINE) == [OnVacation(MONDAY, MONDAY + DAY)]


dates = st.integers(-2, 9).map(lambda number: date(2026, 3, 26) + number * DAY)
windows = st.integers(0, 23).flatmap(
    lambda first: st.tuples(st.just(first), st.integers(first + 1, 24))
)
any_window = windows.map(lambda pair: Window(pair[0] * 60, pair[1] * 60 - 10 * (pair[1] % 3)))
instants = st.integers(0, 9 * 24 * 6).map(
    lambda tens: datetime(2026, 3, 25, tzinfo=UTC) + tens * 10 * MINUTE
)
busy = st.builds(
    lambda start, length, travel: Busy(start, start + length * MINUTE, travel),
    instants,
    st.sampled_from((0, 30, 60, 300)),
    st.sampled_from((0, 0, 20, 90)),
)


@st.composite
def questions(draw: st.DrawFn) -> SlotQuestion:
    """About ten days around the night in which the clock is put forward."""
    begin = datetime(2026, 3, 25, tzinfo=UTC)
    rules = st.builds(lambda *given: Rule(*given), st.integers(0, 6), any_window)
    return SlotQuestion(
        hours=WorkingHours(
            zone=BERLIN,
            rules=tuple(draw(st.lists(rules, min_size=3, max_size=9))),
            overrides=tuple(
                Override(day, tuple(chosen))
                for day, chosen in draw(
                    st.dictionaries(dates, st.lists(any_window, max_size=2), max_size=2)
                ).items()
            ),
            holidays=tuple(Holiday(day, NAME) for day in draw(st.sets(dates, max_size=2))),
            vacations=tuple(
                Vacation(first, first + 2 * DAY) for first in draw(st.sets(dates, max_size=1))
            ),
        ),
        offer=Offer(
            duration=draw(st.sampled_from((30, 60, 90))),
            step=draw(st.sampled_from((30, 20, 50))),
            buffer_before=draw(st.sampled_from((0, 10))),
            buffer_after=draw(st.sampled_from((0, 15))),
            min_notice=draw(st.sampled_from((0, 600))),
            max_per_day=draw(st.sampled_from((None, 1, 2))),
            max_per_week=draw(st.sampled_from((None, 2, 4))),
            horizon_days=draw(st.sampled_from((30, 5))),
        ),
        now=draw(instants),
        begin=begin,
        end=begin + 9 * DAY,
        busy=tuple(draw(st.lists(busy, max_size=4))),
        booked_per_day=draw(st.dictionaries(dates, st.integers(0, 2), max_size=4)),
    )


@pytest.mark.no_cover
@settings(max_examples=30, deadline=None)
@given(questions(), st.integers(0, 9))
def test_there_is_no_reason_exactly_where_a_slot_is_free(asked: SlotQuestion, shift: int) -> None:
    free = {slot.start for slot in free_slots(asked)}
    tried = free | {asked.begin + (shift + 10 * number) * MINUTE for number in range(9 * 24 * 6)}
    assert {start for start in tried if not reasons_against(asked, start)} == free
