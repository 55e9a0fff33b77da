"""Two who move at the same moment: onto one time, one gets it; one appointment, it stays whole.

Real HTTP clients and a real server, as in `test_race`, whose parts are used here.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.db import db
from organisations.accounts.queries import get_account_by_email
from scheduling.coaching.models import Booking
from scheduling.models import Occupancy
from tests.house.serving import served
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.coaching.test_race import PATIENCE, SERVER_THREADS, Client, Race, sign_in

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOON = TUESDAY_AT_TEN + 2 * HOUR


@pytest.fixture
def movers(committing_app: Flask) -> list[tuple[Client, str]]:
    """Two clients of one coach, each with an appointment, and where it is moved."""
    with committing_app.app_context():
        coach = make_coach()
        make_working_time(coach.person)
        offer = make_offer(coach.person)
        found = []
        for number in range(2):
            client = sign_in(committing_app)
            person = get_account_by_email(client.email).person
            booking = make_booking(offer, person, TUESDAY_AT_TEN + number * HOUR)
            found.append((client, f"/bookings/{booking.public_id}/move"))
        db.session.commit()
    return found


def post_at_once(app: Flask, requests: list[tuple[Client, str, str]]) -> list[int]:
    """The status of each POST of a start, all sent at the same moment."""
    barrier = Barrier(len(requests))
    with served(app, threads=SERVER_THREADS) as address:
        race = Race(app, address, [])

        def post(request: tuple[Client, str, str]) -> int:
            barrier.wait(PATIENCE)
            return race.post(*request)[0]

        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(post, requests))


def test_of_two_who_move_onto_overlapping_times_one_wins(committing_app, movers):
    wanted = (NOON + number * 15 * MINUTE for number in range(2))
    requests = [
        (client, path, f"{start:%FT%TZ}")
        for (client, path), start in zip(movers, wanted, strict=True)
    ]
    assert Counter(post_at_once(committing_app, requests)) == {303: 1, 422: 1}
    with committing_app.app_context():
        events = [booking.event for booking in db.session.scalars(select(Booking))]
        assert sorted(event.sequence for event in events) == [0, 1]
        [moved] = [event for event in events if event.sequence]
        assert moved.starts_at >= NOON
        held = db.session.scalars(select(Occupancy).where(Occupancy.exclusive)).all()
        assert len(held) == 4
        assert all(one.starts_at == one.event.starts_at for one in held)


def test_one_appointment_moved_twice_at_once_ends_up_at_one_time(committing_app, movers):
    """As by somebody and their deputy: each change has a SEQUENCE of its own."""
    client, path = movers[0]
    starts = [NOON + number * 15 * MINUTE for number in range(3)]
    requests = [(client, path, f"{start:%FT%TZ}") for start in starts]
    assert post_at_once(committing_app, requests) == [303] * 3
    with committing_app.app_context():
        event = db.session.scalars(select(Booking).order_by(Booking.id)).first().event
        assert (event.sequence, event.starts_at in starts) == (3, True)
        for one in event.occupancies:
            assert (one.starts_at, one.ends_at) == (event.starts_at, event.ends_at)
