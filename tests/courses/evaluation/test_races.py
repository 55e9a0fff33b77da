"""Many answers at one moment: none is lost, none counts twice, nobody is asked twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import Cohort
from courses.evaluation import queries
from courses.evaluation.errors import AlreadyAnswered
from courses.evaluation.models import Mail
from courses.evaluation.pool import open_pool
from courses.evaluation.questionnaire import Wave
from courses.evaluation.services import ask_for_feedback
from tests.courses.evaluation.factories import make_ended_cohort, say
from tests.house.clock import START

CLIENTS, PEOPLE, ROUNDS = 6, 3, 3

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def latest_cohort():
    return db.session.scalars(select(Cohort).order_by(Cohort.id.desc())).first()


def test_everybody_sends_twice_and_counts_once(committing_app):
    barrier = Barrier(CLIENTS)

    def run(number):
        with committing_app.app_context():
            enrolment = latest_cohort().enrolments[number % PEOPLE]
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                say(enrolment, kept=f"von {number % PEOPLE}")
            except AlreadyAnswered:
                db.session.rollback()
            db.session.commit()
            act = {"enrolment": enrolment, "wave": Wave.LATER, "mail": Mail.INVITATION}
            asked = ask_for_feedback(**act, now=START)
            db.session.commit()
            return asked

    for round_ in range(1, ROUNDS + 1):
        with committing_app.app_context():
            make_ended_cohort(people=PEOPLE)
            db.session.commit()
        with ThreadPoolExecutor(CLIENTS) as pool:
            asked = list(pool.map(run, range(CLIENTS)))
        assert sum(asked) == PEOPLE
        with committing_app.app_context():
            kept = open_pool(queries.find_pools(latest_cohort())[Wave.AFTER]).waiting
            assert sorted(answer["kept"] for answer in kept) == ["von 0", "von 1", "von 2"]
            mails = db.session.scalar(select(func.count()).select_from(OutboxMessage))
            assert mails == PEOPLE * round_
