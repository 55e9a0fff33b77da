"""The grid is worked out once: whatever was asked before, the answer is the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.slot_grid import forget_grids
from scheduling.slots import Slot, SlotQuestion, free_slots, free_starts, starts_of_any
from scheduling.working_hours import Override, Window
from tests.scheduling.test_slot_reasons import MORNINGS, NINE, hours, question, questions

HOUR = timedelta(hours=1)


@pytest.mark.no_cover
@settings(max_examples=30, deadline=None)
@given(questions(), st.integers(0, 200), st.integers(1, 60))
def test_a_part_of_the_time_has_the_slots_of_that_part(
    asked: SlotQuestion, after: int, length: int
) -> None:
    begin = asked.begin + after * HOUR
    end = min(begin + length * HOUR, asked.end)
    whole = free_slots(asked)
    assert free_slots(replace(asked, begin=begin, end=end)) == [
        slot for slot in whole if begin <= slot.start < end
    ]


def test_what_is_remembered_is_what_would_be_found_anew() -> None:
    first = free_slots(question())
    again = free_slots(question(hours=replace(MORNINGS)))
    forget_grids()
    assert first == again == free_slots(question())


def test_other_hours_have_another_grid() -> None:
    other = hours(overrides=(Override(NINE.date(), (Window(780, 840),)),))
    assert free_slots(question())[0].start == NINE
    assert free_slots(other)[0] == Slot(NINE + 4 * HOUR, NINE + 5 * HOUR)


def test_starts_are_those_of_the_slots() -> None:
    asked = question()
    assert [datetime.fromtimestamp(start, UTC) for start in free_starts(asked)] == [
        slot.start for slot in free_slots(asked)
    ]


@pytest.mark.no_cover
@settings(max_examples=30, deadline=None)
@given(st.lists(questions(), max_size=4))
def test_coaches_united_offer_what_any_of_them_offers(asked: list[SlotQuestion]) -> None:
    assert starts_of_any(asked) == sorted({start for one in asked for start in free_starts(one)})
