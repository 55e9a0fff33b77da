"""People at the same moment: one date is chosen, and no answer comes in behind it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import DomainError
from organisations.accounts.queries import get_account_by_email
from scheduling.polls import queries, services
from scheduling.polls.errors import PollIsOver
from scheduling.polls.events import DateChosen
from scheduling.polls.models import Choice, DatePoll, PollStatus
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.scheduling.polls.factories import make_answers, make_poll

CLIENTS = 6

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


@pytest.fixture
def opened(committing_app):
    """A poll of seven: everybody has answered No to everything."""
    with committing_app.app_context():
        people = [make_account(email=f"m{number}@example.org").person for number in range(CLIENTS)]
        poll = make_poll(people[0], *people)
        for person in people:
            make_answers(poll, person, *[Choice.NO] * 3)
        db.session.commit()
    return committing_app


def at_once(app, command):
    """What became of `command(poll, person, number)` for each, all in the same moment."""
    barrier = Barrier(CLIENTS)

    def run(number):
        with app.app_context():
            poll = db.session.scalars(select(DatePoll)).one()
            person = get_account_by_email(f"m{number}@example.org").person
            assert len(poll.proposals) == 3  # read before, so that it is stale after
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                command(poll, person, number)
            except DomainError as refusal:
                db.session.rollback()
                return type(refusal)
            db.session.commit()
            return None

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def test_of_many_choices_one_counts(opened):
    heard = []
    opened.extensions["komma"].bus.subscribe(DateChosen, heard.append)

    def choose(poll, _person, number):
        proposal = poll.proposals[number % 3]
        services.choose_date(poll=poll, proposal=proposal, actor=poll.organiser, now=START)

    outcomes = at_once(opened, choose)
    assert outcomes.count(None) == 1
    assert outcomes.count(PollIsOver) == CLIENTS - 1
    with opened.app_context():
        poll = db.session.scalars(select(DatePoll)).one()
        [chosen] = [one for one in poll.proposals if one.chosen]
        assert [event.starts_at for event in heard if event.poll_id == poll.id] == [
            chosen.starts_at
        ]


def test_an_answer_counts_before_the_choice_or_not_at_all(opened):
    """Whoever organises chooses while everybody else changes their mind, commands' lock or not."""

    def act(poll, person, number):
        if number == 0:
            services.choose_date(poll=poll, proposal=poll.proposals[0], actor=person, now=START)
        else:
            make_answers(poll, person, *[Choice.YES] * 3)

    heard = []
    opened.extensions["komma"].bus.subscribe(DateChosen, heard.append)
    outcomes = at_once(opened, act)
    assert outcomes[0] is None
    assert set(outcomes[1:]) <= {None, PollIsOver}
    with opened.app_context():
        poll = db.session.scalars(select(DatePoll)).one()
        assert poll.status == PollStatus.CHOSEN
        given = queries.list_answers(poll)[poll.proposals[0].id]
        accepted = {
            get_account_by_email(f"m{number}@example.org").person_id
            for number, outcome in enumerate(outcomes)
            if outcome is None and number
        }
        assert {key for key, choice in given.items() if choice is Choice.YES} == accepted
        [event] = [event for event in heard if event.poll_id == poll.id]
        assert set(event.coming_ids) == accepted, "the choice was made of what counts"


def test_the_database_decides_where_nobody_takes_the_lock(opened, monkeypatch):
    """Answers refer to the status of their poll: it cannot change under them unseen."""
    monkeypatch.setattr(services, "lock", lambda *_keys: None)
    monkeypatch.setattr(services, "_hold", lambda _poll: None)
    test_an_answer_leaves_no_trace_behind_a_choice(opened)


def test_an_answer_leaves_no_trace_behind_a_choice(opened):
    def act(poll, person, number):
        if number == 0:
            services.call_off(poll=poll, actor=person, now=START)
        else:
            make_answers(poll, person, *[Choice.YES] * 3)

    outcomes = at_once(opened, act)
    with opened.app_context():
        poll = db.session.scalars(select(DatePoll)).one()
        answers = queries.list_answers(poll)
        for number, outcome in enumerate(outcomes[1:], start=1):
            person_id = get_account_by_email(f"m{number}@example.org").person_id
            said = {answers[one.id][person_id] for one in poll.proposals}
            assert said == {Choice.NO if outcome else Choice.YES}
