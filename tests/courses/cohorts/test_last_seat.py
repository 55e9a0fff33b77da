"""The last seat is sold once: real servers, real clients, all at the same moment.

Two rounds for every change; `make races` runs twenty.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.cookiejar import CookieJar
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, Seat
from organisations.accounts.models import Account
from organisations.models import Function
from scheduling.models import Occupancy
from tests.courses.factories import make_cohort
from tests.house.serving import served
from tests.organisations.factories import PASSWORD, make_account

CLIENTS = 12
ROUNDS = int(os.environ.get("RACE_ROUNDS", "2"))

#: In seconds. On a slow machine the last of twelve waits long for SQLite's only writer; that it may
#: be sent away then is another matter (see tests/app/test_errors.py).
PATIENCE = 120


class StayHere(HTTPRedirectHandler):
    """Redirects are answers to look at, not to follow."""

    def redirect_request(self, *_args: object) -> None:
        return None


class Browser:
    """One person's browser, signed in through the form."""

    def __init__(self, address: str, email: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), StayHere())
        self.token = self._find_token("/login")
        status, _ = self.post("/login", email=email, password=PASSWORD)
        assert status == 303, "signing in failed"
        self.token = self._find_token("/imprint")

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Status and text of the answer."""
        data = urlencode(fields | {"csrf_token": self.token}).encode()
        return self._open(self.address + path, data)

    def _find_token(self, path: str) -> str:
        _, page = self._open(self.address + path, None)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return found.group(1)

    def _open(self, url: str, data: bytes | None) -> tuple[int, str]:
        try:
            with self.opener.open(url, data, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture(autouse=True)
def patient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent away because others are writing, or since all connections are taken."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)
    monkeypatch.setattr("app.kernel.db.POOL_SECONDS", PATIENCE)


@pytest.fixture
def address(committing_app: Flask) -> Iterator[str]:
    """Where a threaded server serves `committing_app`."""
    with served(committing_app) as address:
        yield address


@pytest.fixture
def save(committing_app: Flask) -> Callable[..., str]:
    """Run a factory, commit, and return the public id (or e-mail address) of what it made."""

    def run(make: Callable[..., Cohort | Account], *args: object, **given: object) -> str:
        with committing_app.app_context():
            made = make(*args, **given)
            name = made.email if isinstance(made, Account) else made.public_id
            db.session.commit()
            return name

    return run


def all_at_once(acts: list[Callable[[], tuple[int, str]]]) -> list[tuple[int, str]]:
    """What all acts, begun at the same moment, returned."""
    barrier = Barrier(len(acts))

    def act(number: int) -> tuple[int, str]:
        barrier.wait(PATIENCE)
        return acts[number]()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, range(len(acts))))


def counts(app: Flask, cohort: str) -> tuple[int, int]:
    """How many people hold a seat of the cohort, and how many have it in their calendar."""
    with app.app_context():
        found = db.session.scalars(select(Cohort).where(Cohort.public_id == cohort)).one()
        held = select(func.count()).where(
            Enrolment.cohort_id == found.id, Enrolment.status == EnrolmentStatus.ENROLLED
        )
        events = [session.event_id for session in found.sessions]
        occupied = select(func.count()).where(Occupancy.event_id.in_(events))
        return db.session.scalar(held), db.session.scalar(occupied)


def test_many_clients_one_seat(committing_app, address, save):
    browsers = [Browser(address, save(make_account)) for _ in range(CLIENTS)]
    for _ in range(ROUNDS):
        cohort = save(make_cohort, capacity=1)
        answers = all_at_once(
            [partial(browser.post, f"/cohorts/{cohort}/enrol") for browser in browsers]
        )
        assert Counter(status for status, _ in answers) == {303: 1, 422: CLIENTS - 1}
        refusals = [page for status, page in answers if status == 422]
        assert all("kein Platz mehr frei. Sie wurden nicht angemeldet" in page for page in refusals)
        assert counts(committing_app, cohort) == (1, 1)
    with committing_app.app_context():
        mails = db.session.scalar(select(func.count()).select_from(OutboxMessage))
    assert mails == ROUNDS, "nobody is told of a seat that they did not get"


def test_there_are_as_many_winners_as_seats(committing_app, address, save):
    browsers = [Browser(address, save(make_account)) for _ in range(CLIENTS)]
    cohort = save(make_cohort, capacity=5)
    answers = all_at_once(
        [partial(browser.post, f"/cohorts/{cohort}/enrol") for browser in browsers]
    )
    assert Counter(status for status, _ in answers) == {303: 5, 422: CLIENTS - 5}
    assert counts(committing_app, cohort) == (5, 5)


def test_one_person_in_two_browsers_gets_one_seat(committing_app, address, save):
    email = save(make_account)
    browsers = [Browser(address, email) for _ in range(2)]
    for _ in range(ROUNDS):
        cohort = save(make_cohort, capacity=2)
        answers = all_at_once(
            [partial(browser.post, f"/cohorts/{cohort}/enrol") for browser in browsers]
        )
        assert [status for status, _ in answers] == [303, 303], "the second click does no harm"
        assert counts(committing_app, cohort) == (1, 1)


def test_a_seat_given_back_is_given_once(committing_app, address, save):
    holder, *others = [Browser(address, save(make_account)) for _ in range(6)]
    for _ in range(ROUNDS):
        cohort = save(make_cohort, capacity=1)
        assert holder.post(f"/cohorts/{cohort}/enrol")[0] == 303
        answers = all_at_once(
            [partial(holder.post, f"/cohorts/{cohort}/withdraw")]
            + [partial(browser.post, f"/cohorts/{cohort}/enrol") for browser in others]
        )
        statuses = Counter(status for status, _ in answers[1:])
        assert answers[0][0] == 303
        assert statuses[303] <= 1
        assert statuses[303] + statuses[422] == len(others)
        assert counts(committing_app, cohort) == (statuses[303], statuses[303])


def test_seats_taken_away_meanwhile_are_not_sold(committing_app, address, save):
    office = Browser(address, save(make_account, Role.PROGRAMME_OFFICE, function=None))
    people = [Browser(address, save(make_account, function=Function.EXECUTIVE)) for _ in range(4)]
    for _ in range(ROUNDS):
        cohort = save(make_cohort, capacity=4)
        answers = all_at_once(
            [partial(office.post, f"/manage/cohorts/{cohort}/capacity", seats="2")]
            + [partial(browser.post, f"/cohorts/{cohort}/enrol") for browser in people]
        )
        assert {status for status, _ in answers} <= {303, 422}
        held, occupied = counts(committing_app, cohort)
        with committing_app.app_context():
            seats = db.session.scalar(
                select(func.count())
                .join(Cohort)
                .where(Cohort.public_id == cohort)
                .select_from(Seat)
            )
        assert held == occupied == sum(status == 303 for status, _ in answers[1:])
        assert held <= seats
        assert seats == (2 if answers[0][0] == 303 else 4)
