"""Two at the same moment: an announcement is sent once, materials are told of once, notes kept."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import Cohort
from courses.desk.announcements.services import AlreadySent, Words, send_announcement
from courses.desk.materials.services import Link, add_material
from courses.desk.materials.telling import tell_of_released
from courses.desk.notes.queries import read_notes
from courses.desk.notes.services import ChangedMeanwhile, save_notes
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START
from tests.organisations.factories import make_account

CLIENTS, ROUNDS = 6, 3

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def at_once(app, command):
    """What `command(cohort, number)` gives for each client, all in the same moment."""
    barrier = Barrier(CLIENTS)

    def run(number):
        with app.app_context():
            cohort = db.session.scalars(select(Cohort).order_by(Cohort.id.desc())).first()
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                answer = command(cohort, number)
            except (AlreadySent, ChangedMeanwhile):
                db.session.rollback()
                return False
            db.session.commit()
            return bool(answer)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def prepare(app):
    """A cohort with one participant and something laid out that nobody has been told of."""
    with app.app_context():
        trainer = make_account().person
        cohort = make_cohort(trainers=[trainer])
        make_enrolment(cohort=cohort, person=make_account().person)
        link = Link("https://example.org/")
        act = {"cohort": cohort, "actor": trainer, "now": START}
        add_material(title="x", thing=link, released_at=START, **act)
        db.session.commit()


def mails(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutboxMessage))


def test_each_is_done_by_one_of_those_who_try(committing_app):
    def announce(cohort, _number):
        return send_announcement(
            cohort=cohort,
            words=Words("Titel", "Text"),
            to_waiting=False,
            key="k" * 22,
            actor=cohort.trainers[0],
            now=START,
        )

    def tell(cohort, _number):
        return tell_of_released(cohort_id=cohort.id, now=START)

    def note(cohort, number):
        return save_notes(
            cohort=cohort, text=f"von {number}", revision=0, actor=cohort.trainers[0], now=START
        )

    for round_ in range(1, ROUNDS + 1):
        prepare(committing_app)
        assert at_once(committing_app, announce).count(True) == 1
        assert at_once(committing_app, tell).count(True) == 1
        assert mails(committing_app) == 2 * round_
        noted = at_once(committing_app, note)
        assert noted.count(True) == 1
        with committing_app.app_context():
            cohort = db.session.scalars(select(Cohort).order_by(Cohort.id.desc())).first()
            assert read_notes(cohort).text == f"von {noted.index(True)}"
