"""What happens while a refresh is under way, really at once, on both databases."""

import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.jobs import run_job
from organisations.models import Person
from scheduling.busy_calendars import personal_data
from scheduling.busy_calendars.addresses import allowed_hosts
from scheduling.busy_calendars.attempts import Attempt, Fresh, Validators
from scheduling.busy_calendars.copies import read_copy
from scheduling.busy_calendars.errors import MOST_CALENDARS
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.busy_calendars.refreshing import (
    TAKEN_FOR,
    keep_answer,
    list_attempts,
    take_calendar,
)
from scheduling.busy_calendars.services import (
    REFRESH_JOB,
    change_address,
    remove_calendar,
    subscribe_to_calendar,
)
from scheduling.fetching.addresses import CalendarAddress
from tests.house.clock import START
from tests.house.serving import PATIENCE
from tests.organisations.factories import make_person
from tests.scheduling.busy_calendars.factories import (
    HOUR,
    TUESDAY_AT_TEN,
    address_of,
    file_of,
    subscribe_at,
    times_of,
)
from tests.scheduling.busy_calendars.worker import start_refresh
from tests.scheduling.fetching.hostile import HostileServer, Visit, answer

AT, ELSEWHERE = "/secret-path?secret-key", "/elsewhere"
TWO = file_of(TUESDAY_AT_TEN, TUESDAY_AT_TEN + 2 * HOUR)
OTHER = file_of(TUESDAY_AT_TEN + 5 * HOUR)


@pytest.fixture
def shop(opened, committing_app: Flask) -> Flask:
    """The app; it may fetch from `server`."""
    return opened(committing_app)


@pytest.fixture
def calendar_id(shop: Flask, server: HostileServer) -> int:
    """A calendar that is due, at `AT`."""
    server.answers |= {AT: answer(body=TWO), ELSEWHERE: answer(body=OTHER)}
    with shop.app_context():
        calendar = subscribe_at(server, make_person(), AT)
        db.session.commit()
        return calendar.id


def the(calendar_id: int) -> BusyCalendar:
    return db.session.get_one(BusyCalendar, calendar_id)


def count_times() -> int:
    return db.session.scalar(select(func.count(BusyInterval.id)))


def meanwhile(app: Flask, act: Callable[[], object]) -> Callable[[Visit], None]:
    """An answer before which somebody acts and commits."""

    def respond(visit: Visit) -> None:
        with app.app_context():
            act()
            db.session.commit()
        visit.send(answer(body=TWO))

    return respond


def together(app: Flask, *acts: Callable[[], object]) -> Counter[str]:
    """How the acts ended, each in a thread and a transaction of its own, begun at once."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                act()
            except DomainError as refusal:
                db.session.rollback()
                return type(refusal).__name__
            db.session.commit()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


@pytest.mark.parametrize("way", ["removed", "erased"])
def test_a_calendar_that_goes_while_it_is_fetched_leaves_nothing(shop, server, calendar_id, way):
    def go() -> None:
        if way == "removed":
            remove_calendar(calendar=the(calendar_id), now=START)
        else:
            personal_data.erase(the(calendar_id).person_id)

    server.answers[AT] = meanwhile(shop, go)
    with shop.app_context():
        assert run_job(REFRESH_JOB) == 1
        assert count_times() == 0
        assert db.session.scalar(select(func.count(BusyCalendar.id))) == 0


def test_an_answer_of_the_former_address_is_never_kept(shop, server, calendar_id):
    def go_elsewhere() -> None:
        with shop.app_context():
            address = CalendarAddress.parse(
                f"http://127.0.0.1:{server.port}{ELSEWHERE}", allowed_hosts()
            )
        change_address(calendar=the(calendar_id), address=address, now=START)

    server.answers[AT] = meanwhile(shop, go_elsewhere)
    with shop.app_context():
        assert run_job(REFRESH_JOB) == 2
        assert [start for start, *_ in times_of(the(calendar_id))] == [TUESDAY_AT_TEN + 5 * HOUR]
    assert [visit.target for visit in server.visits] == [AT, ELSEWHERE]


def taken(calendar_id: int) -> Attempt:
    """An attempt that has begun."""
    assert take_calendar(calendar_id=calendar_id, now=START)
    db.session.commit()
    [attempt] = list_attempts([calendar_id], START)
    db.session.rollback()
    return attempt


def test_keeping_and_removing_at_the_same_moment_leave_no_orphans(shop, server):
    copy = None
    for number in range(8):
        with shop.app_context():
            calendar = subscribe_at(server, make_person(), f"/{number}")
            db.session.commit()
            calendar_id = calendar.id
            attempt = taken(calendar_id)
        copy = copy or read_copy(TWO, attempt.window)
        fresh = Fresh(copy, Validators(None, None))

        def keep(attempt=attempt, fresh=fresh) -> None:
            keep_answer(attempt=attempt, answer=fresh, now=START, chance=lambda: 0.5)

        def remove(calendar_id=calendar_id) -> None:
            remove_calendar(calendar=the(calendar_id), now=START)

        def erase(calendar_id=calendar_id) -> None:
            person = select(BusyCalendar.person_id).where(BusyCalendar.id == calendar_id)
            personal_data.erase(db.session.scalar(person))

        assert together(shop, keep, remove if number % 2 else erase) == {"done": 2}
        with shop.app_context():
            assert count_times() == 0


def test_two_workers_never_fetch_the_same_calendar(shop, server):
    targets = [f"/{number}" for number in range(12)]
    server.answers |= {target: answer(body=TWO) for target in targets}
    with shop.app_context():
        for target in targets:
            subscribe_at(server, make_person(), target)
        db.session.commit()
    together(shop, *[lambda: run_job(REFRESH_JOB)] * 2)
    assert Counter(visit.target for visit in server.visits) == dict.fromkeys(targets, 1)
    with shop.app_context():
        assert count_times() == 24


def test_nobody_has_more_than_ten_however_quick_they_are(shop):
    with shop.app_context():
        person_id = make_person().id
        db.session.commit()

    def subscribe(number: int) -> None:
        subscribe_to_calendar(
            person=db.session.get_one(Person, person_id),
            label="Dienst",
            address=address_of(f"https://cloud.example.org/{number}"),
            now=START,
        )

    with shop.app_context():
        for number in range(MOST_CALENDARS - 1):
            subscribe(number)
        db.session.commit()
    ended = together(shop, *[lambda n=n: subscribe(100 + n) for n in range(4)])
    assert ended == {"done": 1, "TooManyCalendars": 3}


def test_what_a_killed_worker_had_taken_is_taken_by_the_next_one(shop, server, calendar_id):
    asked = Event()

    def keep_silent(visit: Visit) -> None:
        asked.set()
        visit.keep_silent()

    server.answers[AT] = keep_silent
    worker = start_refresh(shop, allowed=f"127.0.0.1:{server.port}")
    try:
        assert asked.wait(PATIENCE)
    finally:
        worker.kill()
    assert worker.wait(PATIENCE) == -signal.SIGKILL

    server.answers[AT] = answer(body=TWO)
    clock = shop.extensions["komma"].clock
    with shop.app_context():
        until = the(calendar_id).taken_until
        assert timedelta() < until - datetime.now(UTC) <= TAKEN_FOR
        clock.instant = until - timedelta(seconds=1)
        assert run_job(REFRESH_JOB) == 0
        clock.instant = until
        assert run_job(REFRESH_JOB) == 1
        assert the(calendar_id).good_at == until
