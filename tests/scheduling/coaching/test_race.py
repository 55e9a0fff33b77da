"""Fifty people want overlapping times of one coach at the same moment: one gets theirs.

Real HTTP clients and a real server; every client wants another start and every two of them
overlap, so that equality cannot be what decides. Three rounds for every change; `make races` runs
twenty.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.accounts.current import SESSION_KEY
from organisations.accounts.models import Account
from organisations.accounts.services import begin_session
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.offering import add_override
from scheduling.models import Occupancy
from tests.house.clock import START
from tests.house.serving import served
from tests.organisations.factories import make_account
from tests.scheduling.coaching.factories import make_coach, make_offer

# Thousands of requests of one kind, which other tests measure.
pytestmark = pytest.mark.no_cover

CLIENTS = 50
ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))
PATIENCE = 120

#: As many requests at a time as a server answers by gunicorn.conf.py: two workers of four threads.
SERVER_THREADS = 8

#: 9:00 in Berlin on the day after START. The last client's start lies before the first one's end.
FIRST_START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
STEP_MINUTES = 5
DURATION_MINUTES = CLIENTS * STEP_MINUTES
WINDOW = (9 * 60, 9 * 60 + 2 * DURATION_MINUTES)


@dataclass(frozen=True)
class Client:
    """Somebody who is signed in, with the token that their forms carry."""

    email: str
    cookie: str
    csrf_token: str


def sign_in(app: Flask, **given: object) -> Client:
    """A new trainee, signed in by a session row: fifty sign-in forms would take long."""
    return signed_in(app, make_account(**given))


def signed_in(app: Flask, account: Account) -> Client:
    """The browser of `account`, signed in by a session row."""
    session = {
        SESSION_KEY: begin_session(account=account, now=START),
        "csrf_token": "for-tests",
        "language": "de",
    }
    signed = app.session_interface.get_signing_serializer(app).dumps(session)
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("for-tests")
    return Client(account.email, f"{app.config['SESSION_COOKIE_NAME']}={signed}", token)


@dataclass(frozen=True)
class Race:
    app: Flask
    address: str
    clients: list[Client]

    def run(self, offer: str, day: timedelta) -> list[tuple[int, str]]:
        """Status and text for each client; each wants to begin later than the one before."""
        barrier = Barrier(len(self.clients))

        def book(number: int) -> tuple[int, str]:
            start = FIRST_START + day + timedelta(minutes=number * STEP_MINUTES)
            barrier.wait(PATIENCE)
            return self.book(self.clients[number], offer, f"{start:%FT%TZ}")

        with ThreadPoolExecutor(len(self.clients)) as pool:
            return list(pool.map(book, range(len(self.clients))))

    def book(self, client: Client, offer: str, start: str) -> tuple[int, str]:
        """Choose a time and confirm it, as far as that is let through."""
        status, text, hold = self.send(client, f"/coaching/{offer}", start=start)
        return self.send(client, hold)[:2] if status == 303 else (status, text)

    def post(self, client: Client, path: str, start: str) -> tuple[int, str]:
        return self.send(client, path, start=start)[:2]

    def send(self, client: Client, path: str, **fields: str) -> tuple[int, str, str]:
        """Status, text and location of the answer to a form."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        fields = fields | {"csrf_token": client.csrf_token}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": client.cookie}
        try:
            connection.request("POST", path, urlencode(fields), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Location", "")
        finally:
            connection.close()


@pytest.fixture(autouse=True)
def patient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent away because others are writing: what decides is the coach's time."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


@pytest.fixture
def race(committing_app: Flask) -> Iterator[Race]:
    with committing_app.app_context():
        clients = [sign_in(committing_app) for _ in range(CLIENTS)]
        db.session.commit()
    with served(committing_app, threads=SERVER_THREADS) as address:
        yield Race(committing_app, address, clients)


def new_offer(app: Flask, day: timedelta) -> tuple[str, str]:
    """An offer of a new coach who works on this one day; its public id and the coach's address."""
    with app.app_context():
        coach = make_coach()
        add_override(coach=coach.person, day=(FIRST_START + day).date(), windows=[WINDOW])
        offer = make_offer(
            coach.person, duration_minutes=DURATION_MINUTES, step_minutes=STEP_MINUTES
        )
        made = offer.public_id, coach.email
        db.session.commit()
        return made


def test_one_of_fifty_overlapping_bookings_succeeds(race):
    for number in range(ROUNDS):
        day = timedelta(days=number)  # a winner must be free in the next round
        offer, coach = new_offer(race.app, day)
        answers = race.run(offer, day)
        assert Counter(status for status, _ in answers) == {303: 1, 422: CLIENTS - 1}
        refusals = [page for status, page in answers if status == 422]
        assert all("Dieser Termin wurde gerade vergeben." in page for page in refusals)
        [winner] = [
            client
            for client, (status, _) in zip(race.clients, answers, strict=True)
            if status == 303
        ]
        check_what_is_written(race.app, offer, {winner.email, coach})


def check_what_is_written(app: Flask, offer: str, parties: set[str]) -> None:
    """One booking, both taken up by it, and one mail to each; then forget the mails."""
    with app.app_context():
        [booking] = db.session.scalars(
            select(Booking).join(CoachingOffer).where(CoachingOffer.public_id == offer)
        ).all()
        held = db.session.scalars(
            select(Occupancy).where(Occupancy.event_id == booking.event_id, Occupancy.exclusive)
        ).all()
        assert len(held) == 2
        mails = db.session.scalars(select(OutboxMessage)).all()
        assert sorted(mail.recipient for mail in mails) == sorted(parties)
        for mail in mails:
            db.session.delete(mail)
        db.session.commit()
