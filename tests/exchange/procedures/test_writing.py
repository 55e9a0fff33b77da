"""Procedures as versions: a draft, put in force by a body, superseded, never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.procedures.writing import queries, services
from exchange.procedures.writing.document import missing_in, steps_of
from exchange.procedures.writing.models import Procedure, VersionState
from exchange.procedures.writing.shelf import shipped_procedures
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_situations
from tests.exchange.procedures.factories import (
    adopt,
    make_document,
    make_next_version,
    make_step,
    make_version,
)
from tests.house.clock import START


@pytest.fixture
def coordinator(personas):
    return personas.coordinator.person


@pytest.fixture
def version(coordinator):
    return make_version(coordinator)


def test_a_new_version_takes_the_place_of_what_held_and_leaves_it_to_be_read(version, coordinator):
    later = START + timedelta(days=30)
    newer = make_next_version(version, coordinator, later, purpose="Anders.")
    db.session.refresh(version)
    assert (version.number, version.state, version.ended_at) == (1, VersionState.SUPERSEDED, later)
    assert (newer.number, newer.state) == (2, VersionState.IN_FORCE)
    assert version.content["purpose"] == "Wenn jemand bedroht wird."


@pytest.mark.parametrize(
    "change",
    [
        "title = 'x'",
        "content = '{}'",
        "adopted_by = 'Niemand'",
        "number = 9",
        "state = 'draft', number = NULL, adopted_by = '', adopted_on = NULL, in_force_at = NULL",
    ],
)
def test_the_database_refuses_to_change_what_is_in_force(version, change):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(f"UPDATE procedure_versions SET {change}"))  # noqa: S608


def test_the_database_refuses_to_bring_back_or_delete_what_was_in_force(version, coordinator):
    make_next_version(version, coordinator, purpose="Anders.")
    for statement in (
        "UPDATE procedure_versions SET state = 'in_force', ended_at = NULL WHERE number = 1",
        "DELETE FROM procedure_versions WHERE number = 1",
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(text(statement))


def test_of_two_who_save_at_once_the_second_is_told(version, coordinator, personas):
    act = {"procedure": version.procedure, "actor": coordinator, "now": START}
    first = version.content | {"purpose": "Eins."}
    services.save_draft(document=first, revision=0, **act)
    with pytest.raises(services.ChangedMeanwhile):
        services.save_draft(document=version.content | {"purpose": "Zwei."}, revision=0, **act)
    assert queries.find_draft(version.procedure).content == first


def test_saving_what_is_in_force_makes_no_draft(version, coordinator):
    act = {"procedure": version.procedure, "actor": coordinator, "now": START}
    assert services.save_draft(document=dict(version.content), revision=0, **act) is None
    assert queries.find_draft(version.procedure) is None


def test_what_lacks_something_does_not_come_into_force(coordinator):
    lacking = make_document(steps=[make_step(responsible="")])
    draft = services.create_procedure(
        municipality=coordinator.municipality, document=lacking, actor=coordinator, now=START
    )
    with pytest.raises(services.NotReady) as refusal:
        adopt(draft, coordinator)
    assert [(lack.key, lack.row) for lack in refusal.value.lacks] == [("responsible", 0)]


def test_a_procedure_that_never_held_goes_with_its_draft(coordinator):
    draft = services.create_procedure(
        municipality=coordinator.municipality,
        document=make_document(),
        actor=coordinator,
        now=START,
    )
    services.discard_draft(procedure=draft.procedure, revision=1, actor=coordinator, now=START)
    assert db.session.query(Procedure).count() == 0


def test_what_is_set_aside_can_be_written_anew(version, coordinator):
    services.set_aside(procedure=version.procedure, actor=coordinator, now=START)
    assert queries.find_in_force(version.procedure) is None
    assert make_next_version(version, coordinator).number == 2


def test_colleagues_read_what_holds_and_coordinators_what_is_written(version, personas):
    draft = services.create_procedure(
        municipality=personas.coordinator.person.municipality,
        document=make_document(title="Noch nicht"),
        actor=personas.coordinator.person,
        now=START,
    )
    titles = {
        name: [shelf.title for shelf in queries.list_shelves(getattr(personas, name))]
        for name in ("owner", "coordinator", "foreigner")
    }
    assert titles == {
        "owner": ["Drohung"],
        "coordinator": ["Drohung", "Noch nicht"],
        "foreigner": [],
    }
    for account, public_id in (
        (personas.owner, draft.procedure.public_id),
        (personas.foreigner, version.procedure.public_id),
    ):
        with pytest.raises(NotFound):
            queries.get_shelf(account, public_id)


def test_what_ships_is_ready_to_be_adopted_and_for_known_situations(app):
    load_topics()
    known = {situation.key for situation in list_situations()}
    assert len(shipped_procedures()) == 5
    for shipped in shipped_procedures():
        assert missing_in(shipped.document) == []
        assert set(shipped.document["situations"]) <= known
        assert all(step.checklist and step.deadline for step in steps_of(shipped.document))
    covered = {key for one in shipped_procedures() for key in one.document["situations"]}
    # The other two are about commitment, not about an incident.
    assert known - covered == {"commitment_doubted", "smiled_at"}
