"""The pages of joint statements: who reads, writes, signs and decides, and what is public."""

from types import SimpleNamespace

import pytest
from flask import g

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.statements import services
from exchange.statements.models import JointStatement
from exchange.statements.search_area import find_statements
from exchange.statements.services import Wording
from organisations.models import Function
from tests.exchange.statements.factories import (
    SIGN_BY,
    WORDING,
    make_open_statement,
    make_statement,
    sign,
    step,
)
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def neighbour(personas):
    elsewhere = personas.foreigner.person.municipality
    return make_account(Role.COORDINATOR, given_name="Nele", municipality=elsewhere)


@pytest.fixture
def opened(personas, neighbour):
    return make_open_statement(personas.coordinator, personas.office)


def test_from_a_proposal_to_a_page_for_everybody(coordinator, office, personas, neighbour, client):
    told = {"title": "Zusammen", "summary": "Worum es geht.", "body": "", "revision": "0"}
    refused = coordinator.post("/statements/drafts/new", data=told)
    assert refused.status_code == 422
    assert "Bitte schreiben Sie den Text." in refused.text
    told["body"] = "Wir **stehen** zusammen."
    seen = coordinator.post("/statements/drafts/new", data=told | {"preview": "1"})
    assert "<strong>stehen</strong>" in seen.text
    assert not db.session.query(JointStatement).count()
    page = coordinator.post("/statements/drafts/new", data=told).location
    public_id = page.rsplit("/", 1)[1]
    assert office.get(page).status_code == 404, "a draft is the municipality's own"
    coordinator.post(f"/statements/drafts/{public_id}/propose", data={"revision": "1"})
    assert "Zum Unterzeichnen öffnen" in office.get(page).text
    opening = {"revision": "2", "sign_by": SIGN_BY.isoformat(), "quorum": "1"}
    refused = office.post(f"{page}/open", data=opening)
    assert refused.status_code == 422
    assert "Bitte eine Zahl von 2 bis 60." in refused.text
    office.post(f"{page}/open", data=opening | {"quorum": "2"})
    for account in (personas.coordinator, neighbour):
        signing = personas.client(account)
        assert "Soll Ihre Kommune unterzeichnen?" in signing.get(page).text
        municipality = account.person.municipality.public_id
        data = {"municipality": municipality, "decided_by": "Rat", "decided_on": "2026-10-01"}
        unsure = signing.post(f"{page}/sign", data=data)
        assert unsure.status_code == 422, "it has to be meant"
        early = signing.post(f"{page}/sign", data=data | {"meant": "y", "decided_on": "2027-01-05"})
        assert "Der Beschluss liegt noch in der Zukunft." in early.text
        assert client.get(f"/joint-statements/{public_id}").status_code == 404
        signing.post(f"{page}/sign", data=data | {"meant": "y"})
        again = signing.post(f"{page}/sign", data=data | {"meant": "y"})
        for late in (again, signing.get(f"{page}/sign")):
            assert late.location == page, "a second click, or the way back, is no dead end"
    office.post(f"{page}/release", data={"revision": "3"})
    text = client.get(f"/joint-statements/{public_id}").text
    assert "Gemeinsame Erklärung von 2 Kommunen" in text
    for account in (personas.coordinator, neighbour, personas.office):
        assert account.person.family_name not in text, "who acted stays inside"
    assert "Zusammen" in client.get("/joint-statements").text


def test_the_office_says_why_it_withdraws_a_statement(opened, personas):
    data = {"revision": str(opened.revision)}
    page = f"/statements/{opened.public_id}/withdraw"
    refused = personas.client(personas.office).post(page, data=data)
    assert refused.status_code == 422
    assert "Warum – Bitte schreiben Sie kurz, warum." in refused.text


def test_only_those_sign_who_speak_for_the_municipality(opened, personas):
    page = f"/statements/{opened.public_id}"
    assert personas.client(personas.owner).get(f"{page}/sign").status_code == 404
    assert personas.client(personas.trainer).get(f"{page}/sign").status_code == 403
    home = personas.owner.person.municipality
    mayor = make_account(Role.TRAINEE, municipality=home, function=Function.POLITICAL_LEADERSHIP)
    assert personas.client(mayor).get(f"{page}/sign").status_code == 200
    foreign = {
        "municipality": personas.foreigner.person.municipality.public_id,
        "decided_by": "Rat",
        "decided_on": "2026-10-01",
        "meant": "y",
    }
    assert personas.client(mayor).post(f"{page}/sign", data=foreign).status_code == 422


def test_a_signature_is_taken_back_by_its_own_municipality_only(opened, personas, neighbour):
    home = personas.owner.person.municipality
    sign(opened, home, personas.coordinator)
    place = f"/statements/{opened.public_id}/signatures/{home.public_id}/take-back"
    assert personas.client(neighbour).get(place).status_code == 404
    coordinator = personas.client(personas.coordinator)
    assert "Unterschrift zurücknehmen?" in coordinator.get(place).text
    assert coordinator.post(place, data={"revision": "0"}).status_code == 303
    assert "Noch keine Kommune." in coordinator.get(f"/statements/{opened.public_id}").text


def test_drafts_are_for_who_writes_them(personas, coordinator, neighbour):
    statement = make_statement(personas.coordinator)
    page, edit = (
        f"/statements/{statement.public_id}",
        f"/statements/drafts/{statement.public_id}/edit",
    )
    assert "Niemand steht allein" in coordinator.get(page).text
    assert "Niemand steht allein" in coordinator.get(edit).text
    for account in (neighbour, personas.owner):
        assert personas.client(account).get(page).status_code == 404
    assert personas.client(neighbour).get(edit).status_code == 404
    assert "Niemand" not in personas.client(neighbour).get("/statements").text
    conflict = coordinator.post(
        edit, data={"title": "A", "summary": "B", "body": "C", "revision": "7"}
    )
    assert conflict.status_code == 422
    assert "Inzwischen hat jemand anderes etwas geändert" in conflict.text
    coordinator.post(f"/statements/drafts/{statement.public_id}/discard", data={"revision": "1"})
    assert not db.session.query(JointStatement).count()


def test_the_dashboard_says_what_waits(opened, personas, office, coordinator):
    assert "1 gemeinsame Erklärung wartet auf Ihre Entscheidung" in coordinator.get("/").text
    sign(opened, personas.owner.person.municipality, personas.coordinator)
    assert "gemeinsame Erklärung wartet" not in coordinator.get("/").text
    assert "gemeinsame Erklärung wartet" not in office.get("/").text
    proposed = make_statement(personas.coordinator)
    step(services.propose_statement, proposed, personas.coordinator)
    assert "1 gemeinsame Erklärung wartet" in office.get("/").text


def test_reading_takes_as_many_statements_however_many_there_are(personas, coordinator, opened):
    coordinator.get("/statements")
    with recorded_queries() as few:
        coordinator.get("/statements")
    for number in range(5):
        more = make_open_statement(personas.coordinator, personas.office)
        sign(more, make_municipality(name=f"Ort {number}"), personas.coordinator)
    db.session.commit()
    with recorded_queries() as many:
        coordinator.get("/statements")
    assert len(many) == len(few)
    with recorded_queries() as before:
        coordinator.get(f"/statements/{opened.public_id}")
    for number in range(5):
        sign(opened, make_municipality(name=f"Stadt {number}"), personas.coordinator)
    db.session.commit()
    with recorded_queries() as after:
        coordinator.get(f"/statements/{opened.public_id}")
    assert len(after) == len(before)


def test_search_finds_what_one_may_read(app, opened, personas, neighbour):
    draft = Wording("Entwurf über Zwischenrufe", "Noch nicht.", "Zwischenrufe am Abend.")
    make_statement(personas.coordinator, wording=draft)
    for account, found in ((personas.coordinator, 1), (neighbour, 0), (personas.owner, 0)):
        with app.test_request_context():
            g._login_user, g.sign_in_session = account, SimpleNamespace(account=account)
            assert len(find_statements("Zwischenruf", 5)) == found
            assert [hit.title for hit in find_statements("stehen niemand", 5)] == [WORDING.title]
