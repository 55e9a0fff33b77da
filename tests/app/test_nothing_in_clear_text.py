"""What a person answers, has met and notes down stands nowhere in the database as they said it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from assessments.administrations.models import Administration
from assessments.instruments.shelf import resilience_check
from courses.catalogue.content_loading import load_courses
from courses.needs.models import NeedsAnalysis
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_competencies, list_situations
from scheduling.models import Event
from tests.assessments.administrations.filling import take
from tests.house.personas import make_personas

SITUATION = "attacked_on_duty"
REFLECTION = "Beim Stadtfest habe ich geschwiegen"
NOTE = "Die Woche nach der abgebrochenen Bürgerversammlung"


@pytest.fixture
def topics(app):
    load_topics()


def fill_in_needs(client, *, level, situations):
    begun = client.post("/needs")
    while "/questions/" in begun.location:
        begun = client.post(begun.location, data={"level": level})
    client.post("/needs/situations", data={"situations": situations})
    assert client.post("/needs/time", data={"minutes": "960"}).location == "/needs/result"


def reflect(client, *, text):
    address = "/courses/when-the-joke-is-racist/units/my-sentence"
    data = {"text": text, "based_on": "", "stay": "1"}
    assert client.post(f"{address}/reflection", data=data).location == address
    assert text in client.get(address).text


def files_of_database() -> bytes:
    """All that the database keeps in files, indexes among it, and nothing of it twice."""
    if db.engine.dialect.name == "sqlite":
        path = Path(db.engine.url.database)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        files = list(path.parent.glob(f"{path.name}*"))
    else:
        with db.engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            data = connection.scalar(text("SHOW data_directory"))
            database = connection.scalar(
                text("SELECT oid FROM pg_database WHERE datname = current_database()")
            )
        files = list(Path(data, "base", str(database)).iterdir())
    return b"".join(file.read_bytes() for file in files)


def test_the_files_of_the_database_hold_nothing_of_it(committing_app):
    with committing_app.app_context():
        load_topics()
        load_courses()
        personas = make_personas(committing_app)
        keys = [topic.key for topic in (*list_competencies(), *list_situations())]
        db.session.commit()
        owner = personas.client(personas.owner)
    with committing_app.app_context():
        before = files_of_database()
    fill_in_needs(owner, level="3", situations=[SITUATION])
    result = take(owner, "2", NOTE)
    assert NOTE in owner.get(result.location).text
    reflect(owner, text=REFLECTION)
    with committing_app.app_context():
        stored = files_of_database()
    # What is no secret is found, so the rest would be, too.
    assert SITUATION.encode() in stored
    assert personas.owner.person.given_name.encode() in stored
    # Keys of topics stand in the tables of topics, and as JSON in the courses that are about them;
    # an answer would have them as JSON once more.
    sealed = [f'"{name}"' for name in (*keys, "levels", "situations", "answers", "scores")]
    items = [item.key for item in resilience_check().items]
    for secret in (NOTE, REFLECTION, *sealed, *items):
        assert stored.count(secret.encode()) == before.count(secret.encode()), secret


def test_rows_are_the_same_whatever_somebody_says(personas, topics):
    """Down to how long the sealed text is: nothing that a look into the tables could tell."""
    all_situations = [situation.key for situation in list_situations()]
    for account, level, situations, answer in (
        (personas.owner, "0", [], "1"),
        (personas.colleague, "4", all_situations, "5"),
    ):
        client = personas.client(account)
        fill_in_needs(client, level=level, situations=situations)
        take(client, answer, "" if answer == "1" else "x" * 100)
    own = {"id", "public_id", "person_id", "pseudonym", "sealed"}
    for model in (NeedsAnalysis, Administration):
        first, second = db.session.execute(select(model.__table__)).mappings().all()
        assert {name: first[name] for name in first if name not in own} == {
            name: second[name] for name in second if name not in own
        }
        assert first["sealed"] != second["sealed"]
        assert len(first["sealed"]) == len(second["sealed"])


def test_neither_mails_nor_calendar_nor_audit_learn_of_it(personas, topics):
    models = (OutboxMessage, Event, AuditEntry)
    before = {model: db.session.query(model).count() for model in models}
    owner = personas.client(personas.owner)
    fill_in_needs(owner, level="1", situations=[SITUATION])
    result = take(owner, "2", NOTE)
    assert owner.post(f"{result.location}/delete").status_code == 303
    for model in models:
        assert db.session.query(model).count() == before[model], model.__name__
