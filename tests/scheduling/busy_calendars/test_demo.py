"""The demo's calendars from outside: a file, and one that is silent, at any time of the year."""

from datetime import timedelta

import pytest

from organisations.accounts.queries import get_account_by_email
from organisations.demo import load_demo as load_people
from scheduling.busy_calendars.problems import Problem
from scheduling.busy_calendars.queries import list_busy_calendars, list_outside_times
from scheduling.feature import load_demo
from scheduling.queries import list_events_of
from tests.house.demo import CASES, loaded_demo

TWO_WEEKS = timedelta(weeks=2)


@pytest.fixture(scope="module", params=CASES)
def now(request):
    with loaded_demo(request, load_people, load_demo) as now:
        yield now


def person(account):
    return get_account_by_email(f"{account}@example.org").person


def test_one_coach_has_a_file_and_the_other_a_calendar_that_is_silent(now):
    [file] = list_busy_calendars(person("coach"))
    [silent] = list_busy_calendars(person("coach2"))
    assert (file.label, file.is_stale(now)) == ("Outlook (Datei)", False)
    assert (silent.shown_problem(now), silent.is_stale(now)) == (Problem.UNREACHABLE, True)
    assert silent.next_at > now + timedelta(hours=1), "nobody fetches it while they look around"


def test_both_are_busy_soon_but_never_at_an_appointment(now):
    for coach in (person("coach"), person("coach2")):
        times = list_outside_times([coach.id], now, now + TWO_WEEKS)
        assert times
        taken = list_events_of(coach, since=now, until=now + TWO_WEEKS)
        assert not [
            time
            for time in times
            for event in taken
            if time.starts_at < event.ends_at and event.starts_at < time.ends_at
        ]
