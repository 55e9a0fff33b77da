"""How far back a period reaches in the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.periods import Period, Unit

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("period", "day", "before"),
    [
        (Period(30, Unit.DAYS), date(2026, 3, 2), date(2026, 1, 31)),
        (Period(1, Unit.MONTHS), date(2026, 3, 31), date(2026, 2, 28)),
        (Period(12, Unit.MONTHS), date(2028, 2, 29), date(2027, 2, 28)),
        (Period(60, Unit.MONTHS), date(2026, 11, 26), date(2021, 11, 26)),
        (Period(1, Unit.MONTHS), date(2026, 1, 15), date(2025, 12, 15)),
    ],
)
def test_it_reaches_back_by_the_calendar(period, day, before):
    assert period.before(day) == before


@given(day=DAYS, months=st.integers(1, 240))
def test_months_reach_back_to_the_month_that_is_so_many_before(day, months):
    before = Period(months, Unit.MONTHS).before(day)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day


@given(first=DAYS, second=DAYS, amount=st.integers(1, 400), unit=st.sampled_from(Unit))
def test_a_later_day_never_reaches_further_back(first, second, amount, unit):
    period = Period(amount, unit)
    assert period.before(min(first, second)) <= period.before(max(first, second))


def test_only_even_years_are_years():
    assert Period(60, Unit.MONTHS).whole_years == 5
    assert Period(18, Unit.MONTHS).whole_years is None
    assert Period(24, Unit.DAYS).whole_years is None
