"""When calendars are fetched next, and which days of them are known."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.busy_calendars.pacing import (
    FIRST_LONG_WAIT,
    FIRST_WAIT,
    LONGEST_WAIT,
    REGULARLY,
    after_failure,
    after_success,
)
from scheduling.busy_calendars.problems import Problem
from scheduling.busy_calendars.windows import HORIZON, window_at
from scheduling.coaching.models import CoachingOffer
from tests.house.clock import START

MINUTE = timedelta(minutes=1)
chances = st.floats(0, 1, exclude_max=True)
problems = st.sampled_from(Problem)
counts = st.integers(1, 10_000)


def wait(problem: Problem, failures: int, chance: float, rest: timedelta | None = None):
    at = after_failure(
        START,
        problem=problem,
        failures=failures,
        not_before=None if rest is None else START + rest,
        chance=lambda: chance,
    )
    return at - START


@given(chances)
def test_a_calendar_is_fetched_every_15_to_20_minutes(chance):
    assert 15 * MINUTE <= after_success(START, lambda: chance) - START <= 20 * MINUTE


@given(problems, counts, chances)
def test_no_failure_means_less_than_some_minutes_or_more_than_six_hours(problem, failures, chance):
    assert FIRST_WAIT * 3 / 4 <= wait(problem, failures, chance) <= LONGEST_WAIT


@given(problems, counts, chances)
def test_each_failure_in_a_row_means_no_shorter_wait(problem, failures, chance):
    assert wait(problem, failures, chance) <= wait(problem, failures + 1, chance)


@given(problems, counts, chances, st.timedeltas(timedelta(), timedelta(days=1)))
def test_a_server_that_asks_for_rest_is_never_asked_sooner(problem, failures, chance, rest):
    assert wait(problem, failures, chance, rest) >= rest
    assert wait(problem, failures, chance, rest) <= max(
        rest + FIRST_WAIT, wait(problem, failures, chance)
    )


@pytest.mark.parametrize(
    ("problem", "minutes"),
    [
        (Problem.UNREACHABLE, [5, 10, 20, 40, 80, 160, 320, 360, 360]),
        (Problem.GONE, [60, 120, 240, 360, 360]),
        (Problem.REFUSED, [60, 120, 240, 360, 360]),
        (Problem.EMPTY, [20, 20, 20]),
    ],
)
def test_waits_double(problem, minutes):
    longest = [wait(problem, 1 + number, 1 - 1e-12) for number in range(len(minutes))]
    assert [round(each / MINUTE) for each in longest] == minutes


def test_what_people_must_put_right_is_asked_for_rarely():
    assert FIRST_WAIT < REGULARLY < FIRST_LONG_WAIT < LONGEST_WAIT


@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.sampled_from(["Europe/Berlin", "Africa/Cairo", "America/Santiago", "Pacific/Kiritimati"]),
)
def test_the_window_reaches_over_yesterday_and_the_horizon_and_moves_at_midnight(minutes, name):
    zone, now = ZoneInfo(name), START + minutes * MINUTE
    window = window_at(now, zone)
    today = now.astimezone(zone).date()
    assert window.begin.date() == today - timedelta(days=1)
    assert window.end >= now + HORIZON + timedelta(hours=23)
    later = now + timedelta(hours=1)
    same_day = later.astimezone(zone).date() == today
    assert (window_at(later, zone) == window) == same_day


def test_nobody_offers_times_beyond_the_window():
    [rule] = [
        str(constraint.sqltext)
        for constraint in CoachingOffer.__table__.constraints
        if constraint.name == "ck_coaching_offers_horizon"
    ]
    assert timedelta(days=int(re.findall(r"\d+", rule)[-1])) <= HORIZON
