"""Shifts are even, leave nobody out, and keep the office staffed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.team_paths.shifts import attending, fewest_parts, split

HEADS = st.dictionaries(
    st.sampled_from(["executive", "political_leadership", "staff"]), st.integers(0, 40)
)


@given(HEADS, st.integers(1, 5))
def test_everyone_is_in_one_shift_and_shifts_differ_by_one_at_most(heads, parts):
    shifts = split(heads, parts)
    assert len(shifts) == parts
    for function, count in heads.items():
        shares = [shift.get(function, 0) for shift in shifts]
        assert sum(shares) == count
        assert max(shares) - min(shares) <= 1
    sizes = [sum(shift.values()) for shift in shifts]
    assert max(sizes) - min(sizes) <= 1


@given(HEADS)
def test_of_two_shifts_each_leaves_half_of_the_team_in_the_office(heads):
    people = sum(heads.values())
    for shift in split(heads, 2):
        assert people - sum(shift.values()) >= people // 2


@given(HEADS, st.integers(1, 20))
def test_there_are_as_many_shifts_as_it_takes_and_no_more(heads, most_away):
    parts = fewest_parts(heads, most_away)
    assert max(sum(shift.values()) for shift in split(heads, parts)) <= most_away
    if parts > 1:
        fewer = split(heads, parts - 1)
        assert max(sum(shift.values()) for shift in fewer) > most_away


def test_without_a_limit_all_go_together():
    assert fewest_parts({"staff": 30}, None) == 1


def test_an_empty_audience_means_everyone():
    assert attending({"staff": 3, "executive": 1}, ()) == 4
    assert attending({"staff": 3, "executive": 1}, {"executive"}) == 1


def test_a_team_has_at_least_one_shift():
    with pytest.raises(ValueError, match="at least one"):
        split({"staff": 1}, 0)
