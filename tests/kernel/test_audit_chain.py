"""The chain of audit entries: one after the other without gaps, and every change of it shows."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text

from app.kernel import audit_chain, audit_commands
from app.kernel.audit import AuditEntry, record
from app.kernel.audit_chain import BEFORE_THE_FIRST, Verification, entry_hash, verify_chain
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError
from organisations.models import Person
from tests.house.clock import START
from tests.house.databases import build_app
from tests.organisations.factories import make_account, make_person

WRITERS = 6
ENTRIES_EACH = 5


def chained() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.position)))


@pytest.fixture
def five_entries(app) -> list[str]:
    """Their hashes, in order."""
    person = make_person()
    for number in range(1, 6):
        record("person.changed", person, actor=person, now=START, number=number, what="Ämter")
        db.session.commit()
    return [str(entry.hash) for entry in chained()]


def tamper(statement: str) -> None:
    """Do what only somebody with the rights of the table's owner can: work without triggers."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER ALL"))
    else:
        for name in ("audit_entries_are_final", "audit_entries_stay"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
    db.session.execute(text(statement))


def test_a_hash_is_taken_of_sorted_json_and_the_hash_before(app):
    person = make_person(given_name="Änne")
    record("person.changed", person, actor=None, now=START, name="Änne", age=40)
    db.session.commit()
    [entry] = chained()
    form = (
        '{"action":"person.changed","actor":"","at":"2026-11-23T09:00:00.000000+00:00",'
        '"details":{"age":40,"name":"Änne"},"object":"' + person.public_id + '",'
        '"object_type":"Person","position":1,"previous_hash":"' + BEFORE_THE_FIRST + '"}'
    )
    assert json.loads(form)
    assert entry.hash == hashlib.sha256(form.encode()).hexdigest()
    assert (entry.position, entry.previous_hash) == (1, BEFORE_THE_FIRST)


def test_entries_take_their_places_when_the_transaction_commits(app):
    person = make_person()
    first = record("person.seen", person, actor=None, now=START)
    second = record("person.heard", person, actor=None, now=START)
    db.session.flush()
    assert first.position is None
    db.session.commit()
    assert [(entry.action, entry.position) for entry in chained()] == [
        ("person.seen", 1),
        ("person.heard", 2),
    ]
    assert second.previous_hash == first.hash


def test_what_is_taken_back_leaves_no_gap(app):
    person, taken, other = make_person(), make_account(), make_account()

    def clash() -> None:
        with conflicts_explained():
            record("lost in a savepoint", person, actor=None, now=START)
            other.email = taken.email

    record("first", person, actor=None, now=START)
    with pytest.raises(DomainError):
        clash()
    db.session.commit()
    record("lost", person, actor=None, now=START)
    db.session.rollback()
    record("second", person, actor=None, now=START)
    db.session.commit()
    assert [(entry.position, entry.action) for entry in chained()] == [(1, "first"), (2, "second")]


def test_writers_at_the_same_moment_make_one_chain(committing_app):
    with committing_app.app_context():
        person_id = make_person().id
        db.session.commit()
    barrier = Barrier(WRITERS)

    def write(writer: int) -> None:
        barrier.wait(60)
        for number in range(ENTRIES_EACH):
            with committing_app.app_context():
                person = db.session.get_one(Person, person_id)
                record("written", person, actor=None, now=START, writer=writer, number=number)
                db.session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with committing_app.app_context():
        entries = chained()
        assert [entry.position for entry in entries] == [*range(1, WRITERS * ENTRIES_EACH + 1)]
        assert verify_chain().fault is None
        for writer in range(WRITERS):
            own = [e.details["number"] for e in entries if e.details["writer"] == writer]
            assert own == [*range(ENTRIES_EACH)]


def test_an_empty_chain_is_intact(app):
    found = verify_chain()
    assert (found.entries, found.last_hash, found.fault) == (0, BEFORE_THE_FIRST, None)


def test_a_long_chain_is_walked_in_pieces(five_entries, monkeypatch):
    monkeypatch.setattr(audit_chain, "ENTRIES_AT_A_TIME", 2)
    found = verify_chain()
    assert (found.entries, found.last_hash, found.fault) == (5, five_entries[-1], None)


@pytest.mark.parametrize(
    ("statement", "position", "kind"),
    [
        ("UPDATE audit_entries SET action = 'other' WHERE position = 3", 3, "changed"),
        ("UPDATE audit_entries SET details = '{}' WHERE position = 2", 2, "changed"),
        ("UPDATE audit_entries SET actor_public_id = '' WHERE position = 1", 1, "changed"),
        ("UPDATE audit_entries SET at = '2020-01-01 00:00:00.000000' WHERE position = 4", 4, "ch"),
        ("DELETE FROM audit_entries WHERE position = 3", 3, "missing"),
        ("DELETE FROM audit_entries WHERE position = 1", 1, "missing"),
        (
            "UPDATE audit_entries SET position = NULL, hash = NULL, previous_hash = NULL "
            "WHERE position = 5",
            5,
            "added",
        ),
    ],
)
def test_the_first_place_that_was_tampered_with_is_named(five_entries, statement, position, kind):
    tamper(statement)
    fault = verify_chain().fault
    assert fault is not None
    assert (fault.position, fault.kind[: len(kind)]) == (position, kind)


def test_an_entry_that_was_rewritten_with_its_hash_no_longer_fits_the_next(five_entries):
    third = chained()[2]
    third.action = "other"
    forged = entry_hash(third, position=3, previous_hash=five_entries[1])
    db.session.expire(third)
    tamper(f"UPDATE audit_entries SET action = 'other', hash = '{forged}' WHERE position = 3")  # noqa: S608
    fault = verify_chain().fault
    assert (fault.position, fault.kind) == (4, "added")


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["audit", "verify", *arguments])


def test_the_command_says_in_one_line_that_the_chain_is_intact(app, five_entries):
    result = run(app)
    assert result.exit_code == 0
    assert result.output == f"5 entries, chain intact, last hash {five_entries[-1]}\n"


def test_the_command_names_the_first_fault_and_fails(app, five_entries):
    tamper("UPDATE audit_entries SET action = 'other' WHERE position = 2")
    db.session.commit()
    result = run(app)
    assert result.exit_code == 1
    assert result.output == ("Error: position 2: changed: what it says does not give its hash\n")


def test_a_hash_that_was_written_down_shows_what_was_cut_off(app, five_entries):
    noted = ("--from", "5", "--hash", five_entries[-1])
    assert run(app, *noted).output == f"1 entries, chain intact, last hash {five_entries[-1]}\n"
    tamper("DELETE FROM audit_entries WHERE position >= 4")
    db.session.commit()
    assert run(app).exit_code == 0, "the chain alone does not show it"
    result = run(app, *noted)
    assert result.exit_code == 1
    assert result.output == "Error: position 5: missing: the chain ends before it\n"


def test_a_chain_that_was_written_anew_has_another_hash(app, five_entries):
    result = run(app, "--from", "3", "--hash", five_entries[3])
    assert result.exit_code == 1
    assert result.output.startswith("Error: position 3: changed: its hash is ")
    assert run(app, "--from", "3", "--hash", five_entries[2].upper()).exit_code == 0


def test_the_command_refuses_what_is_no_hash(app):
    assert run(app, "--hash", "abc").exit_code == 2


def test_verifying_keeps_no_writer_waiting_on_sqlite(sqlite_template, tmp_path, monkeypatch):
    """A walk along a long chain takes a while, and SQLite lets one writer in at a time."""
    app = build_app(f"sqlite:///{sqlite_template}", tmp_path)
    other = build_app(f"sqlite:///{sqlite_template}?timeout=0", tmp_path)

    def walk(**given: object) -> Verification:
        found = verify_chain(**given)
        with other.app_context():
            db.session.execute(select(AuditEntry))  # BEGIN IMMEDIATE, at once
            db.session.rollback()
            db.engine.dispose()
        return found

    monkeypatch.setattr(audit_commands, "verify_chain", walk)
    assert run(app).exit_code == 0
    with app.app_context():
        db.engine.dispose()
