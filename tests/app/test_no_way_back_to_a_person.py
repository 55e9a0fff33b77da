"""After a full road: nothing in databases, logs, mails or the audit trail says who answered what.

Several people answer, give to a wave, read, note, export and delete; jobs run and a week goes by.
Then all that is stored is read as somebody would who holds the databases, but not VAULT_KEY.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from app.kernel.db import db
from app.kernel.jobs import job_names, run_job
from app.kernel.vault import current_vault
from assessments.administrations import jobs, queries, services
from assessments.administrations.models import Administration, AssessmentBinder
from assessments.administrations.personal_data import export_assessments
from assessments.instruments.shelf import resilience_check
from assessments.waves.models import Wave, WaveCopy
from assessments.waves.services import open_wave
from organisations.models import Person
from tests.app.test_nothing_in_clear_text import files_of_database
from tests.assessments.administrations.factories import begin, finish
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.organisations.factories import make_account

NOTES = [f"Notiz Nummer {number} aus der Woche der Ratssitzung" for number in range(8)]
LATER_NOTE = "Beim zweiten Lesen hinzugefügt"

#: What each of the three tables may say of a row: no person beside a record, and no instant.
COLUMNS = {
    "administrations": {"pseudonym", "week", "finished", "sealed"},
    "assessment_binders": {"person_id", "sealed"},
    "assessment_wave_copies": {"wave_id", "ticket", "sealed"},
}


class Road:
    """What was done, and by what it could be recognised."""

    def __init__(self, app):
        self.app = app
        self.personas = make_personas(app)
        self.silent = self.personas.colleague.person
        self.people = [self.personas.owner.person]
        self.people += [make_account(function="staff").person for _ in range(7)]
        self.addresses, self.pseudonyms, self.tickets = set(), set(), set()
        db.session.commit()
        self.stored_before = files_of_database()

    def walk(self):
        """All of it. The silent one signs in and looks, and answers nothing."""
        clock = self.app.extensions["komma"].clock
        run_job(jobs.GIVING_JOB)
        wave = open_wave(
            instrument=resilience_check(),
            people=[*self.people, self.silent],
            closes_on=START.date() + timedelta(days=6),
            now=START,
        )
        db.session.commit()
        for number, person in enumerate(self.people):
            taken = finish(person, note=NOTES[number], wave=wave, answer=number % 5 + 1)
            db.session.commit()
            self.remember(person, wave)
            services.change_note(
                person=person,
                address=taken.address,
                note=f"{NOTES[number]} {LATER_NOTE}",
                actor=person,
            )
            begin(person, recovery_1=2)
            export_assessments(person.id)
            db.session.commit()
        self.remember(self.people[0], wave)
        owner, silent = map(self.personas.client, (self.personas.owner, self.personas.colleague))
        [taken] = queries.list_taken(self.people[0])
        for client in (owner, silent):
            client.get("/")
            client.get("/assessments")
        read = owner.get(f"/assessments/results/{taken.address}")
        assert LATER_NOTE in read.text
        person = self.people[1]
        services.delete_assessment(
            person=person,
            address=queries.list_taken(person)[0].address,
            actor=person,
            now=START,
        )
        db.session.commit()
        for days in (1, 7):
            clock.advance(days=days)
            for name in job_names():
                run_job(name)
        db.session.commit()

    def remember(self, person, wave):
        binder = queries.find_binder(person)
        self.addresses |= {entry.address for entry in binder.entries}
        self.pseudonyms |= {entry.pseudonym for entry in binder.entries}
        self.tickets.add(binder.ticket(wave.label))


@pytest.fixture
def road(committing_app):
    with committing_app.app_context(), capture_logs() as logs:
        road = Road(committing_app)
        road.walk()
        road.logs = logs
        yield road


def tables() -> dict[str, list[dict]]:
    """Every row of every table of the database, by table."""
    return {
        table.name: [dict(row) for row in db.session.execute(select(table)).mappings()]
        for table in db.metadata.sorted_tables
    }


def where(stored, secrets) -> set[str]:
    """The tables in which one of `secrets` stands, in whatever column."""
    return {
        name
        for name, rows in stored.items()
        for row in rows
        for value in row.values()
        if any(secret in as_text(value) for secret in secrets)
    }


def as_text(value) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def key_store() -> bytes:
    path = Path(current_vault()._store._opened().url.database)
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def subjects_in_key_store() -> list[str]:
    with current_vault()._store._opened().connect() as connection:
        return [
            *connection.scalars(text("SELECT subject FROM vault_keys")),
            *connection.scalars(text("SELECT subject || erased_on FROM vault_erasures")),
        ]


def test_nothing_that_is_kept_says_who_answered_what(road):
    stored = tables()
    answers_stand_nowhere(road)
    names_of_records_stand_nowhere_else(road, stored)
    who_answered_looks_like_who_did_not(road, stored)
    nothing_has_an_instant(stored)
    what_was_given_goes_when_the_wave_is_over(stored)


def answers_stand_nowhere(road):
    """Nor scores or notes: in no file, and in no log."""
    files, keys = files_of_database(), key_store()
    assert road.logs
    items = [item.key for item in resilience_check().items]
    for secret in (*NOTES, LATER_NOTE, *(f'"{name}"' for name in ("answers", "scores", *items))):
        # Keys of items stand as JSON where an instrument is kept, but not once more.
        assert files.count(secret.encode()) == road.stored_before.count(secret.encode()), secret
        assert secret.encode() not in keys
        assert secret not in str(road.logs)


def names_of_records_stand_nowhere_else(road, stored):
    """Pseudonyms and tickets in their own table, addresses of pages in none; no person there."""
    assert len(road.pseudonyms) > len(road.people)
    assert where(stored, road.pseudonyms) == {"administrations"}
    assert where(stored, road.tickets) <= {"assessment_wave_copies"}
    assert where(stored, road.addresses) == set()
    people = {person.public_id for person in db.session.query(Person)}
    assert not where({name: stored[name] for name in COLUMNS}, people)
    for name in (*road.pseudonyms, *road.tickets, *road.addresses, *people):
        assert name not in str(road.logs)
    for subject in subjects_in_key_store():
        assert sum(name in subject for name in (*road.pseudonyms, *people)) <= 1


def who_answered_looks_like_who_did_not(road, stored):
    """By the number of rows about them, wherever a column refers to people, and by their length."""
    for table, column in columns_about_people():
        answered, silent = (
            sum(row[column] == person.id for row in stored[table])
            for person in (road.people[0], road.silent)
        )
        assert answered == silent, f"{table}.{column}"
    assert len(stored["assessment_binders"]) == len(stored["people"])
    for name in ("assessment_binders", "administrations"):
        assert len({len(row["sealed"]) for row in stored[name]}) == 1, name


def nothing_has_an_instant(stored):
    """But a Monday. PostgreSQL's own mark of age is the same for all rows."""
    assert {row["week"].isoweekday() for row in stored["administrations"]} == {1}
    for name, columns in COLUMNS.items():
        assert set(db.metadata.tables[name].columns.keys()) == columns
        if db.engine.dialect.name == "postgresql":
            ages = db.session.scalars(text(f"SELECT DISTINCT xmin::text FROM {name}"))  # noqa: S608
            assert len(ages.all()) <= 1, name


def what_was_given_goes_when_the_wave_is_over(stored):
    """Copies, who was asked, and the key."""
    over = [wave for wave in db.session.query(Wave) if not wave.is_open]
    for wave in over:
        assert all(row["wave_id"] != wave.id for row in stored["assessment_wave_copies"])
        assert all(row["wave_id"] != wave.id for row in stored["assessment_wave_members"])
        assert current_vault().find_erased([wave.vault_subject])


def columns_about_people() -> list[tuple[str, str]]:
    return [
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    ]


def test_no_column_refers_from_a_record_or_a_copy_to_a_person(app):
    """By the metadata: neither of the two refers to anything personal, nothing refers to them."""
    apart = {Administration.__tablename__, WaveCopy.__tablename__}
    for table in db.metadata.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys}
        if table.name in apart:
            assert targets <= {"assessment_waves"}, table.name
        assert not targets & apart, table.name
    binder = AssessmentBinder.__table__
    assert {key.column.table.name for key in binder.foreign_keys} == {"people"}
