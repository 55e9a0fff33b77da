"""Partners of an alliance: taken in, changed, let go, with a history; and whose people who sees."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.alliances.duties.models import Part, Responsibility
from exchange.alliances.partners.models import Commitment, Contact, Partner
from exchange.alliances.partners.phone import dialled
from exchange.alliances.partners.queries import list_history
from organisations.accounts.services import grant_role
from tests.exchange.alliances.factories import (
    make_commitment,
    make_contact,
    make_duty,
    make_partner,
)
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_situation

pytestmark = in_turn

DETAILS = {
    "name": "Opferberatung",
    "kind": "counselling",
    "remit": "Hört zu.",
    "phone": "030 23125 200",
    "website": "https://example.org/beratung",
}


def the(model):
    return db.session.scalars(select(model)).one()


@pytest.fixture
def partner(home):
    return make_partner(home, name="Opferberatung")


@pytest.fixture
def secret(partner):
    """Somebody whom the coordinator alone shall see."""
    return make_contact(partner, name="Jan Petersen", phone="030 23125 666", released=False)


def test_a_coordinator_takes_a_partner_in(coordinator, at):
    situation = make_situation()
    form = coordinator.get(at(f"/partners/new?situation={situation.key}&kind=security")).text
    assert f'value="{situation.key}" checked' in form
    assert 'value="security" checked' in form
    sent = coordinator.post(at("/partners/new"), data=DETAILS | {"situations": situation.key})
    partner = the(Partner)
    assert (sent.status_code, sent.location) == (303, at(f"/partners/{partner.public_id}"))
    page = coordinator.get(sent.location).text
    assert 'href="tel:03023125200"' in page
    assert situation.text.de in page
    assert "Partner der Allianz aufgenommen" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "nobody"}, "kind"),
        ({"remit": "x" * 301}, "remit"),
        ({"phone": "nach Vereinbarung"}, "phone"),
        ({"phone": "", "round_the_clock": "y"}, "phone"),
        ({"email": "nirgends"}, "email"),
        ({"website": "http://example.org"}, "website"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(coordinator, at, changes, field):
    answer = coordinator.post(at("/partners/new"), data=DETAILS | changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text or f'id="{field}-hint {field}-error"' in answer.text
    assert db.session.scalars(select(Partner)).all() == []


def test_a_name_is_there_once_until_the_partner_leaves(coordinator, at, partner):
    answer = coordinator.post(at("/partners/new"), data=DETAILS)
    assert answer.status_code == 422
    assert "Einen Partner mit diesem Namen gibt es schon." in answer.text
    address = at(f"/partners/{partner.public_id}")
    assert "aus der Allianz nehmen?" in coordinator.get(address + "/end").text
    coordinator.post(address + "/end")
    assert coordinator.get(address).status_code == 404
    assert coordinator.post(at("/partners/new"), data=DETAILS).status_code == 303


def test_a_partner_that_leaves_is_responsible_for_nothing_any_more(coordinator, at, home, partner):
    duty = make_duty()
    coordinator.post(at(f"/duties/{duty.public_id}"), data={"responsible": partner.public_id})
    assert the(Responsibility).part == Part.RESPONSIBLE
    coordinator.post(at(f"/partners/{partner.public_id}/end"))
    assert db.session.scalars(select(Responsibility)).all() == []


def test_a_contact_is_entered_changed_confirmed_and_forgotten(coordinator, at, partner, clock):
    page = at(f"/partners/{partner.public_id}")
    nowhere = coordinator.post(page + "/contacts/new", data={"name": "Samira Benali"})
    assert nowhere.status_code == 422
    assert "eine Telefonnummer oder eine E-Mail-Adresse" in nowhere.text
    data = {"name": "Samira Benali", "phone": "030 23125 201"}
    assert coordinator.post(page + "/contacts/new", data=data).status_code == 303
    contact = the(Contact)
    assert not contact.released
    address = at(f"/contacts/{contact.public_id}")
    coordinator.post(address, data=data | {"released": "y", "email": "benali@example.org"})
    assert the(Contact).released
    later = clock.advance(minutes=20)
    coordinator.post(address + "/confirm")
    assert the(Contact).confirmed_at == later
    assert "endgültig gelöscht" in coordinator.get(address + "/remove").text
    coordinator.post(address + "/remove")
    assert db.session.scalars(select(Contact)).all() == []


def test_a_commitment_has_a_history(coordinator, at, partner):
    page = at(f"/partners/{partner.public_id}")
    promise = {"text": "Ruft zurück", "due_on": "2026-11-01"}
    coordinator.post(page + "/commitments/new", data=promise)
    assert "überfällig" in coordinator.get(page).text
    commitment = the(Commitment)
    address = at(f"/commitments/{commitment.public_id}")
    data = promise | {"state": "kept"}
    assert coordinator.post(address, data=data | {"state": "forgotten"}).status_code == 422
    coordinator.post(address, data=data)
    shown = coordinator.get(page).text
    assert "überfällig" not in shown
    assert "Zusage eines Partners geändert: eingehalten" in shown
    coordinator.get("/language/en")
    assert "Commitments of the partner" in coordinator.get(page).text, "no button that accepts"
    lines = list_history(db.session.get(Partner, commitment.partner_id))
    assert [(line.action, line.after) for line in lines] == [
        ("alliance_commitment.changed", "kept"),
        ("alliance_commitment.agreed", ""),
    ]


def test_people_of_the_municipality_see_who_is_released_for_them(reader, at, partner, secret):
    make_contact(partner, name="Samira Benali")
    make_commitment(partner, text="Schult die Pforte")
    pages = "".join(
        reader.get(at(rest)).text
        for rest in ("", "/partners", f"/partners/{partner.public_id}", "/help")
    )
    assert "Samira Benali" in pages
    assert "Schult die Pforte" not in pages
    for hidden in (secret.name, secret.phone, dialled(secret.phone)):
        assert hidden not in pages


def test_the_office_sees_the_organisation_and_nobody_in_it(personas, at, partner, secret):
    make_contact(partner, name="Samira Benali")
    office = personas.client(personas.office)
    page = office.get(at(f"/partners/{partner.public_id}")).text
    assert partner.phone in page
    assert "Samira Benali" not in page
    assert "Jan Petersen" not in page
    assert office.get(at("/help")).status_code == 404
    assert office.get(at(f"/partners/{partner.public_id}/edit")).status_code == 403


def test_of_whom_one_may_not_see_nothing_is_read(personas, at, partner, secret):
    for account in (personas.office, personas.owner):
        client = personas.client(account)
        with recorded_queries() as statements:
            client.get(at(f"/partners/{partner.public_id}"))
        [of_people] = [each for each in statements if "FROM alliance_contacts" in each]
        condition = of_people.partition("WHERE")[2]
        nobody = "0 = 1" in condition or "false" in condition
        assert nobody if account is personas.office else "released" in condition


def test_another_municipalitys_alliance_does_not_exist(personas, at, partner, secret):
    foreigner = personas.client(personas.foreigner)
    for rest in (
        "",
        "/partners",
        f"/partners/{partner.public_id}",
        "/duties",
        "/help",
        "/meetings",
    ):
        assert foreigner.get(at(rest)).status_code == 404, rest
    elsewhere = personas.foreigner.person.municipality.public_id
    coordinator = personas.client(personas.coordinator)
    for rest in (
        f"/partners/{partner.public_id}",
        f"/contacts/{secret.public_id}",
        "/partners/new",
    ):
        assert coordinator.get(f"/alliances/{elsewhere}{rest}").status_code == 404, rest


def test_whoever_stands_in_for_the_coordinator_keeps_the_alliance_until_that_is_over(
    personas, home, at, clock
):
    person = personas.colleague.person
    until = clock.now() + timedelta(minutes=30)
    grant_role(person=person, role=Role.SUBSTITUTE, municipality=home).ends_at = until
    client = personas.client(personas.colleague)
    assert client.get(at("/partners/new")).status_code == 200
    clock.advance(minutes=31)
    assert client.get(at("/partners/new")).status_code == 403
    assert client.get(at("/partners")).status_code == 200


def test_the_list_asks_as_much_for_many_partners_as_for_one(coordinator, at, home):
    def asked() -> int:
        with recorded_queries() as statements:
            coordinator.get(at("/partners"))
        return len(statements)

    make_contact(make_partner(home))
    few = asked()
    for _ in range(5):
        make_contact(make_partner(home, situations=[make_situation()]))
    assert asked() == few


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("030 23125-200", "03023125200"),
        ("+49 (0)30 23125 200", "+493023125200"),
        ("(030) 23125/200", "03023125200"),
        ("110", "110"),
    ],
)
def test_numbers_are_dialled_as_they_are_meant(written, dials):
    assert dialled(written) == dials
