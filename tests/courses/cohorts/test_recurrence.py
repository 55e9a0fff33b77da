"""The days of a series, with and without exceptions."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.planning.recurrence import MOST_DAYS, Rhythm, list_series, place_in_month

TUESDAY = date(2026, 12, 1)
DAYS = st.dates(date(2026, 1, 1), date(2090, 12, 31))


def days(*given_days, left_out=False):
    return [one.day for one in given_days if one.left_out == left_out]


def test_every_week_and_every_two_weeks():
    weekly = list_series(TUESDAY, Rhythm.WEEKLY, number=3)
    assert days(*weekly) == [TUESDAY, date(2026, 12, 8), date(2026, 12, 15)]
    fortnightly = list_series(TUESDAY, Rhythm.FORTNIGHTLY, last=date(2026, 12, 29))
    assert days(*fortnightly) == [TUESDAY, date(2026, 12, 15), date(2026, 12, 29)]


def test_every_first_tuesday_of_a_month():
    monthly = list_series(TUESDAY, Rhythm.MONTHLY, number=4)
    assert days(*monthly) == [TUESDAY, date(2027, 1, 5), date(2027, 2, 2), date(2027, 3, 2)]


def test_a_fifth_tuesday_is_the_last_one_where_there_is_no_fifth():
    monthly = list_series(date(2026, 12, 29), Rhythm.MONTHLY, number=3)
    assert days(*monthly) == [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]


def test_what_is_left_out_does_not_count():
    christmas = date(2026, 12, 25)
    series = list_series(date(2026, 12, 18), Rhythm.WEEKLY, number=2, without=[christmas])
    assert days(*series) == [date(2026, 12, 18), date(2027, 1, 1)]
    assert days(*series, left_out=True) == [christmas]


def test_a_series_ends_one_way_or_the_other():
    for end in ({}, {"number": 3, "last": TUESDAY}):
        with pytest.raises(ValueError, match="a number of days or a last day"):
            list_series(TUESDAY, Rhythm.WEEKLY, **end)


@given(
    first=DAYS,
    rhythm=st.sampled_from(Rhythm),
    number=st.integers(1, MOST_DAYS),
    gaps=st.sets(st.integers(0, MOST_DAYS), max_size=6),
)
def test_a_series_of_some_days(first, rhythm, number, gaps):
    without = {first + timedelta(weeks=gap) for gap in gaps}
    series = list_series(first, rhythm, number=number, without=without)
    assert series[0].day == first
    assert len({one.day.weekday() for one in series}) == 1
    assert len(days(*series)) == number or len(series) == MOST_DAYS
    assert {one.day for one in series if one.left_out} <= without
    steps = {later.day - one.day for one, later in itertools.pairwise(series)}
    allowed = {Rhythm.WEEKLY: {1}, Rhythm.FORTNIGHTLY: {2}, Rhythm.MONTHLY: {4, 5}}[rhythm]
    assert steps <= {timedelta(weeks=weeks) for weeks in allowed}


@given(first=DAYS, rhythm=st.sampled_from(Rhythm), length=st.integers(0, 400))
def test_a_series_up_to_a_day(first, rhythm, length):
    last = first + timedelta(days=length)
    series = list_series(first, rhythm, last=last)
    assert all(first <= one.day <= last for one in series)
    if rhythm is Rhythm.MONTHLY:
        assert len({place_in_month(one.day) for one in series if one.day.day <= 28}) <= 2
    else:
        step = 7 if rhythm is Rhythm.WEEKLY else 14
        assert len(series) == min(length // step + 1, MOST_DAYS)
