"""What no constraint sees is decided under the coach's lock: the way between towns, a vacation.

Real transactions on real connections, as a few workers of a server have them.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Event

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.kernel.db import db
from organisations.models import Person
from scheduling.coaching.being_away import add_vacation
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.services import AlreadyTaken
from tests.house.databases import DIALECTS
from tests.organisations.factories import make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

pytestmark = pytest.mark.no_cover

CLIENTS = 8
ROUNDS = 3
HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)
PATIENCE = 60


def at_once(app: Flask, works: list[Callable[[], None]]) -> list[bool]:
    """Whether each of `works` was done, all begun at the same moment; AlreadyTaken is no."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], None]) -> bool:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                work()
                db.session.commit()
            except AlreadyTaken:
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture(autouse=True)
def patient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


@pytest.fixture
def world(committing_app: Flask) -> tuple[list[int], list[int], int]:
    """Offers of one coach in two towns, clients, and the coach; ids, as threads share no rows."""
    with committing_app.app_context():
        coach = make_coach().person
        make_working_time(coach)
        offers = [make_offer(coach, online=False, town=town) for town in ("Mainz", "Trier")]
        clients = [make_person() for _ in range(CLIENTS)]
        db.session.commit()
        return [one.id for one in offers], [one.id for one in clients], coach.id


def booking(offer: int, client: int, starts_at: object) -> Callable[[], None]:
    return lambda: make_booking(
        db.session.get(CoachingOffer, offer), db.session.get(Person, client), starts_at
    )


def test_nobody_is_in_two_towns_without_the_way_between(committing_app, world):
    """Neighbouring hours do not overlap: only the lock keeps the way free."""
    offers, clients, _coach = world
    for number in range(ROUNDS):
        first = TUESDAY_AT_TEN + number * WEEK
        works = [
            booking(offers[place % 2], client, first + (place % 4) * HOUR)
            for place, client in enumerate(clients)
        ]
        assert sum(at_once(committing_app, works)) >= 1
    with committing_app.app_context():
        events = [one.event for one in db.session.scalars(select(Booking)).all()]
        for earlier, later in pairwise(sorted(events, key=lambda event: event.starts_at)):
            needed = HOUR if earlier.town != later.town else timedelta(0)
            assert later.starts_at - earlier.ends_at >= needed


def in_between(app: Flask, first: Callable[[], None], second: Callable[[], None]) -> None:
    """`second` comes while `first` is done but not committed: it waits for a lock, or goes through.

    PostgreSQL says who waits, so that nothing depends on the clock.
    """
    begun, waited_for = Event(), Event()

    def run_first() -> None:
        with app.app_context():
            first()
            begun.set()
            assert waited_for.wait(PATIENCE)
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(run_first)
        assert begun.wait(PATIENCE)
        two = pool.submit(at_once, app, [second])
        while not two.done() and not somebody_waits(app):
            pass
        waited_for.set()
        one.result()
        two.result()


def somebody_waits(app: Flask) -> bool:
    with app.app_context(), db.engine.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@pytest.mark.parametrize("dialect", DIALECTS[1:], indirect=True)
@pytest.mark.parametrize("booked_first", [False, True])
def test_a_vacation_warns_of_all_that_is_booked_in_it(committing_app, world, booked_first):
    """Who comes before it is seen by it, who comes after it sees it: nothing slips in between.

    On SQLite whoever writes is alone anyway.
    """
    offers, clients, coach = world
    seen: list[int] = []

    def leave() -> None:
        person, day = db.session.get(Person, coach), TUESDAY_AT_TEN.date()
        add_vacation(coach=person, first_date=day, last_date=day)
        seen.append(count_at(TUESDAY_AT_TEN))

    book = booking(offers[0], clients[0], TUESDAY_AT_TEN)
    in_between(committing_app, *((book, leave) if booked_first else (leave, book)))
    with committing_app.app_context():
        assert [count_at(TUESDAY_AT_TEN)] == seen == [int(booked_first)]


def count_at(at: object) -> int:
    taken = db.session.scalars(select(Booking)).all()
    return sum(one.event.starts_at == at for one in taken)
