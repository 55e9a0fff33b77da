"""What a trainer opens of a cohort: its page and its lists, for a few people and for many.

The real app on SQLite, asked over WSGI. Everybody's attendance of SESSIONS sessions is recorded.
"""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from flask import Flask
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.permissions import Role
from courses.cohorts.models import Attendance, AttendanceStatus, Cohort, Enrolment
from courses.reports.rosters import ListFile
from organisations.models import Function, Municipality, Person
from tests.courses.factories import make_cohort
from tests.house.client import PageCheckingClient
from tests.house.clock import START
from tests.house.databases import build_app
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

Group = dict[str, Callable[[], object]]

FEW, MANY = 20, 500
SESSIONS = 6


class _Client(PageCheckingClient):
    def check_page(self, response: TestResponse) -> None:
        """Leave the markup to the tests."""


def roster_cases() -> dict[str, Group]:
    """Each way to look at a cohort, once for FEW and once for MANY people."""
    # Kept as long as the process: the app has the database in there open.
    folder = tempfile.TemporaryDirectory(prefix="komma-rosters-")
    app = build_app(f"sqlite:///{Path(folder.name) / 'komma.sqlite3'}", Path(folder.name))
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # lines go nowhere
    with app.app_context():
        upgrade()
        client, cohorts = _prepare(app)
    return {
        f"A cohort of {SESSIONS} sessions: {name}": {
            f"{people} people: {_counted(app, partial(work, client, key))} queries": partial(
                _run, app, partial(work, client, key), folder
            )
            for people, key in cohorts.items()
        }
        for name, work in WAYS.items()
    }


def _page(client: PageCheckingClient, key: str) -> TestResponse:
    return client.get(f"/manage/cohorts/{key}")


def _attendance_sheet(client: PageCheckingClient, key: str) -> TestResponse:
    return client.post(f"/manage/cohorts/{key}/export/{ListFile.ATTENDANCE}")


def _workbook(client: PageCheckingClient, key: str) -> TestResponse:
    return client.post(f"/manage/cohorts/{key}/export/{ListFile.WORKBOOK}")


WAYS = {
    "the trainer's page": _page,
    "attendance as CSV": _attendance_sheet,
    "the workbook": _workbook,
}


def _run(app: Flask, ask: Callable[[], TestResponse], _kept: object) -> None:
    with app.app_context():
        answer = ask()
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.request.path} answered {answer.status_code}")


def _counted(app: Flask, ask: Callable[[], TestResponse]) -> int:
    with recorded_queries() as recorded:
        _run(app, ask, None)
    return len(recorded)


def _prepare(app: Flask) -> tuple[PageCheckingClient, dict[int, str]]:
    """A trainer's browser, and the public ids of both cohorts."""
    trainer = make_account(Role.TRAINER, function=None)
    homes = [make_municipality() for _ in range(10)]
    cohorts = {people: _cohort(trainer.person, people, homes) for people in (FEW, MANY)}
    keys = {people: cohort.public_id for people, cohort in cohorts.items()}
    client = _Client(app, app.response_class)
    client.sign_in(trainer)
    return client, keys


def _cohort(trainer: Person, people: int, homes: list[Municipality]) -> Cohort:
    cohort = make_cohort(
        trainers=[trainer],
        starts_at=START - timedelta(days=30),
        session_minutes=(90,) * SESSIONS,
        capacity=people,
    )
    enrolments = [
        Enrolment(
            public_id=new_public_id(),
            cohort=cohort,
            person=Person(
                given_name="Kim",
                family_name=f"Beispiel {number}",
                language="de",
                function=Function.STAFF,
                municipality=homes[number % len(homes)],
            ),
            seat_number=number + 1,
            enrolled_at=START,
            attendances=[
                Attendance(
                    session=session,
                    status=AttendanceStatus.PRESENT,
                    recorded_at=START,
                    recorded_by_id=trainer.id,
                )
                for session in cohort.sessions
            ],
        )
        for number in range(people)
    ]
    db.session.add_all(enrolments)
    db.session.commit()
    return cohort
