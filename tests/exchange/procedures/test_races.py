"""Handlers at the same moment: an item is ticked once, a form saved once, a case closed once,
somebody stays.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import DomainError
from exchange.procedures.cases import handing_over, queries, services
from exchange.procedures.cases.answering import answer_step
from exchange.procedures.cases.answers import list_answers
from exchange.procedures.cases.models import Act, Case
from exchange.procedures.figures.models import CountedCase
from exchange.procedures.figures.outcomes import Outcome
from organisations.accounts.queries import get_account_by_email
from tests.exchange.procedures.factories import QUESTIONS, make_case, make_step, make_version
from tests.house.clock import START
from tests.organisations.factories import make_account, make_municipality

CLIENTS = 4

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def at_once(app, command):
    """What `command(case, person)` gives for each handler, all in the same moment."""
    barrier = Barrier(CLIENTS)

    def run(number):
        with app.app_context():
            case = db.session.scalars(select(Case)).one()
            person = get_account_by_email(f"handler{number}@example.org").person
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                answer = command(case, person)
            except DomainError:
                db.session.rollback()
                return False
            db.session.commit()
            return answer is not False

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def test_what_all_handlers_do_at_once_is_done_once(committing_app):
    with committing_app.app_context():
        home = make_municipality()
        people = [
            make_account(email=f"handler{number}@example.org", municipality=home).person
            for number in range(CLIENTS)
        ]
        version = make_version(people[0], steps=[make_step(questions=QUESTIONS)])
        make_case(version, people[0], others=people[1:])
        emptying = {person.public_id for person in people[::2]}
        db.session.commit()

    def tick(case, person):
        return services.tick_item(case=case, step=1, item=1, actor=person, now=START)

    def answer(case, person):
        given = {1: "Anruf", 2: person.name}
        return answer_step(case=case, step=1, answers=given, revision=0, actor=person, now=START)

    def finish_or_empty(case, person):
        if person.public_id in emptying:
            return answer_step(case=case, step=1, answers={}, revision=1, actor=person, now=START)
        return services.tick_item(case=case, step=1, item=2, actor=person, now=START)

    def leave(case, person):
        handing_over.release_handler(case=case, person=person, actor=person, now=START)

    def close(case, person):
        services.close_case(case=case, outcome=Outcome.RESOLVED, actor=person, now=START)

    assert at_once(committing_app, tick).count(True) == 1
    assert at_once(committing_app, answer).count(True) == 1
    assert at_once(committing_app, finish_or_empty).count(True) == 1, "never both"
    assert at_once(committing_app, leave).count(True) == CLIENTS - 1, "the last one stays"
    with committing_app.app_context():
        case = db.session.scalars(select(Case)).one()
        [last] = queries.list_handlers(case)
        assert case.handler_count == 1
        for number in range(CLIENTS):
            person = get_account_by_email(f"handler{number}@example.org").person
            if person.id != last.id:
                handing_over.name_handler(case=case, person=person, actor=last, now=START)
        db.session.commit()
    assert at_once(committing_app, close).count(True) == 1
    with committing_app.app_context():
        case = db.session.scalars(select(Case)).one()
        answered = bool(list_answers(case)[1].given)
        assert (queries.list_steps(case)[1].done_at is not None) is answered
        done = 2 if answered else 1
        acts = [act.act for act in queries.list_acts(case)]
        assert (acts.count(Act.TICKED), acts.count(Act.CLOSED)) == (done, 1)
        assert db.session.query(CountedCase).count() == 1
