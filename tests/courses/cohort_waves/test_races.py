"""Several workers at one moment: a wave opens once, and nobody is asked or reminded twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from assessments.waves.models import Wave
from courses.cohort_waves.jobs import run_waves
from courses.cohort_waves.models import CohortWave
from tests.courses.cohort_waves.factories import DAY, make_asked_cohort
from tests.house.clock import START

WORKERS, ROUNDS, PEOPLE = 6, 3, 7

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_of_several_workers_one_opens_and_one_reminds(committing_app):
    for number in range(1, ROUNDS + 1):
        with committing_app.app_context():
            make_asked_cohort(people=PEOPLE)
            db.session.commit()
        barrier = Barrier(WORKERS)

        def work(now, barrier=barrier):
            with committing_app.app_context():
                barrier.wait(PATIENCE)
                return run_waves(now)

        for instant in (START, START + 6 * DAY):
            with ThreadPoolExecutor(WORKERS) as pool:
                done = list(pool.map(work, [instant] * WORKERS))
            # Those of earlier rounds are reminded already.
            assert sum(done) == 1
        with committing_app.app_context():
            assert count(Wave) == count(CohortWave) == number
            assert count(OutboxMessage) == number * PEOPLE * 2
