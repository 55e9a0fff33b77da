"""What wall times mean where clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from courses.cohorts.wall_time import NoSuchTime, instant_of

BERLIN = ZoneInfo("Europe/Berlin")


def test_winter_and_summer():
    assert instant_of(date(2026, 12, 1), time(9), BERLIN) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert instant_of(date(2027, 6, 1), time(9), BERLIN) == datetime(2027, 6, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_clocks_leap_over_is_none(at):
    with pytest.raises(NoSuchTime):
        instant_of(date(2027, 3, 28), at, BERLIN)
    assert instant_of(date(2027, 3, 28), time(3), BERLIN) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first():
    assert instant_of(date(2027, 10, 31), time(2, 30), BERLIN) == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )
