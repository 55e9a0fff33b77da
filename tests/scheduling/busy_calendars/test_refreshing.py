"""What a refresh makes of what servers answer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.vault import current_vault
from organisations.models import Person
from scheduling.busy_calendars import copies
from scheduling.busy_calendars.attempts import Problem
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.busy_calendars.models import SHOWN_AFTER, BusyCalendar, BusyInterval
from scheduling.busy_calendars.services import REFRESH_JOB, ask_refresh, upload_calendar
from scheduling.busy_calendars.windows import Window
from scheduling.fetching import fetching
from tests.house.clock import START, FrozenClock
from tests.house.databases import on_sqlite_only
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person
from tests.scheduling.busy.calendars import calendar as calendar_file
from tests.scheduling.busy.calendars import event
from tests.scheduling.busy_calendars.factories import (
    HOUR,
    TUESDAY_AT_TEN,
    file_of,
    subscribe_at,
    times_of,
)
from tests.scheduling.fetching.hostile import HostileServer, answer

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
AT = "/secret-path?secret-key"
TWO = file_of(TUESDAY_AT_TEN, TUESDAY_AT_TEN + 2 * HOUR)


@pytest.fixture
def kim(app) -> Person:
    return make_person(time_zone="Europe/Berlin")


@pytest.fixture
def calendar(opened, app, server: HostileServer, kim) -> BusyCalendar:
    """Of Kim, fetched from `server`, and known to have two times."""
    opened(app)
    server.answers[AT] = answer('ETag: "1"', "Last-Modified: then", body=TWO)
    found = subscribe_at(server, kim, AT)
    db.session.commit()
    run_job(REFRESH_JOB)
    return found


def refresh_later(calendar: BusyCalendar, clock: FrozenClock, **by: float) -> None:
    """The next attempt, at the time it is due for or later by as much."""
    clock.instant = max(calendar.next_at, clock.advance(**by))
    run_job(REFRESH_JOB)


def last_conditions(server: HostileServer) -> tuple[str | None, str | None]:
    headers = server.visits[-1].headers
    return headers["If-None-Match"], headers["If-Modified-Since"]


def ids() -> list[int]:
    return list(db.session.scalars(select(BusyInterval.id).order_by(BusyInterval.starts_at)))


def test_the_times_of_a_calendar_are_known_once_it_was_fetched(calendar, announced):
    assert [start for start, _end, certain in times_of(calendar) if certain] == [
        TUESDAY_AT_TEN,
        TUESDAY_AT_TEN + 2 * HOUR,
    ]
    assert (calendar.good_at, calendar.tried_at, calendar.taken_until) == (START, START, None)
    assert (calendar.etag, calendar.last_modified) == ('"1"', "then")
    assert START + 15 * MINUTE <= calendar.next_at <= START + 20 * MINUTE
    assert calendar.known_until >= START + timedelta(days=367)


def test_a_calendar_is_fetched_again_only_when_it_is_due(calendar, server, clock):
    assert run_job(REFRESH_JOB) == 0
    clock.instant = calendar.next_at - timedelta(seconds=1)
    assert run_job(REFRESH_JOB) == 0
    clock.advance(seconds=1)
    assert run_job(REFRESH_JOB) == 1
    assert len(server.visits) == 2


def test_what_has_not_changed_is_not_sent_again_and_counts_as_new(
    calendar, server, clock, announced
):
    before = ids()
    server.answers[AT] = answer(status="304 Not Modified", body=b"")
    refresh_later(calendar, clock)
    assert last_conditions(server) == ('"1"', "then")
    assert (calendar.good_at, calendar.problem) == (clock.now(), None)
    assert ids() == before
    assert announced == []


def test_only_the_difference_is_written(calendar, server, clock, announced):
    kept, _gone = ids()
    server.answers[AT] = answer(body=TWO)
    with recorded_queries() as queries:
        refresh_later(calendar, clock)
    assert not any("busy_intervals" in query for query in queries if "SELECT" not in query)
    assert announced == []

    server.answers[AT] = answer(body=file_of(TUESDAY_AT_TEN, TUESDAY_AT_TEN + 4 * HOUR))
    refresh_later(calendar, clock)
    assert ids()[0] == kept
    assert times_of(calendar)[1][0] == TUESDAY_AT_TEN + 4 * HOUR
    assert announced == [BusyTimesChanged(calendar.person_id, clock.now())]


def test_a_calendar_is_read_in_full_when_the_window_moves_or_its_days_do(
    calendar, server, clock, kim
):
    known_until = calendar.known_until
    refresh_later(calendar, clock, days=1)
    assert last_conditions(server) == (None, None)
    assert calendar.known_until == known_until + DAY
    refresh_later(calendar, clock)
    assert last_conditions(server) == ('"1"', "then")
    kim.time_zone = "Africa/Lagos"  # the same time as in Berlin, in winter
    db.session.commit()
    refresh_later(calendar, clock)
    assert last_conditions(server) == (None, None)


FAILURES = {
    "unreachable": (b"", Problem.UNREACHABLE),
    "cut off on the way": (answer(body=TWO)[:-9], Problem.UNREACHABLE),
    "refused": (answer(status="401 No", body=b""), Problem.REFUSED),
    "gone": (answer(status="410 Gone", body=b""), Problem.GONE),
    "busy": (answer(status="429 Slow", body=b""), Problem.BUSY),
    "fault": (answer(status="500 Oh", body=b""), Problem.SERVER_FAULT),
    "forbidden": (
        answer("Location: http://169.254.169.254/", status="302 There", body=b""),
        Problem.FORBIDDEN_ADDRESS,
    ),
    "nothing": (answer(body=b""), Problem.NO_CALENDAR),
    "page": (answer(body=b"<!DOCTYPE html><title>Anmelden</title>"), Problem.NO_CALENDAR),
    "cut off": (answer(body=TWO[:-20]), Problem.NO_CALENDAR),
    "empty": (answer(body=calendar_file()), Problem.EMPTY),
    "too much": (
        answer(
            body=calendar_file(
                event(
                    "UID:1",
                    "DTSTART:20261124T090000Z",
                    "DURATION:PT1M",
                    "RRULE:FREQ=MINUTELY;INTERVAL=50",
                )
            )
        ),
        Problem.TOO_LONG_TO_READ,
    ),
}


@on_sqlite_only
@pytest.mark.parametrize("kind", FAILURES)
def test_what_brings_nothing_keeps_the_last_good_copy_and_says_why(
    calendar, server, clock, announced, kind
):
    before = ids()
    server.answers[AT], problem = FAILURES[kind]
    refresh_later(calendar, clock)
    began = clock.now()
    assert ids() == before
    assert announced == []
    assert (calendar.problem, calendar.failures) == (problem, 1)
    assert (calendar.good_at, calendar.failing_since) == (START, began)
    assert calendar.next_at > began
    assert (calendar.etag, calendar.last_modified) == ('"1"', "then")

    refresh_later(calendar, clock)
    assert (calendar.failures, calendar.failing_since) == (2, began)
    server.answers[AT] = answer(body=TWO)
    refresh_later(calendar, clock)
    assert (calendar.problem, calendar.failures, calendar.failing_since) == (None, 0, None)
    assert calendar.good_at == clock.now()


@on_sqlite_only
@pytest.mark.parametrize("kind", ["unreachable", "forbidden", "nothing"])
def test_why_is_shown_a_fixed_time_after_the_attempt_began(calendar, server, clock, kind):
    server.answers[AT], problem = FAILURES[kind]
    refresh_later(calendar, clock)
    began = clock.now()
    just_before = began + SHOWN_AFTER - timedelta(milliseconds=1)
    assert calendar.is_being_fetched(just_before)
    assert calendar.shown_problem(just_before) is None
    assert not calendar.is_being_fetched(began + SHOWN_AFTER)
    assert calendar.shown_problem(began + SHOWN_AFTER) is problem


def test_every_problem_of_fetching_is_one_of_a_refresh():
    assert {each.name for each in fetching.Problem} < {each.name for each in Problem}


def test_a_calendar_that_stays_empty_for_a_day_is_believed(calendar, server, clock, announced):
    server.answers[AT] = answer(body=calendar_file())
    refresh_later(calendar, clock)
    empty_since = clock.now()
    server.answers[AT] = answer(status="500 Oh", body=b"")
    refresh_later(calendar, clock)
    server.answers[AT] = answer(body=calendar_file())
    refresh_later(calendar, clock, hours=10)
    assert calendar.problem == Problem.EMPTY
    assert calendar.next_at <= clock.now() + 20 * MINUTE, (
        "it was reached, so it is soon asked again"
    )

    ask_refresh(calendar=calendar, now=clock.now() + HOUR)
    db.session.commit()
    clock.instant = empty_since + DAY
    # Whatever lay on the first day is over: what counts is that there were times to come.
    db.session.add(
        BusyInterval(
            calendar_id=calendar.id,
            starts_at=TUESDAY_AT_TEN + DAY,
            ends_at=TUESDAY_AT_TEN + DAY + HOUR,
        )
    )
    db.session.commit()
    run_job(REFRESH_JOB)
    assert (calendar.problem, calendar.empty_since) == (None, None)
    assert times_of(calendar) == []
    assert announced == [BusyTimesChanged(calendar.person_id, clock.now())]


def test_a_new_calendar_may_be_empty(app, opened, server, kim):
    opened(app)
    server.answers[AT] = answer(body=calendar_file())
    calendar = subscribe_at(server, kim, AT)
    db.session.commit()
    run_job(REFRESH_JOB)
    assert (calendar.good_at, calendar.problem) == (START, None)


def test_a_calendar_whose_times_are_all_over_may_be_empty(calendar, server, clock):
    server.answers[AT] = answer(body=calendar_file())
    refresh_later(calendar, clock, days=2)
    assert calendar.problem is None


def test_a_server_that_asks_for_rest_gets_it(calendar, server, clock):
    server.answers[AT] = answer("Retry-After: 7200", status="503 Later", body=b"")
    refresh_later(calendar, clock)
    assert calendar.not_before == clock.now() + 2 * HOUR
    assert calendar.next_at >= calendar.not_before
    clock.advance(minutes=5)
    assert ask_refresh(calendar=calendar, now=clock.now()) == calendar.not_before


def test_an_address_whose_key_is_lost_is_a_problem_and_no_fault(calendar, server, clock):
    current_vault().erase(calendar.vault_subject, now=START)
    refresh_later(calendar, clock)
    assert calendar.problem == Problem.ADDRESS_LOST
    assert len(server.visits) == 1


def test_an_event_that_cannot_be_read_blocks_the_time_that_is_known_of_it(calendar, server, clock):
    server.answers[AT] = answer(
        body=calendar_file(
            event("UID:1", "DTSTART:20261124T100000Z", "DURATION:PT1H"),
            event("UID:2", "DTSTART:20261124T100000Z", "DURATION:PT2H", "RRULE:FREQ=SOMETIMES"),
            event("UID:3", "DTSTART;TZID=Nowhere:20261124T100000", "DURATION:PT1H"),
        )
    )
    refresh_later(calendar, clock)
    assert set(times_of(calendar)) == {
        (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR, True),
        (TUESDAY_AT_TEN, TUESDAY_AT_TEN + 2 * HOUR, False),
    }
    assert calendar.unreadable_events == 2


def test_what_is_long_over_is_forgotten_whatever_becomes_of_the_calendar(
    calendar, server, clock, kim, announced
):
    upload_calendar(person=kim, label="Datei", content=TWO, now=START)
    db.session.commit()
    server.answers[AT] = answer(status="500 Oh", body=b"")
    announced.clear()
    clock.instant = TUESDAY_AT_TEN + HOUR + timedelta(days=2) - MINUTE
    run_job(REFRESH_JOB)
    assert len(ids()) == 4
    clock.advance(minutes=1)
    run_job(REFRESH_JOB)
    assert len(ids()) == 2
    assert announced == []


def test_a_fault_in_one_is_logged_and_costs_no_other(calendar, server, clock, kim, monkeypatch):
    other = subscribe_at(server, kim, "/other", label="Anderer")
    server.answers["/other"] = answer(body=file_of(TUESDAY_AT_TEN))
    db.session.commit()
    faulty = calendar.id

    def read(content: bytes, window: Window, **how: bool) -> copies.Copy:
        if content == TWO:
            raise RuntimeError("a fault of ours")
        return copies.read_copy(content, window, **how)

    monkeypatch.setattr("scheduling.busy_calendars.attempts.read_copy", read)
    refresh_later(calendar, clock)
    assert len(times_of(other)) == 1
    faulty = db.session.get_one(BusyCalendar, faulty)
    assert faulty.taken_until > clock.now()


def test_a_copy_is_no_ground_to_promise_anything_after_a_day(calendar):
    assert not calendar.is_stale(START + DAY)
    assert calendar.is_stale(START + DAY + datetime.resolution)
