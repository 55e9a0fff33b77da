"""The pages of strategy concepts: written, adopted, followed, read by those of the municipality."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.strategies import queries
from exchange.strategies.models import MeasureState, Strategy, StrategyKind
from tests.exchange.strategies.factories import (
    KEYS,
    adopt,
    make_draft,
    make_next_version,
    make_version,
)
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

WRITING = "/municipality/strategies"


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def version(personas):
    return make_version(personas.coordinator.person)


def written(version, **changes):
    """What the form sends for a version's text."""
    content = version.content
    data = {name: content[name] for name in ("title", "situation", "goals", "review_on")}
    for row, measure in enumerate(content["measures"]):
        data |= {f"measures-{row}-{name}": value or "" for name, value in measure.items()}
    return data | {"revision": "0"} | changes


def test_from_a_template_to_an_adopted_concept(coordinator, owner):
    begun = coordinator.post(f"{WRITING}/new", data={"kind": "intervention"})
    assert begun.location.endswith("/edit")
    assert "Was lief beim letzten Vorfall gut" in coordinator.get(begun.location).text
    [strategy] = db.session.query(Strategy)
    place, page = f"{WRITING}/{strategy.public_id}", f"/strategies/{strategy.public_id}"
    assert "Dem Entwurf fehlt noch etwas" in coordinator.get(f"{place}/draft").text
    assert owner.get(page).status_code == 404
    draft = queries.find_draft(strategy)
    rows = range(len(draft.content["measures"]))
    days = {f"measures-{row}-due_on": "2027-03-31" for row in rows}
    data = written(draft, **days, situation="Viel.\n- Lob\n- Mut", revision="1")
    data["review_on"] = "2027-06-30"
    assert coordinator.post(f"{place}/edit", data=data).location == f"{place}/draft"
    adoption = {"revision": "2", "adopted_by": "", "adopted_on": "2026-11-20"}
    refused = coordinator.post(f"{place}/adopt", data=adoption)
    assert refused.status_code == 422
    assert "Bitte nennen Sie das Gremium" in refused.text
    adoption["adopted_by"] = "Kreisausschuss"
    assert coordinator.post(f"{place}/adopt", data=adoption).location == page
    text = owner.get(page).text
    assert "Kreisausschuss" in text
    assert "0 von 7" in text
    assert "<li>Mut</li>" in text, "a list, as on paper"
    again = coordinator.post(f"{WRITING}/new", data={"kind": "intervention"})
    assert again.status_code == 422
    assert "schon ein Konzept dieser Art" in again.text


def test_a_draft_shows_what_it_changes_and_keeps_what_was_typed(version, coordinator, owner):
    strategy = version.strategy
    place = f"{WRITING}/{strategy.public_id}"
    longer = coordinator.post(f"{place}/edit", data=written(version, add_measure="1"))
    assert "measures-2-title" in longer.text
    assert queries.find_draft(strategy) is None
    data = written(version, goals="Viel wissen.", **{"measures-0-title": "Alle schulen"})
    assert coordinator.post(f"{place}/edit", data=data).location == f"{place}/draft"
    text = coordinator.get(f"{place}/draft").text
    assert "Anders als die Fassung, die gilt" in text
    assert "gestrichen:" in text
    assert "Viel wissen." not in owner.get(f"/strategies/{strategy.public_id}").text
    conflict = coordinator.post(f"{place}/edit", data=written(version, goals="Nichts wissen."))
    assert conflict.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in conflict.text
    assert "Nichts wissen." in conflict.text
    refused = coordinator.post(f"{place}/edit", data=written(version, title="", revision="1"))
    assert "braucht einen Titel" in refused.text
    assert "Entwurf verwerfen?" in coordinator.get(f"{place}/discard").text
    assert queries.find_draft(strategy), "asking alone discards nothing"
    late = coordinator.post(f"{place}/discard", data={"revision": "7"})
    assert "Inzwischen hat jemand anderes gespeichert." in late.text
    coordinator.post(f"{place}/discard", data={"revision": "1"})
    assert queries.find_draft(strategy) is None


def test_any_two_versions_are_compared_and_a_draft_by_who_writes(
    version, personas, coordinator, owner
):
    place, actor = f"/strategies/{version.strategy.public_id}", personas.coordinator.person
    assert owner.get(f"{place}/compare").status_code == 404
    make_next_version(version, actor, goals="Zweites Ziel.")
    make_next_version(version, actor, goals="Drittes Ziel.")
    data = written(version, title="Anderes Konzept")
    coordinator.post(f"{WRITING}/{version.strategy.public_id}/edit", data=data)
    assert f"{place}/compare" in owner.get(place).text
    page = owner.get(f"{place}/compare?from=1&to=3").text
    assert "Drittes" in page
    assert "Zweites" not in page
    assert "Zweites" in owner.get(f"{place}/compare").text, "the newest two"
    for asked in ("from=1&to=draft", "from=0&to=1", "from=x"):
        assert owner.get(f"{place}/compare?{asked}").status_code == 404
    assert "Anderes" in coordinator.get(f"{place}/compare?from=1&to=draft").text
    assert personas.client(personas.foreigner).get(f"{place}/compare").status_code == 404


def test_a_measure_moves_up_and_down_without_being_saved(version, coordinator):
    place = f"{WRITING}/{version.strategy.public_id}"
    for asked in ({"down": "0"}, {"up": "1"}):
        page = coordinator.post(f"{place}/edit", data=written(version, **asked)).text
        assert page.index('value="Melden"') < page.index('value="Schulen"')
    assert queries.find_draft(version.strategy) is None
    first, second = version.content["measures"]
    data = written(version, **{f"measures-0-{name}": value for name, value in second.items()})
    data |= {f"measures-1-{name}": value for name, value in first.items()}
    coordinator.post(f"{place}/edit", data=data)
    assert "Reihenfolge der Maßnahmen" in coordinator.get(f"{place}/draft").text


def test_what_a_draft_lacks_is_shown_at_its_field(version, coordinator):
    place = f"{WRITING}/{version.strategy.public_id}"
    coordinator.post(f"{place}/edit", data=written(version, **{"measures-1-responsible": ""}))
    assert f"{place}/edit?lacking=1" in coordinator.get(f"{place}/draft").text
    lacking = coordinator.get(f"{place}/edit?lacking=1").text
    assert "Maßnahme 2, Zuständig – Fehlt noch." in lacking, "and in which of them"


def read_pdf(answer):
    """What a tagged file says, all pages in one; its name; what it says of itself."""
    drawn = PdfReader(BytesIO(answer.data))
    assert drawn.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert drawn.trailer["/Root"]["/Lang"] == "de"
    text = " ".join(page.extract_text() for page in drawn.pages)
    return text, answer.headers["Content-Disposition"], str(drawn.metadata)


def before_title(text):
    return text.partition("Unser Konzept")[0]


def test_a_concept_is_printed_without_a_name_and_a_draft_says_that_it_is_one(
    version, personas, coordinator, owner
):
    public_id = version.strategy.public_id
    owner.get("/language/en")
    text, name, about = read_pdf(owner.get(f"/strategies/{public_id}/versions/1/file.pdf"))
    assert 'filename="unser-konzept.pdf"' in name
    municipality = version.strategy.municipality.name
    for words in ("Unser Konzept", municipality, "Fassung 1", "Rat", "Wir wissen wenig."):
        assert words in text
    for words in ("1. Schulen", "Zuständig: Personalamt", "Anteil der Geschulten", "offen"):
        assert words in text
    assert "Entwurf" not in text
    coordinator.post(f"{WRITING}/{public_id}/edit", data=written(version, goals="- Eins\n- Zwei"))
    draft = coordinator.get(f"{WRITING}/{public_id}/draft.pdf")
    written_text, name, about_draft = read_pdf(draft)
    assert "Entwurf: nicht beschlossen" in before_title(written_text)
    assert 'filename="entwurf-unser-konzept.pdf"' in name
    assert "– Eins" in written_text
    author = personas.coordinator.person
    for said in (text, written_text, about, about_draft):
        assert author.family_name not in said
    adopt(queries.find_draft(version.strategy), author)
    text, name, _about = read_pdf(owner.get(f"/strategies/{public_id}/versions/1/file.pdf"))
    assert "Abgelöst" in before_title(text)
    assert 'filename="abgeloest-unser-konzept.pdf"' in name


def test_a_measure_is_followed_without_a_new_version(version, coordinator, owner):
    page = f"/strategies/{version.strategy.public_id}"
    text = owner.get(page).text
    assert "1 Maßnahme ist überfällig" in text
    assert "Stand ändern" not in text
    measure = f"{page}/measures/{KEYS[1]}"
    assert "Melden" in coordinator.get(measure).text
    assert coordinator.post(measure, data={"revision": "0"}).status_code == 422
    data = {"revision": "0", "state": MeasureState.DONE, "note": "Das Formular ist da."}
    assert coordinator.post(measure, data=data).location == page
    text = owner.get(page).text
    assert "Das Formular ist da." in text
    assert "1 von 2" in text
    assert "überfällig" not in text
    late = coordinator.post(measure, data=data | {"note": "Doch nicht."})
    assert late.status_code == 422
    assert "Doch nicht." in late.text
    assert coordinator.get(f"{page}/measures/{'x' * 16}").status_code == 404


def test_concepts_of_others_are_not_there(version, personas, owner):
    public_id = version.strategy.public_id
    other = personas.foreigner.person.municipality
    foreigner = personas.client(personas.foreigner)
    elsewhere = personas.client(make_account(Role.COORDINATOR, municipality=other))
    for client in (foreigner, elsewhere):
        for address in (
            f"/strategies/{public_id}",
            f"/strategies/{public_id}/versions/1",
            f"/strategies/{public_id}/versions/1/file.pdf",
        ):
            assert client.get(address).status_code == 404
    for address in (
        f"{WRITING}/{public_id}/edit",
        f"{WRITING}/{public_id}/draft",
        f"{WRITING}/{public_id}/draft.pdf",
        f"/strategies/{public_id}/measures/{KEYS[0]}",
    ):
        assert elsewhere.get(address).status_code == 404
        assert owner.get(address).status_code == 403
    assert personas.client(personas.office).get(f"/strategies/{public_id}").status_code == 403


def test_the_office_sees_numbers_and_no_drafts(version, personas):
    make_draft(personas.coordinator.person, StrategyKind.PARTICIPATION, title="Geheim")
    office = personas.client(personas.office)
    assert "/manage/strategies" in office.get("/alliances").text
    text = office.get("/manage/strategies").text
    assert "0 von 2 Maßnahmen erledigt" in text
    assert text.count("Maßnahmen erledigt") == 1
    for title in ("Unser Konzept", "Geheim"):
        assert title not in text


def test_the_alliance_leads_to_what_is_adopted(version, personas, owner):
    place = f"/alliances/{version.strategy.municipality.public_id}"
    for client in (owner, personas.client(personas.coordinator)):
        assert f"/strategies/{version.strategy.public_id}" in client.get(place).text
    assert "Unser Konzept" not in personas.client(personas.office).get(place).text


def test_pages_ask_as_often_for_many_as_for_few(version, personas, owner):
    office = personas.client(personas.office)
    page = f"/strategies/{version.strategy.public_id}"

    def asked(client, address):
        client.get(address)
        with recorded_queries() as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    def all_asked():
        return [
            asked(owner, "/strategies"),
            asked(owner, page),
            asked(office, "/manage/strategies"),
        ]

    few = all_asked()
    actor = personas.coordinator.person
    for kind in (StrategyKind.INTERVENTION, StrategyKind.PARTICIPATION):
        make_version(actor, kind)
    for _number in range(3):
        make_version(actor, municipality=make_municipality())
    make_next_version(version, actor, goals="Anders.")
    assert all_asked() == few


def test_all_of_it_reads_in_english(version, coordinator):
    coordinator.get("/language/en")
    public_id = version.strategy.public_id
    for address in (
        "/strategies",
        f"/strategies/{public_id}",
        f"/strategies/{public_id}/versions/1",
        f"/strategies/{public_id}/measures/{KEYS[0]}",
        f"{WRITING}/new",
        f"{WRITING}/{public_id}/edit",
    ):
        page = coordinator.get(address)
        assert page.status_code == 200
        assert '<html lang="en"' in page.text
