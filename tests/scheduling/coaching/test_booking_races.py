"""Many at the same moment, each in a thread and transaction of their own, on both databases.

`test_race` does it with real browsers' requests for one time of one coach. Here: two times at most
per person, any coach, series, teams that overlap, and moves onto one time. Nobody deadlocks: that
would be an OperationalError, which no command turns into a refusal.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import DomainError
from organisations.models import Person
from scheduling.coaching.companions import Companions
from scheduling.coaching.holding import hold_slot, hold_slots
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer
from scheduling.coaching.services import confirm_booking, move_booking
from scheduling.models import Occupancy
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.coaching.test_race import PATIENCE

# Thousands of statements of one kind, which other tests measure.
pytestmark = pytest.mark.no_cover

CLIENTS = 8
ROUNDS = 3
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
STEP = timedelta(minutes=15)
DONE = "done"


@pytest.fixture(autouse=True)
def patient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def at_once(app: Flask, commands: Sequence[Callable[[], object]]) -> Counter[str]:
    """How many of `commands` were done, and how many refused by which error."""
    barrier = Barrier(len(commands))

    def run(command: Callable[[], object]) -> str:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                command()
            except DomainError as refusal:
                db.session.rollback()
                return type(refusal).__name__
            db.session.commit()
            return DONE

    with ThreadPoolExecutor(len(commands)) as pool:
        return Counter(pool.map(run, commands))


def written(app: Flask, make: Callable[[], object]) -> object:
    """What `make` made, committed: ids, since objects belong to their session."""
    with app.app_context():
        made = make()
        db.session.commit()
        return made


def new_offer(**terms: object) -> int:
    coach = make_coach().person
    make_working_time(coach)
    return make_offer(coach, **terms).id


def new_people(number: int = CLIENTS) -> list[int]:
    return [make_person().id for _ in range(number)]


def offer(number: int) -> CoachingOffer:
    return db.session.get_one(CoachingOffer, number)


def person(number: int) -> Person:
    return db.session.get_one(Person, number)


def count(app: Flask, *conditions: object) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Booking).where(*conditions))


def test_one_person_who_clicks_everywhere_holds_two(committing_app):
    def prepare():
        return new_offer(), new_people(1)[0]

    offer_id, ada = written(committing_app, prepare)
    outcomes = at_once(
        committing_app,
        [
            lambda number=number: hold_slot(
                offer=offer(offer_id),
                client=person(ada),
                starts_at=TUESDAY_AT_TEN + number * HOUR,
                now=START,
            )
            for number in range(6)
        ],
    )
    assert outcomes == {DONE: 2, "TooManyHolds": 4}


def test_any_coach_is_shared_out_without_anybody_twice(committing_app):
    offers, clients = written(committing_app, lambda: ([new_offer() for _ in "abc"], new_people()))
    for number in range(ROUNDS):
        starts_at = TUESDAY_AT_TEN + number * 2 * HOUR
        now = START + number * timedelta(minutes=11)  # what was held before is free again
        outcomes = at_once(
            committing_app,
            [
                lambda client=client, starts_at=starts_at, now=now: hold_slots(
                    offers=[offer(one) for one in offers],
                    client=person(client),
                    starts=[starts_at],
                    now=now,
                    any_coach=True,
                )
                for client in clients
            ],
        )
        assert outcomes == {DONE: len(offers), "AlreadyTaken": CLIENTS - len(offers)}
        with committing_app.app_context():
            taken = db.session.scalars(
                select(Booking.offer_id).where(Booking.event.has(starts_at=starts_at))
            ).all()
            assert sorted(taken) == sorted(offers)


def test_of_series_that_overlap_one_is_whole_and_the_others_are_nothing(committing_app):
    for number in range(ROUNDS):
        offer_id, clients = written(committing_app, lambda: (new_offer(), new_people()))
        before = count(committing_app)

        def take(client, begin, offer_id=offer_id):
            starts = [begin + week * WEEK for week in range(3)]
            [first, *_] = hold_slots(
                offers=[offer(offer_id)], client=person(client), starts=starts, now=START
            )
            confirm_booking(booking=first, now=START)

        # In one of two weeks and at one of three times: all of them overlap somewhere.
        begins = [TUESDAY_AT_TEN + n % 3 * STEP + n % 2 * WEEK for n in range(CLIENTS)]
        outcomes = at_once(
            committing_app,
            [
                lambda client=client, begin=begin: take(client, begin)
                for client, begin in zip(clients, begins, strict=True)
            ],
        )
        assert outcomes == {DONE: 1, "SomeTaken": CLIENTS - 1}, number
        assert count(committing_app) == before + 3


def test_colleagues_whom_many_take_along_go_with_one(committing_app):
    """Each client has another coach; the same colleagues are named in whatever order."""

    def prepare():
        team = [make_person().id for _ in range(4)]
        held = [
            hold_slot(
                offer=offer(new_offer(most_people=5)),
                client=make_person(),
                starts_at=TUESDAY_AT_TEN,
                now=START,
            ).id
            for _ in range(CLIENTS)
        ]
        return team, held

    team, held = written(committing_app, prepare)

    def confirm(number):
        colleagues = [person(one) for one in team[number % 4 :] + team[: number % 4]]
        confirm_booking(
            booking=db.session.get_one(Booking, held[number]),
            now=START,
            companions=Companions(people=tuple(colleagues)),
        )

    outcomes = at_once(committing_app, [lambda n=n: confirm(n) for n in range(CLIENTS)])
    assert outcomes == {DONE: 1, "CompanionsCannotCome": CLIENTS - 1}
    with committing_app.app_context():
        theirs = select(Occupancy.person_id).where(Occupancy.person_id.in_(team))
        assert sorted(db.session.scalars(theirs)) == sorted(team)


def test_of_many_who_move_onto_one_time_one_gets_it(committing_app):
    def prepare():
        coach = make_coach().person
        for weekday in (1, 2):
            make_working_time(coach, weekday=weekday)
        wanted = make_offer(coach)
        return [
            make_booking(wanted, make_person(), TUESDAY_AT_TEN + (n - 1) * HOUR).id
            for n in range(CLIENTS)
        ]

    bookings = written(committing_app, prepare)
    wednesday = TUESDAY_AT_TEN + timedelta(days=1)
    for number in range(ROUNDS):
        free = wednesday + number * 2 * HOUR
        still = [
            one
            for one in bookings
            if not count(committing_app, Booking.id == one, Booking.event.has(starts_at=free))
        ]
        outcomes = at_once(
            committing_app,
            [
                lambda one=one, n=n, free=free: move_booking(
                    booking=db.session.get_one(Booking, one),
                    starts_at=free + n % 4 * STEP,
                    now=START,
                )
                for n, one in enumerate(still)
            ],
        )
        assert outcomes == {DONE: 1, "AlreadyTaken": CLIENTS - 1}
    assert count(committing_app, Booking.status == BookingStatus.CONFIRMED) == CLIENTS
