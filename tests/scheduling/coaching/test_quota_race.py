"""People of one municipality want the last coaching of its quota at the same moment: one gets it.

Each wants another coach, so that nothing but the quota can decide. Real HTTP clients, real server.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from organisations.entitlements.models import CoachingQuota
from scheduling.coaching.models import Booking, BookingStatus
from tests.house.serving import served
from tests.organisations.entitlements.factories import limit_coachings
from tests.organisations.factories import make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.coaching.test_race import PATIENCE, SERVER_THREADS, Race, sign_in

CLIENTS = 6


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def new_offer():
    coach = make_coach().person
    make_working_time(coach)
    return make_offer(coach)


@pytest.mark.parametrize("before", [0, 1], ids=["the first of the year", "one is taken"])
def test_the_last_of_the_quota_is_taken_once(committing_app, before):
    """Where none is taken yet, they also want to begin the counter at the same moment."""
    with committing_app.app_context():
        home = make_municipality()
        limit_coachings(home, before + 1)
        for _ in range(before):
            make_booking(new_offer(), make_person(municipality=home), TUESDAY_AT_TEN)
        clients = [sign_in(committing_app, municipality=home) for _ in range(CLIENTS)]
        offers = [new_offer().public_id for _ in clients]
        db.session.commit()
    with served(committing_app, threads=SERVER_THREADS) as address:
        race, barrier = Race(committing_app, address, clients), Barrier(CLIENTS)

        def book(number):
            barrier.wait(PATIENCE)
            start = f"{TUESDAY_AT_TEN:%FT%TZ}"
            return race.book(clients[number], offers[number], start)

        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(book, range(CLIENTS)))
    assert Counter(status for status, _ in answers) == {303: 1, 422: CLIENTS - 1}
    refusals = [page for status, page in answers if status == 422]
    assert all("Kontingent Ihrer Kommune für 2026 ist ausgeschöpft" in page for page in refusals)
    with committing_app.app_context():
        quota = db.session.scalars(select(CoachingQuota)).one()
        assert (quota.used, quota.allowed) == (before + 1, before + 1)
        booked = select(func.count()).where(Booking.status == BookingStatus.CONFIRMED)
        assert db.session.scalar(booked) == before + 1
