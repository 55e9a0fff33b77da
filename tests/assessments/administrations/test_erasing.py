"""Erasing somebody: each package its rows, the person's key last; nothing of it comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.vault import KeyErased, SubjectsErased, current_vault
from assessments.administrations import queries, services
from assessments.administrations.models import Administration, AssessmentBinder
from assessments.instruments.shelf import resilience_check
from assessments.waves.models import WaveCopy
from assessments.waves.services import open_wave
from tests.assessments.administrations.factories import begin, finish
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


@pytest.fixture
def person(personas):
    return personas.owner.person


@pytest.fixture
def wave(personas):
    return open_wave(
        instrument=resilience_check(),
        people=[personas.owner.person, personas.colleague.person],
        closes_on=START.date() + timedelta(days=7),
        now=START,
    )


def personal_data(app):
    """All of it in the order in which it is erased: upper layers first."""
    return [
        data
        for feature in reversed(app.extensions["komma"].features)
        for data in feature.personal_data
    ]


def test_nothing_is_left_of_somebody_who_is_erased(app, personas, person, wave):
    finish(person, wave=wave)
    begin(person)
    sealed = current_vault().seal(person.vault_subject, "something else", b"text")
    other = finish(personas.colleague.person, wave=wave)
    subjects = {each.vault_subject for each in db.session.query(Administration)}
    for data in personal_data(app):
        data.export(person.id)
    for data in personal_data(app):
        data.erase(person.id)
    assert current_vault().open(person.vault_subject, "something else", sealed), "until the commit"
    db.session.commit()
    assert db.session.query(Administration).count() == 1
    assert db.session.query(WaveCopy).count() == 1
    assert db.session.get(AssessmentBinder, person.id) is None
    [kept] = db.session.query(Administration)
    erased = (subjects - {kept.vault_subject}) | {person.vault_subject}
    assert current_vault().find_erased(subjects | {person.vault_subject}) == erased
    with pytest.raises(KeyErased):
        current_vault().open(person.vault_subject, "something else", sealed)
    assert queries.get_taken(personas.colleague.person, other.address).finished
    for data in personal_data(app):
        data.erase(person.id)  # once more does no harm


def test_the_key_of_a_person_goes_last_of_all(app):
    assert personal_data(app)[-1].name == "vault_key"


def test_deleting_all_self_assessments_keeps_what_else_is_sealed(person):
    sealed = current_vault().seal(person.vault_subject, "something else", b"text")
    finish(person)
    assert services.delete_all_assessments(person=person, actor=person, now=START) == 1
    db.session.commit()
    assert current_vault().open(person.vault_subject, "something else", sealed) == b"text"
    assert queries.list_opened(person) == []
    assert finish(person).finished


def test_a_deletion_that_is_not_committed_deletes_no_key(person):
    address = finish(person).address
    db.session.commit()
    services.delete_assessment(person=person, address=address, actor=person, now=START)
    db.session.rollback()
    assert [each.address for each in queries.list_taken(person)] == [address]


def test_a_restored_backup_brings_neither_record_nor_copy_back(person, wave):
    """All three tables as they were, with a key store that has not forgotten."""
    address = finish(person, wave=wave).address
    kept = finish(person).address
    db.session.commit()
    backup = {
        model: [dict(row) for row in db.session.execute(select(model.__table__)).mappings()]
        for model in (Administration, AssessmentBinder, WaveCopy)
    }
    services.delete_assessment(person=person, address=address, actor=person, now=START)
    db.session.commit()
    for model, rows in backup.items():
        db.session.query(model).delete()
        db.session.execute(insert(model), rows)
    assert [each.address for each in queries.list_taken(person)] == [kept]
    publish(SubjectsErased(frozenset(current_vault().list_erasures())))
    db.session.commit()
    assert db.session.query(WaveCopy).count() == 0
    assert db.session.query(Administration).count() == 1
    assert [entry.address for entry in queries.find_binder(person).entries] == [kept]
