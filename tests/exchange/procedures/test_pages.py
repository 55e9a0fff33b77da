"""The pages of procedures and cases: written, adopted, begun, worked off, seen by nobody else."""

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.procedures.cases import services
from exchange.procedures.cases.models import Case
from exchange.procedures.writing import queries
from exchange.procedures.writing.models import Procedure
from organisations.topics.content_loading import load_topics
from tests.exchange.procedures.factories import make_case, make_next_version, make_version
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

pytestmark = in_turn

WRITING = "/municipality/procedures"


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def version(personas):
    return make_version(personas.coordinator.person)


@pytest.fixture
def case(version, personas):
    return make_case(version, personas.owner.person)


def written(version, **changes):
    """What the form sends for a version's text."""
    content = version.content
    data = {
        "title": content["title"],
        "purpose": content["purpose"],
        "situations": content["situations"],
        "revision": "0",
    }
    for row, step in enumerate(content["steps"]):
        data |= {
            f"steps-{row}-{name}": "" if step[name] is None else step[name]
            for name in ("title", "text", "responsible", "amount", "unit", "counts_from")
        }
        data[f"steps-{row}-checklist"] = "\r\n".join(step["checklist"])
    return data | changes


def test_from_a_template_to_a_procedure_in_force(coordinator, owner):
    load_topics()
    begun = coordinator.post(f"{WRITING}/new", data={"template": "online_hate"})
    assert begun.location.endswith("/edit")
    assert "Lesen abnehmen" in coordinator.get(begun.location).text
    [procedure] = db.session.query(Procedure)
    place = f"{WRITING}/{procedure.public_id}"
    assert procedure.public_id not in owner.get("/procedures").text
    data = {"revision": "1", "adopted_by": "", "adopted_on": "2027-01-05"}
    refused = coordinator.post(f"{place}/put-in-force", data=data)
    assert refused.status_code == 422
    assert "Bitte nennen Sie das Gremium" in refused.text
    assert "liegt noch in der Zukunft" in refused.text
    data |= {"adopted_by": "Kreisausschuss", "adopted_on": "2026-11-20"}
    assert coordinator.post(f"{place}/put-in-force", data=data).status_code == 303
    page = owner.get(f"/procedures/{procedure.public_id}").text
    assert "Kreisausschuss" in page
    assert "3 Stunden ab Beginn" in page


def test_a_new_version_shows_what_it_changes(version, coordinator, owner):
    procedure = version.procedure.public_id
    place = f"{WRITING}/{procedure}"
    data = written(version, **{"steps-0-amount": "4", "purpose": "Wenn jemand gefährdet wird."})
    saved = coordinator.post(f"{place}/edit", data=data)
    assert saved.location == f"{place}/draft"
    text = coordinator.get(saved.location).text
    assert "neu:" in text
    assert "<ins>" in text
    assert "gefährdet" in text
    draft = queries.find_draft(version.procedure)
    adopt = {"revision": draft.revision, "adopted_by": "Rat", "adopted_on": "2026-11-23"}
    coordinator.post(f"{place}/put-in-force", data=adopt)
    page = owner.get(f"/procedures/{procedure}/versions/2").text
    assert "Anders als Fassung 1" in page
    assert "gestrichen:" in page


def test_any_two_versions_are_compared_and_a_draft_by_who_writes(
    version, personas, coordinator, owner
):
    place = f"/procedures/{version.procedure.public_id}"
    assert "Zwei Fassungen vergleichen" not in owner.get(place).text
    assert owner.get(f"{place}/compare").status_code == 404
    actor = personas.coordinator.person
    make_next_version(version, actor, purpose="Zweiter Zweck.")
    make_next_version(version, actor, purpose="Dritter Zweck.")
    coordinator.post(
        f"{WRITING}/{version.procedure.public_id}/edit", data=written(version, title="Neu")
    )
    assert f"{place}/compare" in owner.get(place).text
    page = owner.get(f"{place}/compare?from=1&to=3").text
    assert "<ins>" in page
    assert "Dritter" in page
    assert "Zweiter" not in page
    assert "Zweiter" in owner.get(f"{place}/compare").text, "the newest two"
    assert "dasselbe" in owner.get(f"{place}/compare?from=2&to=2").text
    assert "Entwurf" not in page
    for asked in ("from=1&to=draft", "from=0&to=1", "from=1&to=4", "from=x"):
        assert owner.get(f"{place}/compare?{asked}").status_code == 404
    assert "Neu" in coordinator.get(f"{place}/compare?from=1&to=draft").text
    assert personas.client(personas.foreigner).get(f"{place}/compare").status_code == 404


def test_what_a_draft_lacks_is_told_and_shown_at_its_field(version, coordinator):
    place = f"{WRITING}/{version.procedure.public_id}"
    coordinator.post(f"{place}/edit", data=written(version, **{"steps-1-responsible": ""}))
    assert f"{place}/edit?lacking=1" in coordinator.get(f"{place}/draft").text
    page = coordinator.get(f"{place}/edit?lacking=1").text
    assert 'href="#steps-1-responsible"' in page
    assert "Schritt 2, Zuständig – Fehlt noch." in page


def test_steps_are_added_and_moved_without_being_saved(version, coordinator):
    place = f"{WRITING}/{version.procedure.public_id}/edit"
    page = coordinator.post(place, data=written(version, up="1")).text
    assert page.index('value="Anzeigen"') < page.index('value="Sichern"')
    page = coordinator.post(place, data=written(version, down="0")).text
    assert page.index('value="Anzeigen"') < page.index('value="Sichern"')
    page = coordinator.post(place, data=written(version, add_step="1")).text
    assert "steps-3-title" in page
    assert queries.find_draft(version.procedure) is None


def test_whoever_saves_second_is_told_and_loses_nothing(version, coordinator):
    place = f"{WRITING}/{version.procedure.public_id}/edit"
    coordinator.post(place, data=written(version, purpose="Eins."))
    conflict = coordinator.post(place, data=written(version, purpose="Zwei."))
    assert conflict.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in conflict.text
    assert "Zwei." in conflict.text
    again = coordinator.post(place, data=written(version, purpose="Zwei.", revision="1"))
    assert again.status_code == 303
    assert queries.find_draft(version.procedure).content["purpose"] == "Zwei."


def test_what_cannot_be_is_said_at_its_field(version, coordinator):
    place = f"{WRITING}/{version.procedure.public_id}/edit"
    data = written(version, title="", **{"steps-0-amount": "999", "steps-1-checklist": "x\n" * 21})
    refused = coordinator.post(place, data=data)
    assert refused.status_code == 422
    for message in ("braucht einen Titel", "Zahl von 1 bis 366", "höchstens 20 Punkte"):
        assert message in refused.text


def test_a_procedure_is_discarded_and_set_aside(version, coordinator, owner):
    place = f"{WRITING}/{version.procedure.public_id}"
    coordinator.post(f"{place}/edit", data=written(version, purpose="Eins."))
    asked = coordinator.get(f"{place}/discard").text
    assert "Entwurf verwerfen?" in asked
    assert queries.find_draft(version.procedure), "asking alone discards nothing"
    late = coordinator.post(f"{place}/discard", data={"revision": "7"})
    assert late.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert." in late.text
    assert coordinator.post(f"{place}/discard", data={"revision": "1"}).status_code == 303
    assert queries.find_draft(version.procedure) is None
    assert "außer Kraft setzen?" in coordinator.get(f"{place}/set-aside").text
    coordinator.post(f"{place}/set-aside")
    assert owner.get(f"/procedures/{version.procedure.public_id}").status_code == 404


def test_procedures_of_others_are_not_there(version, personas):
    procedure = version.procedure.public_id
    foreigner = personas.client(personas.foreigner)
    for address in (f"/procedures/{procedure}", f"/cases/new/{procedure}"):
        assert foreigner.get(address).status_code == 404
    other = personas.foreigner.person.municipality
    elsewhere = personas.client(make_account(Role.COORDINATOR, municipality=other))
    for page in ("edit", "draft", "set-aside"):
        assert elsewhere.get(f"{WRITING}/{procedure}/{page}").status_code == 404


def test_procedures_are_found_by_situation(version, owner):
    [key] = version.situations
    assert "Drohung" in owner.get(f"/procedures?situation={key}").text
    assert "Drohung" in owner.get("/procedures?situation=unknown").text


def begin(client, version, **changes):
    data = {
        "situation": version.situations[0],
        "happened_on": "2026-11-22",
        "description": "Etwas ist geschehen",
        "months": "6",
    } | changes
    return client.post(f"/cases/new/{version.procedure.public_id}", data=data)


def test_a_case_from_its_beginning_to_its_end(version, owner, personas):
    begun = begin(owner, version, second=personas.colleague.email)
    assert begun.status_code == 303
    page = begun.location
    text = owner.get(page).text
    assert "Als Nächstes: Sichern" in text
    assert "Sonntag, 23. Mai 2027" in text
    colleague = personas.client(personas.colleague)
    ticked = colleague.post(f"{page}/ticks", data={"step": "1", "item": "1"})
    assert ticked.location == f"{page}#step-1"
    colleague.post(f"{page}/ticks", data={"step": "1", "item": "2"})
    assert f"Erledigt: {personas.colleague.person.name}" in owner.get(page).text
    colleague.post(f"{page}/ticks/take-back", data={"step": "1", "item": "2"})
    owner.post(f"{page}/notes", data={"text": "Sie ist versorgt"})
    assert "Sie ist versorgt" in colleague.get(page).text
    assert owner.post(f"{page}/close", data={}).status_code == 422
    owner.post(f"{page}/close", data={"outcome": "resolved"})
    text = colleague.get(page).text
    assert "Geklärt, Maßnahmen umgesetzt" in text
    assert "Notiz speichern" not in text
    assert colleague.post(f"{page}/notes", data={"text": "zu spät"}).status_code == 422


def test_a_case_is_not_there_for_anybody_else(case, personas):
    pages = ("", "/description", "/handlers", "/close")
    for name in ("colleague", "coordinator", "foreigner"):
        client = personas.client(getattr(personas, name))
        for page in pages:
            there = client.get(f"/cases/{case.public_id}{page}")
            nowhere = client.get(f"/cases/{'x' * 16}{page}")
            assert there.status_code == nowhere.status_code == 404
        assert case.reference not in client.get("/cases").text
    office = personas.client(personas.office)
    for page in pages:
        assert office.get(f"/cases/{case.public_id}{page}").status_code == 403
    assert case.reference not in office.get("/manage/audit").text


def test_the_wrong_beginning_is_said_at_its_field(version, owner, personas):
    for changes, message in (
        ({"description": " "}, "Bitte beschreiben Sie kurz"),
        ({"happened_on": "2026-11-24"}, "liegt in der Zukunft"),
        ({"happened_on": "1999-01-01"}, "prüfen Sie das Jahr"),
        ({"second": personas.foreigner.email}, "in Ihrer Kommune niemanden"),
        ({"second": personas.owner.email}, "schon benannt"),
        ({"second": "keine-adresse"}, "vollständige E-Mail-Adresse"),
    ):
        refused = begin(owner, version, **changes)
        assert refused.status_code == 422, changes
        assert message in refused.text
    assert db.session.query(Case).count() == 0


def test_handlers_are_named_released_and_handed_over(case, owner, personas):
    place = f"/cases/{case.public_id}/handlers"
    last = owner.post(f"{place}/release", data={"person": personas.owner.person.public_id})
    assert last.status_code == 422
    assert "Mindestens eine Person" in last.text
    unknown = owner.post(place, data={"email": personas.foreigner.email})
    assert unknown.status_code == 422
    assert owner.post(place, data={"email": personas.colleague.email}).status_code == 303
    twice = owner.post(place, data={"email": personas.colleague.email})
    assert "schon benannt" in twice.text
    released = {"person": personas.colleague.person.public_id}
    assert owner.post(f"{place}/release", data=released).location == place
    handed = owner.post(f"{place}/hand-over", data={"email": personas.colleague.email})
    assert handed.location == "/cases"
    assert owner.get(f"/cases/{case.public_id}").status_code == 404
    assert personas.client(personas.colleague).get(f"/cases/{case.public_id}").status_code == 200


def test_a_description_saved_meanwhile_is_shown_beside_ones_own(case, owner, personas):
    place = f"/cases/{case.public_id}/description"
    owner.post(place, data={"revision": "1", "description": "Erstens"})
    conflict = owner.post(place, data={"revision": "1", "description": "Zweitens"})
    assert conflict.status_code == 422
    assert "Erstens" in conflict.text
    assert "Zweitens" in conflict.text


def test_the_dashboard_says_when_a_deadline_is_over(case, owner, personas, clock):
    assert "Frist abgelaufen" not in owner.get("/").text
    clock.advance(hours=3)
    assert "In 1 Vorgang ist eine Frist abgelaufen" in owner.get("/").text
    assert "Frist abgelaufen" not in personas.client(personas.colleague).get("/").text


def test_pages_ask_as_often_for_many_as_for_few(version, case, owner, personas):
    def asked(address):
        owner.get(address)
        with recorded_queries() as statements:
            assert owner.get(address).status_code == 200
        return len(statements)

    page = f"/cases/{case.public_id}"
    services.add_note(case=case, text="x", actor=personas.owner.person, now=START)
    few = [asked(address) for address in ("/procedures", "/cases", page)]
    for number in range(4):
        make_version(personas.coordinator.person, title=f"Verfahren {number}")
        make_case(version, personas.owner.person, others=[personas.colleague.person])
        services.add_note(case=case, text="x", actor=personas.owner.person, now=START)
        services.tick_item(
            case=case, step=1 + number // 2, item=1, actor=personas.owner.person, now=START
        )
    make_next_version(version, personas.coordinator.person, purpose="Anders.")
    assert [asked(address) for address in ("/procedures", "/cases", page)] == few


def test_all_of_it_reads_in_english(case, owner, version):
    owner.get("/language/en")
    for address in (
        "/procedures",
        f"/procedures/{version.procedure.public_id}",
        "/cases",
        f"/cases/{case.public_id}",
        "/exercises/new",
    ):
        page = owner.get(address)
        assert page.status_code == 200
        assert '<html lang="en"' in page.text
