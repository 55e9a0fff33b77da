"""Several of the office at one moment: one draft, one current version, nothing half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from courses.needs.items import queries, services
from courses.needs.items.document import document_from, texts_of
from courses.needs.items.models import NeedsItem, NeedsItemVersion, VersionState
from organisations.models import Person
from organisations.topics.content_loading import load_topics
from tests.courses.needs.item_factories import save
from tests.house.clock import START
from tests.house.personas import make_personas

CLIENTS, ROUNDS = 6, 3

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def first_item():
    return db.session.scalars(select(NeedsItem).order_by(NeedsItem.id)).first()


def all_at_once(app, act):
    """What came of it for each, `act(item, person, number)` being done by all at one moment."""
    barrier = Barrier(CLIENTS)

    def run(number):
        with app.app_context():
            item, person = first_item(), db.session.scalars(select(Person)).first()
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                act(item, person, number)
                db.session.commit()
            except services.DomainError as refusal:
                db.session.rollback()
                return type(refusal).__name__
            return "done"

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sorted(pool.map(run, range(CLIENTS)))


def test_of_many_who_save_and_publish_at_once_one_comes_through(committing_app):
    with committing_app.app_context():
        load_topics()
        make_personas(committing_app)
        db.session.commit()

    def write(item, person, number):
        texts = texts_of(services.starting_document(item))
        texts["question_de"] += f" {number}"
        services.save_draft(
            item=item, document=document_from(texts), revision=0, actor=person, now=START
        )

    def publish(item, person, _number):
        services.publish_draft(item=item, revision=1, actor=person, now=START)

    for round_ in range(1, ROUNDS + 1):
        others = CLIENTS - 1
        assert all_at_once(committing_app, write) == ["ChangedMeanwhile"] * others + ["done"]
        published = all_at_once(committing_app, publish)
        # Who comes after the one finds no draft any more.
        assert published == ["NotFound"] * others + ["done"]
        with committing_app.app_context():
            numbers = [one.number for one in queries.list_published_versions(first_item())]
            assert numbers == list(range(round_ + 1, 0, -1))


def test_without_the_lock_the_database_still_holds_one_current_version(committing_app, monkeypatch):
    monkeypatch.setattr(services, "lock", lambda *_keys: None)
    with committing_app.app_context():
        load_topics()
        person = make_personas(committing_app).office.person
        save(first_item(), person, question_de="Neu?")
        db.session.commit()

    def publish(item, person, _number):
        services.publish_draft(item=item, revision=1, actor=person, now=START)

    assert all_at_once(committing_app, publish).count("done") == 1
    with committing_app.app_context():
        states = db.session.execute(
            select(NeedsItemVersion.state, func.count())
            .where(NeedsItemVersion.item_id == first_item().id)
            .group_by(NeedsItemVersion.state)
        )
        assert dict(states.all()) == {VersionState.PUBLISHED: 1, VersionState.FORMER: 1}
