"""One's own self-assessments over time, and deleting them for good."""

import pytest

from app.kernel.db import db
from app.kernel.vault import Unreadable
from assessments.administrations import services
from assessments.administrations.models import Administration
from assessments.administrations.queries import list_taken
from assessments.administrations.sealed import RECORD
from assessments.instruments.shelf import resilience_check
from tests.assessments.administrations.filling import NOTE, answer, begin, take
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def test_the_course_is_a_chart_and_a_table(owner, clock):
    for lines, point in enumerate(("2", "3", "5")):
        take(owner, point)
        assert owner.get("/assessments").text.count("komma-chart__line") == lines
        clock.advance(hours=3)
    page = " ".join(owner.get("/assessments").text.split())
    assert page.count('<circle class="komma-chart__current"') == 3
    assert page.count('rowheader"><a') == 3


def test_the_course_asks_as_often_for_many_as_for_one(owner):
    def asked():
        with recorded_queries() as statements:
            owner.get("/assessments")
        return len(statements)

    take(owner)
    once = asked()
    for _ in range(3):
        take(owner)
    assert asked() == once


def test_one_can_be_deleted_for_good(owner, app, personas):
    first = take(owner).location
    kept = db.session.query(Administration).one()
    second = take(owner).location
    subject, sealed = kept.vault_subject, kept.sealed
    assert "Das lässt sich nicht rückgängig machen." in owner.get(f"{first}/delete").text
    assert owner.post(f"{first}/delete").location == "/assessments"
    assert owner.get(first).status_code == 404
    assert owner.get(second).status_code == 200
    vault, person = app.extensions["komma"].vault, personas.owner.person
    with pytest.raises(Unreadable):  # what a backup of the database still holds
        vault.open(subject, RECORD, vault.open(person.vault_subject, RECORD, sealed))
    assert len(list_taken(personas.owner.person)) == 1


def test_all_can_be_deleted_for_good_and_one_can_begin_again(owner, personas):
    take(owner)
    answer(owner, begin(owner), {1: "4"})
    assert owner.get("/assessments/delete").status_code == 200
    assert owner.post("/assessments/delete").location == "/assessments"
    assert db.session.query(Administration).count() == 0
    assert owner.get(take(owner).location).status_code == 200


def test_an_export_says_it_and_an_erasure_ends_it(owner, personas, app):
    take(owner)
    data = {
        entry.name: entry
        for feature in app.extensions["komma"].features
        for entry in feature.personal_data
    }["assessments"]
    person = personas.owner.person
    exported = data.export(person.id)
    assert (exported[0]["note"], len(exported[0]["answers"])) == (NOTE, 20)
    data.erase(person.id)
    assert data.export(person.id) == []


def test_commands_refuse_without_a_draft_and_without_answers(personas):
    person, instrument = personas.owner.person, resilience_check()
    end = {"person": person, "instrument": instrument, "note": "", "actor": person, "now": START}
    with pytest.raises(services.NoDraft):
        services.finish_assessment(**end)
    services.begin_assessment(person=person, instrument=instrument, actor=person, now=START)
    with pytest.raises(services.NothingAnswered):
        services.finish_assessment(**end)
