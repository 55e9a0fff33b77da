"""Two tabs at one moment: nothing is kept twice, nothing is lost, nothing comes back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.kernel.db import db
from app.kernel.errors import DomainError
from assessments.administrations import jobs, queries, services
from assessments.administrations.models import Administration
from assessments.instruments.shelf import resilience_check
from assessments.waves.models import Wave, WaveCopy
from assessments.waves.services import open_wave
from organisations.models import Person
from tests.assessments.administrations.factories import begin
from tests.house.clock import START
from tests.house.personas import make_personas

CLIENTS, ROUNDS = 6, 3

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


@pytest.fixture
def person_id(committing_app):
    with committing_app.app_context():
        person = make_personas(committing_app).owner.person
        db.session.commit()
        return person.id


@pytest.fixture
def together(committing_app, person_id):
    """Runs commands at one moment, each in a thread and a transaction of its own."""

    def run(*commands):
        barrier = Barrier(len(commands))

        def one(command):
            with committing_app.app_context():
                person = db.session.get_one(Person, person_id)
                queries.list_opened(person)  # what a page looked up before is old by then
                db.session.commit()
                barrier.wait(PATIENCE)
                try:
                    command(person)
                    db.session.commit()
                except DomainError as refused:
                    db.session.rollback()
                    return type(refused).__name__
                return "done"

        with ThreadPoolExecutor(len(commands)) as pool:
            return list(pool.map(one, commands))

    return run


def finish(person):
    wave = db.session.query(Wave).one()
    services.finish_assessment(
        person=person, instrument=resilience_check(), note="", actor=person, now=START, wave=wave
    )


def answer(item):
    return lambda person: begin(person, **{item: 4})


def renew(_person):
    jobs.renew_binders(START)


def delete_all(person):
    services.delete_all_assessments(person=person, actor=person, now=START)


def test_of_all_that_happens_at_once_each_counts_once(committing_app, person_id, together):
    """Two begin, two answer in two tabs, two finish, one deletes while another one finishes."""
    items = [item.key for item in resilience_check().items[: CLIENTS - 1]]
    with committing_app.app_context():
        open_wave(
            instrument=resilience_check(),
            people=[db.session.get_one(Person, person_id)],
            closes_on=START.date() + timedelta(days=7),
            now=START,
        )
        db.session.commit()
    for _round in range(ROUNDS):
        assert together(*[begin] * CLIENTS) == ["done"] * CLIENTS
        with committing_app.app_context():
            assert db.session.query(Administration).count() == 1

        assert set(together(*map(answer, items), renew)) == {"done"}
        with committing_app.app_context():
            person = db.session.get_one(Person, person_id)
            [draft] = queries.list_drafts(person)
            assert dict(draft.contents.answers) == dict.fromkeys(items, 4)

        assert sorted(together(finish, finish)) == ["NoDraft", "done"]
        with committing_app.app_context():
            person = db.session.get_one(Person, person_id)
            assert len(queries.list_taken(person)) == 1
            assert db.session.query(WaveCopy).count() == 1

        assert together(answer(items[0])) == ["done"]
        assert together(delete_all, finish)[0] == "done"
        together(delete_all)
        with committing_app.app_context():
            assert db.session.query(Administration).count() == 0
            assert db.session.query(WaveCopy).count() == 0


def test_everybody_gets_one_binder_from_several_workers(committing_app, person_id, together):
    def give(_person):
        jobs.give_binders(START)

    together(*[give] * 3, begin)
    with committing_app.app_context():
        person = db.session.get_one(Person, person_id)
        assert len(queries.list_drafts(person)) == 1
        assert queries.list_without_binder(after=0, limit=9) == []
