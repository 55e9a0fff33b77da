"""Levels between two analyses, and what is different from one to the next: the rules alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.needs.comparison import Direction, LevelChange, compare_levels
from courses.needs.progress import (
    WORTH_ANEW_AFTER,
    Completion,
    WorthAnew,
    completed_since,
    levels_today,
    worth_anew,
)
from tests.house.clock import START

DAY = timedelta(days=1)

keys = st.sampled_from(["crisis", "law", "own", "reporting", "safety"])
levels = st.dictionaries(keys, st.integers(0, 4))
completions = st.lists(
    st.builds(
        Completion,
        course=st.just("course"),
        at=st.integers(-9, 9).map(lambda days: START + days * DAY),
        raises=levels,
    )
)


@given(levels, completions)
def test_what_is_completed_since_raises_levels_and_nothing_lowers_them(given_levels, done):
    since = completed_since(done, START)
    today = levels_today(given_levels, since)
    assert all(completion.at > START for completion in since)
    for key in given_levels.keys() | today.keys():
        raised = [one.raises[key] for one in done if one.at > START and key in one.raises]
        assert today[key] == max([*raised, given_levels.get(key, 0)])
    assert levels_today(today, since) == today, "counted once, however often"


@pytest.mark.parametrize(
    ("days", "completed", "reason"),
    [
        (0, False, None),
        (181, False, None),
        (182, False, WorthAnew.LONG_AGO),
        (1, True, WorthAnew.COURSES_COMPLETED),
        (400, True, WorthAnew.COURSES_COMPLETED),
    ],
)
def test_a_new_analysis_is_worth_it_after_courses_or_half_a_year(days, completed, reason):
    since = [Completion("course", START, {})] if completed else []
    assert worth_anew(START, since, START + days * DAY) == reason
    assert timedelta(days=182) == WORTH_ANEW_AFTER


@given(levels, levels, st.lists(keys, unique=True))
def test_every_competency_is_compared_once_and_in_order(before, after, order):
    changes = compare_levels(before, after, order)
    compared = [change.competency for change in changes]
    assert len(compared) == len(set(compared))
    assert set(compared) == before.keys() | after.keys()
    assert [key for key in compared if key in order] == [key for key in order if key in compared]
    assert all(key not in order for key in compared[len(set(compared) & set(order)) :])
    for change in changes:
        assert change.before == before.get(change.competency)
        assert change.after == after.get(change.competency)


@pytest.mark.parametrize(
    ("before", "after", "direction", "by"),
    [
        (1, 3, Direction.UP, 2),
        (3, 2, Direction.DOWN, 1),
        (2, 2, Direction.SAME, 0),
        (None, 2, Direction.ONLY_LATER, 0),
        (0, None, Direction.ONLY_EARLIER, 0),
    ],
)
def test_which_way_a_level_went(before, after, direction, by):
    change = LevelChange("law", before, after)
    assert (change.direction, change.levels) == (direction, by)
