"""One voice: a text that stays, one signature of each municipality, four eyes before the public."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from exchange.statements import queries, services
from exchange.statements.jobs import remind
from exchange.statements.models import JointStatement, Signature, StatementState
from exchange.statements.personal_data import export_statements
from exchange.statements.progress import standings
from exchange.statements.retention import delete_old_drafts
from exchange.statements.services import (
    ChangedMeanwhile,
    NotOpen,
    OwnStatement,
    SignedAlready,
    Wording,
)
from organisations.models import Municipality, Person
from tests.exchange.statements.factories import (
    SIGN_BY,
    make_open_statement,
    make_statement,
    sign,
    step,
)
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.organisations.factories import make_account


@pytest.fixture
def neighbour(personas):
    """Who coordinates the other municipality."""
    elsewhere = personas.foreigner.person.municipality
    return make_account(Role.COORDINATOR, given_name="Nele", municipality=elsewhere)


@pytest.fixture
def opened(personas, neighbour):
    return make_open_statement(personas.coordinator, personas.office)


def mails_to(account):
    return db.session.query(OutboxMessage).filter_by(recipient=account.email).all()


def test_from_a_draft_to_one_voice(personas, neighbour):
    statement = make_statement(personas.coordinator)
    step(services.propose_statement, statement, personas.coordinator)
    assert len(mails_to(personas.office)) == 1
    step(services.open_statement, statement, personas.office, sign_by=SIGN_BY, quorum=2)
    assert [len(mails_to(one)) for one in (personas.coordinator, neighbour)] == [1, 1]
    sign(statement, personas.owner.person.municipality, personas.coordinator)
    with pytest.raises(DomainError, match="Es fehlt noch 1 Unterschrift"):
        step(services.release_statement, statement, personas.office)
    sign(statement, neighbour.person.municipality, neighbour)
    step(services.release_statement, statement, personas.office)
    assert queries.get_public_statement(statement.public_id) == statement
    signed = queries.list_signatures(statement)
    assert [one.municipality.name for one in signed] == ["Fernstadt", "Heimstadt"]
    assert len(mails_to(neighbour)) == 2


def test_who_wrote_it_neither_opens_nor_releases_it(personas, neighbour):
    statement = make_statement(personas.office, municipality=neighbour.person.municipality)
    step(services.propose_statement, statement, personas.office)
    opening = {"sign_by": SIGN_BY, "quorum": 2}
    with pytest.raises(OwnStatement):
        step(services.open_statement, statement, personas.office, **opening)
    with pytest.raises(OwnStatement), conflicts_explained():
        db.session.execute(
            sql(
                "UPDATE joint_statements SET state = 'open', opened_at = changed_at, "
                "sign_by = :day, opened_by = :author"
            ),
            {"day": SIGN_BY, "author": personas.office.person.public_id},
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE joint_statements SET body = 'anders'",
        "UPDATE joint_statements SET title = 'anders'",
        "UPDATE joint_statements SET opened_by = 'x'",
        "UPDATE joint_statements SET state = 'draft', opened_by = NULL, opened_at = NULL, "
        "sign_by = NULL",
        "DELETE FROM joint_statements",
        "UPDATE statement_signatures SET decided_by = 'Jemand'",
        "UPDATE statement_signatures SET municipality_id = municipality_id + 1",
    ],
)
def test_the_database_refuses_to_change_what_was_signed(opened, personas, change):
    sign(opened, personas.owner.person.municipality, personas.coordinator)
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(sql(change))


def test_a_municipality_signs_once_and_again_after_taking_it_back(opened, personas):
    home = personas.owner.person.municipality
    sign(opened, home, personas.coordinator)
    with pytest.raises(SignedAlready), db.session.begin_nested():
        sign(opened, home, personas.owner)
    services.take_back_signature(
        statement=opened, municipality=home, actor=personas.coordinator.person, now=START
    )
    assert not queries.list_signatures(opened)
    with pytest.raises(NotFound):
        services.take_back_signature(
            statement=opened, municipality=home, actor=personas.coordinator.person, now=START
        )
    assert len(mails_to(personas.office)) == 2, "the proposal, and that one has gone"
    sign(opened, home, personas.coordinator)
    assert db.session.query(Signature).count() == 2


def test_nobody_signs_after_the_last_day_or_what_was_withdrawn(opened, personas):
    home = personas.owner.person.municipality
    with pytest.raises(NotOpen):
        sign(opened, home, personas.coordinator, at=START + timedelta(days=32))
    with pytest.raises(DomainError, match="warum"):
        step(services.withdraw_statement, opened, personas.office, remark="")
    step(services.withdraw_statement, opened, personas.office, remark="Überholt.")
    with pytest.raises(NotOpen):
        sign(opened, home, personas.coordinator)


def test_a_statement_is_not_opened_for_a_day_that_is_over(personas):
    statement = make_statement(personas.coordinator)
    step(services.propose_statement, statement, personas.coordinator)
    with pytest.raises(DomainError) as refusal:
        step(services.open_statement, statement, personas.office, sign_by=START.date(), quorum=2)
    assert refusal.value.field == "sign_by"


def test_sent_back_with_a_reason_and_written_on(personas):
    statement = make_statement(personas.coordinator)
    step(services.propose_statement, statement, personas.coordinator)
    with pytest.raises(DomainError, match="was zu ändern ist"):
        step(services.return_statement, statement, personas.office, remark="")
    step(services.return_statement, statement, personas.office, remark="Bitte kürzer.")
    assert (statement.state, statement.remark) == (StatementState.DRAFT, "Bitte kürzer.")
    assert len(mails_to(personas.coordinator)) == 1
    shorter = Wording("Niemand steht allein", "Kurz.", "Kurz.")
    step(services.save_statement, statement, personas.coordinator, wording=shorter)
    with pytest.raises(ChangedMeanwhile):
        services.save_statement(
            statement=statement,
            wording=shorter,
            revision=1,
            actor=personas.coordinator.person,
            now=START,
        )


def test_reminded_once_and_only_who_has_not_signed(opened, personas, neighbour):
    sign(opened, personas.owner.person.municipality, personas.coordinator)
    before = len(mails_to(personas.coordinator)), len(mails_to(neighbour))
    db.session.commit()
    assert remind(START) == 0
    near = START + timedelta(days=25)
    assert remind(near) == 1
    assert remind(near) == 0
    after = len(mails_to(personas.coordinator)), len(mails_to(neighbour))
    assert [later - one for later, one in zip(after, before, strict=True)] == [0, 1]


def test_old_drafts_go_and_what_was_opened_stays(opened, personas):
    make_statement(personas.coordinator)
    assert delete_old_drafts(before=START + timedelta(days=900), most=10) == 1
    assert db.session.query(JointStatement).all() == [opened]


def test_a_person_reads_what_is_kept_of_them(opened, personas):
    sign(opened, personas.owner.person.municipality, personas.coordinator)
    told = export_statements(personas.coordinator.person_id)
    assert [one["did"] for one in told] == ["wrote", "signed"]
    assert [one["did"] for one in export_statements(personas.office.person_id)] == ["opened"]
    assert export_statements(personas.owner.person_id) == []


def test_progress_counts_signatures_and_knows_the_next_day(opened, personas, neighbour):
    home, elsewhere = (one.person.municipality_id for one in (personas.owner, neighbour))
    sign(opened, personas.owner.person.municipality, personas.coordinator)
    known = standings([home, elsewhere], START)
    assert "1 Erklärung unterzeichnet" in str(known[home].figures)
    assert (known[home].next_on, known[elsewhere].next_on) == (None, SIGN_BY)


def test_of_many_who_sign_at_once_one_counts(committing_app):
    with committing_app.app_context():
        people = make_personas(committing_app)
        statement = make_open_statement(people.coordinator, people.office)
        db.session.commit()
        ids = statement.id, people.owner.person.municipality_id, people.coordinator.person_id
    barrier = Barrier(4)

    def act(_number):
        with committing_app.app_context():
            found = db.session.get_one(JointStatement, ids[0])
            home, who = db.session.get_one(Municipality, ids[1]), db.session.get_one(Person, ids[2])
            db.session.rollback()
            barrier.wait()
            try:
                services.sign_statement(
                    statement=found,
                    municipality=home,
                    decided_by="Rat",
                    decided_on=START.date(),
                    actor=who,
                    now=START,
                )
                db.session.commit()
            except SignedAlready:
                db.session.rollback()
                return 0
            return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(act, range(4))) == 1
