"""Hand-overs at the same moment as each other, as a booking, as a cancellation: nothing is torn.

Real HTTP clients and a real server, as in `test_race`, whose parts are used here. One round is one
week, so that what was decided in one leaves the next alone.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.db import db
from organisations.accounts.models import Account
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer
from scheduling.models import EventStatus, Occupancy
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.coaching.test_race import (
    PATIENCE,
    ROUNDS,
    SERVER_THREADS,
    Client,
    Race,
    signed_in,
)

pytestmark = pytest.mark.no_cover

CLIENTS = 6
STARTS = [TUESDAY_AT_TEN + timedelta(weeks=number) for number in range(ROUNDS)]


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def make_colleague() -> tuple[Account, CoachingOffer]:
    account = make_coach()
    make_working_time(account.person)
    return account, make_offer(account.person, horizon_days=7 * ROUNDS + 7)


def at_once(app: Flask, requests: list[Callable[[Race], int]]) -> list[int]:
    """The statuses of what all of them get, sent at the same moment."""
    barrier = Barrier(len(requests))
    with served(app, threads=SERVER_THREADS) as address:
        race = Race(app, address, [])

        def send(request: Callable[[Race], int]) -> int:
            barrier.wait(PATIENCE)
            return request(race)

        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(send, requests))


def giving(client: Client, booking: str, offer: str) -> Callable[[Race], int]:
    path = f"/manage/bookings/{booking}/hand-over"
    return lambda race: race.send(client, path, offer=offer)[0]


def taken_up(start: datetime, offer: str) -> list[Occupancy]:
    """What takes up the coach of `offer` at that time, as the database has it in the end."""
    coach = select(CoachingOffer.coach_id).where(CoachingOffer.public_id == offer)
    return db.session.scalars(
        select(Occupancy).where(
            Occupancy.person_id.in_(coach), Occupancy.exclusive, Occupancy.starts_at == start
        )
    ).all()


def find(booking: str) -> Booking:
    return db.session.scalars(select(Booking).where(Booking.public_id == booking)).one()


def check_whole(booking: Booking) -> None:
    """Its two people and nobody else are taken up by what takes place."""
    taken = {one.person_id for one in booking.event.occupancies if one.exclusive}
    if booking.event.status == EventStatus.CONFIRMED:
        assert taken == {booking.client_id, booking.offer.coach_id}
    else:
        assert taken == set()
    assert (booking.status == BookingStatus.CONFIRMED) == (
        booking.event.status == EventStatus.CONFIRMED
    )


def test_of_six_who_hand_over_to_one_colleague_one_does(committing_app):
    """And none of them waits for another in a circle. The others try it with the next."""
    with committing_app.app_context():
        wanted = [make_colleague()[1].public_id for _ in range(ROUNDS)]
        givers = []
        for _ in range(CLIENTS):
            account, offer = make_colleague()
            booking = make_booking(offer, make_account().person, TUESDAY_AT_TEN)
            offer.active = False  # they are ill: nobody hands over to them
            givers.append((signed_in(committing_app, account), booking.public_id))
        db.session.commit()
    for offer_id in wanted[: CLIENTS - 1]:
        statuses = at_once(committing_app, [giving(*giver, offer_id) for giver in givers])
        assert sorted(statuses) == [303, *[422] * (len(givers) - 1)]
        with committing_app.app_context():
            assert len(taken_up(TUESDAY_AT_TEN, offer_id)) == 1
            for _client, booking_id in givers:
                check_whole(find(booking_id))
        givers = [giver for giver, status in zip(givers, statuses, strict=True) if status == 422]


def test_one_appointment_is_handed_over_once(committing_app):
    with committing_app.app_context():
        account, offer = make_colleague()
        client = make_account().person
        booked = [make_booking(offer, client, start).public_id for start in STARTS]
        wanted = [make_colleague()[1].public_id for _ in range(2)]
        cem = signed_in(committing_app, account)
        db.session.commit()
    for booking in booked:
        requests = [giving(cem, booking, wanted[number % 2]) for number in range(CLIENTS)]
        statuses = at_once(committing_app, requests)
        assert 303 in statuses
        # Whoever comes later finds it gone, or is told that it has just been handed over.
        assert set(statuses) <= {303, 404, 422}
        with committing_app.app_context():
            found = find(booking)
            check_whole(found)
            assert (found.event.sequence, found.offer.public_id in wanted) == (1, True)


def test_whoever_is_handed_over_to_is_not_booked_twice(committing_app):
    with committing_app.app_context():
        account, offer = make_colleague()
        client = make_account().person
        booked = [make_booking(offer, client, start).public_id for start in STARTS]
        wanted = make_colleague()[1].public_id
        cem = signed_in(committing_app, account)
        others = [signed_in(committing_app, make_account()) for _ in range(CLIENTS - 1)]
        db.session.commit()

    def booking_of(other: Client, start: datetime) -> Callable[[Race], int]:
        return lambda race: race.book(other, wanted, f"{start:%FT%TZ}")[0]

    for booking, start in zip(booked, STARTS, strict=True):
        requests = [giving(cem, booking, wanted), *(booking_of(one, start) for one in others)]
        statuses = at_once(committing_app, requests)
        assert sorted(statuses) == [303, *[422] * (CLIENTS - 1)]
        with committing_app.app_context():
            assert len(taken_up(start, wanted)) == 1
            found = find(booking)
            check_whole(found)
            assert (found.offer.public_id == wanted) == (statuses[0] == 303)


def test_against_a_cancellation_one_comes_after_the_other(committing_app):
    with committing_app.app_context():
        account, offer = make_colleague()
        client = make_account()
        booked = [make_booking(offer, client.person, start).public_id for start in STARTS]
        wanted = make_colleague()[1].public_id
        cem, ada = (signed_in(committing_app, one) for one in (account, client))
        db.session.commit()
    for booking in booked:
        path = f"/bookings/{booking}/cancel"
        requests = [
            giving(cem, booking, wanted),
            lambda race, path=path: race.send(ada, path)[0],
            lambda race, path=path: race.send(cem, path)[0],
        ]
        gave, called_off, called_off_by_coach = at_once(committing_app, requests)
        assert {gave, called_off, called_off_by_coach} <= {303, 404, 422}
        with committing_app.app_context():
            found = find(booking)
            check_whole(found)
            assert (found.offer.public_id == wanted) == (gave == 303)
            if gave == 303:
                # What is the new coach's is called off by the client alone.
                assert found.cancelled_by != "coach"
            else:
                assert found.status == BookingStatus.CANCELLED
