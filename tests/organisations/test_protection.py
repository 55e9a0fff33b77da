"""People who are threatened: who may hide their contact details, and who may show them again."""

import pytest

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage
from organisations.protection.personal_data import export_of
from organisations.protection.queries import visible_contact
from organisations.protection.services import hide_contact
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn

OWN = "/account/protection"
REQUEST = {"asked_by": "telephone", "asked_on": "2026-11-22"}


@pytest.fixture
def owner(personas):
    person = personas.owner.person
    person.job_title = Bilingual(de="Amtsleitung", en="Head of department")
    return person


def of_office(person, rest=""):
    return f"/manage/people/{person.public_id}/protection{rest}"


def trail() -> list[AuditEntry]:
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id)
    return [entry for entry in entries if entry.action.startswith("contact.")]


def test_of_whom_is_not_protected_everybody_sees_everything(personas, owner):
    for viewer in (personas.trainer, personas.foreigner, None):
        contact = visible_contact(owner, viewer)
        assert contact.email == personas.owner.email
        assert contact.job_title == owner.job_title
        assert contact.team is owner.team


def test_of_whom_is_protected_only_the_office_and_they_themselves_do(personas, owner):
    hide_contact(person=owner, actor=owner, now=START)
    others = (personas.colleague, personas.trainer, personas.coordinator, personas.foreigner, None)
    for viewer in others:
        contact = visible_contact(owner, viewer)
        assert (contact.email, contact.job_title, contact.team) == (None, None, None)
    for viewer in (personas.office, personas.owner):
        assert visible_contact(owner, viewer).email == personas.owner.email
        assert visible_contact(owner, viewer).team is owner.team


def test_a_person_protects_themselves_and_ends_it_without_giving_a_reason(personas, owner):
    client = personas.client(personas.owner)
    assert "nicht geschützt" in client.get(OWN).text
    for _ in range(2):
        assert client.post(f"{OWN}/begin").location == OWN
    assert owner.contact_hidden
    assert export_of(owner.id) == {"contact_hidden": True}
    assert "Ihre Kontaktdaten sind geschützt" in client.get(OWN).text
    client.post(f"{OWN}/end")
    assert not owner.contact_hidden
    assert [(entry.action, entry.actor_public_id) for entry in trail()] == [
        ("contact.hidden", owner.public_id),
        ("contact.shown", owner.public_id),
    ]
    assert not personas.colleague.person.contact_hidden


def test_the_office_protects_a_person(personas, owner):
    office = personas.client(personas.office)
    assert f'href="{of_office(owner)}"' in office.get(f"/manage/people/{owner.public_id}").text
    office.post(of_office(owner, "/begin"))
    assert owner.contact_hidden
    assert "Die Kontaktdaten sind geschützt" in office.get(of_office(owner)).text
    assert personas.owner.email in office.get("/manage/people").text


def test_the_office_ends_it_only_with_the_persons_request_on_record(personas, owner):
    office = personas.client(personas.office)
    hide_contact(person=owner, actor=owner, now=START)
    for missing in ("asked_by", "asked_on"):
        answer = office.post(of_office(owner), data=REQUEST | {missing: ""})
        assert answer.status_code == 422
    tomorrow = office.post(of_office(owner), data=REQUEST | {"asked_on": "2026-11-24"})
    assert tomorrow.status_code == 422
    assert "Dieser Tag kommt erst noch" in tomorrow.text
    assert owner.contact_hidden
    assert office.post(of_office(owner), data=REQUEST).status_code == 303
    assert not owner.contact_hidden
    assert trail()[-1].details == REQUEST
    assert trail()[-1].actor_public_id == personas.office.person.public_id


def test_the_person_learns_that_the_office_ended_it_once_and_discreetly(personas, owner):
    office = personas.client(personas.office)
    hide_contact(person=owner, actor=owner, now=START)
    for _ in range(2):
        office.post(of_office(owner), data=REQUEST)
    [mail] = db.session.query(OutboxMessage)
    assert mail.recipient == personas.owner.email
    assert mail.subject == "Nachricht aus KommA"
    assert f"http://localhost{OWN}" in mail.body
    assert "geschützt" not in mail.body


def test_nobody_else_reaches_the_offices_page(personas, owner):
    for account in (personas.owner, personas.colleague, personas.trainer, personas.coordinator):
        client = personas.client(account)
        assert client.get(of_office(owner)).status_code == 403
        assert client.post(of_office(owner, "/begin")).status_code == 403
    assert not owner.contact_hidden
    office = personas.client(personas.office)
    assert office.get("/manage/people/nobody/protection").status_code == 404
