"""The pages of target profiles: the office's, and the one of a municipality's coordinator."""

import re

import pytest

from app.kernel.permissions import Role
from organisations.accounts.services import grant_role
from organisations.models import Function
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import get_target_profile, list_competencies
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality, make_target

pytestmark = in_turn

OFFICE = "/manage/target-profiles"
OWN = f"{OFFICE}/own"


@pytest.fixture
def competencies(app):
    load_topics()
    return list_competencies()


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def office(personas, competencies):
    return personas.client(personas.office)


@pytest.fixture
def coordinator(personas, competencies):
    return personas.client(personas.coordinator)


def fields_of(page):
    """What the form would send as it stands."""
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page).group(1)
    chosen = re.findall(
        r'<select[^>]*name="(level-\w+)".*?<option selected value="([^"]*)"', page, re.S
    )
    return {"seen": seen, **dict(chosen)}


def test_the_office_recommends_to_all(office, home, competencies):
    first = competencies[0]
    page = office.get(f"{OFFICE}/staff").text
    assert first.levels[2].de in page
    sent = fields_of(page) | {f"level-{first.key}": "1"}
    assert office.post(f"{OFFICE}/staff", data=sent).location == OFFICE
    overview = office.get(OFFICE).text
    assert "1 Ziel ist geändert. Gilt für neue und neu berechnete Lernpfade." in overview
    assert get_target_profile(Function.STAFF, home.id)[first.id] == 1


def test_a_coordinator_chooses_beside_what_is_recommended_and_returns(
    coordinator, home, competencies
):
    first, address = competencies[0], f"{OWN}/{home.public_id}/executive"
    page = coordinator.get(address).text
    assert "wie empfohlen: 3 – handelt sicher" in page
    assert "Zurück zur Empfehlung" not in page
    coordinator.post(address, data=fields_of(page) | {f"level-{first.key}": "0"})
    overview = coordinator.get(OWN).text
    assert "kein Ziel" in overview
    assert "empfohlen: 3 – handelt sicher" in overview
    assert first.id not in get_target_profile(Function.EXECUTIVE, home.id)
    assert "Zurück zur Empfehlung" in coordinator.get(address).text
    assert coordinator.post(f"{address}/recommended").location == OWN
    assert get_target_profile(Function.EXECUTIVE, home.id)[first.id] == 3
    assert (
        "Es hat sich nichts geändert"
        in coordinator.post(f"{address}/recommended", follow_redirects=True).text
    )


def test_two_who_save_at_once_do_not_undo_each_other(office, coordinator, home, competencies):
    first = f"level-{competencies[0].key}"
    for client, address in (
        (office, f"{OFFICE}/staff"),
        (coordinator, f"{OWN}/{home.public_id}/staff"),
    ):
        opened = fields_of(client.get(address).text)
        client.post(address, data=opened | {first: "4"})
        late = client.post(address, data=opened | {first: "1"})
        assert late.status_code == 422
        assert "Inzwischen hat jemand anderes gespeichert" in late.text
        assert "4 – gestaltet und befähigt andere" in late.text
        again = fields_of(late.text)
        assert again[first] == "1"
        assert client.post(address, data=again).status_code == 303
    assert get_target_profile(Function.STAFF, home.id)[competencies[0].id] == 1


def test_what_is_no_level_changes_nothing(office, competencies):
    sent = fields_of(office.get(f"{OFFICE}/staff").text)
    for nonsense in ("5", "-", "", "x"):
        answer = office.post(
            f"{OFFICE}/staff", data=sent | {f"level-{competencies[0].key}": nonsense}
        )
        assert answer.status_code == 422
    assert office.get(f"{OFFICE}/nobody").status_code == 404


def test_another_municipality_is_not_there(coordinator, office, personas, home):
    there = personas.foreigner.person.municipality
    for address in (f"{OWN}/{there.public_id}/staff", f"{OWN}/{home.public_id}/nobody"):
        assert coordinator.get(address).status_code == 404
        assert coordinator.post(address, data={}).status_code == 404
        assert coordinator.post(f"{address}/recommended").status_code == 404
    assert there.name not in coordinator.get(OWN).text
    # What is right for a municipality is decided there.
    assert office.get(f"{OWN}/{home.public_id}/staff").status_code == 403
    assert coordinator.get(OFFICE).status_code == 403
    assert coordinator.get(f"{OFFICE}/staff").status_code == 403
    for account in (personas.owner, personas.trainer):
        client = personas.client(account)
        assert client.get(OFFICE).status_code == 403
        assert client.get(OWN).status_code == 403


def test_who_stands_in_for_a_coordinator_does_the_same(personas, home, competencies):
    account = make_account(Role.TRAINEE, municipality=home)
    grant_role(person=account.person, role=Role.SUBSTITUTE, municipality=home)
    client = personas.client(account)
    assert home.name in client.get(OWN).text
    assert client.get(f"{OWN}/{home.public_id}/staff").status_code == 200


def test_pages_ask_a_fixed_number_of_questions(personas, coordinator, home, competencies):
    def statements():
        coordinator.get(OWN)
        with recorded_queries() as asked:
            coordinator.get(OWN)
        return len(asked)

    before = statements()
    for _ in range(3):
        another = make_municipality()
        grant_role(person=personas.coordinator.person, role=Role.COORDINATOR, municipality=another)
        for competency in competencies:
            make_target(
                function=Function.STAFF, competency=competency, level=1, municipality=another
            )
    assert statements() == before
