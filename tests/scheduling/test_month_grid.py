"""A month by weeks: every day in its place, nothing lost, and neighbours that lead somewhere."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduling.month_grid import month_grid, month_of

NEAR = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days=st.dictionaries(NEAR, st.integers(1, 40), max_size=30), day=NEAR)
def test_a_month_has_its_days_by_weekday_and_what_is_on_them(days, day):
    grid = month_grid(days, day)
    shown = [one for week in grid.weeks for one in week]
    assert shown == [shown[0] + number * timedelta(days=1) for number in range(len(shown))]
    assert all([one.weekday() for one in week] == list(range(7)) for week in grid.weeks)
    assert next(one for one in shown if month_of(one) == month_of(day)) == grid.first
    assert month_of(day)[1] in grid.weeks[-1]
    assert grid.counts == {one: days[one] for one in days if one in shown}


@given(days=st.dictionaries(NEAR, st.integers(1, 40), max_size=30), day=NEAR)
def test_turning_the_pages_passes_every_month_with_something_once(days, day):
    def turned(side):
        passed, grid = [], month_grid(days, day)
        while (to := getattr(grid, side)) is not None:
            assert to in days
            assert all(one >= to for one in days if month_of(one) == month_of(to))
            grid = month_grid(days, to)
            passed.append(grid.first)
        return passed

    first, last = month_of(day)
    assert turned("later") == sorted({month_of(one)[0] for one in days if one > last})
    assert turned("earlier") == sorted({month_of(one)[0] for one in days if one < first})[::-1]


def test_a_month_knows_its_last_day():
    assert month_of(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 2, 29))
