"""The teams of a municipality: its coordination and the office add and rename them."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from organisations.models import Team
from tests.house.databases import in_turn
from tests.organisations.factories import make_team

pytestmark = in_turn

LIST = "/manage/teams"


@pytest.fixture
def client(personas):
    """The coordinator's browser."""
    return personas.client(personas.coordinator)


@pytest.fixture
def team(personas):
    return personas.owner.person.team


@pytest.fixture
def foreign(personas):
    return make_team(municipality=personas.foreigner.person.municipality, name="Fernamt")


def names_in(municipality):
    names = db.session.scalars(select(Team.name).where(Team.municipality_id == municipality.id))
    return sorted(name.de for name in names)


def test_coordinators_see_their_own_and_the_office_all(client, personas, foreign):
    assert "Ordnungsamt" in client.get(LIST).text
    assert "Fernamt" not in client.get(LIST).text
    office = personas.client(personas.office)
    assert "Fernamt" in office.get(LIST).text
    chosen = {"municipality": personas.owner.person.municipality.public_id}
    page = office.get(LIST, query_string=chosen).text
    assert "Ordnungsamt" in page
    assert "Fernamt" not in page


def test_a_team_is_added_to_the_own_municipality_whatever_is_sent(client, personas, team):
    elsewhere = personas.foreigner.person.municipality
    data = {"name": "Bürgeramt", "municipality": elsewhere.public_id}
    assert client.post(f"{LIST}/new", data=data).status_code == 303
    assert names_in(team.municipality) == ["Bürgeramt", "Ordnungsamt"]
    assert names_in(elsewhere) == []


def test_the_office_chooses_the_municipality(personas, team):
    office = personas.client(personas.office)
    data = {"name": "Bürgeramt", "name_en": "Citizens’ office"}
    assert office.post(f"{LIST}/new", data=data).status_code == 422
    data["municipality"] = team.municipality.public_id
    assert office.post(f"{LIST}/new", data=data).status_code == 303
    assert names_in(team.municipality) == ["Bürgeramt", "Ordnungsamt"]


def test_a_team_that_is_renamed_keeps_its_people(client, personas, team):
    path = f"{LIST}/{team.public_id}"
    assert 'value="Ordnungsamt"' in client.get(path).text
    assert client.post(path, data={"name": "Amt für Ordnung", "name_en": ""}).status_code == 303
    assert personas.owner.person.team.name.de == "Amt für Ordnung"
    assert personas.owner.person.team.name.en == "Amt für Ordnung"


@pytest.mark.parametrize("name", ["ORDNUNGSAMT", "   ", "", "x" * 121])
def test_a_name_that_cannot_be_is_refused_at_the_field(client, team, name):
    other = make_team(municipality=team.municipality, name="Bürgeramt")
    for path in (f"{LIST}/new", f"{LIST}/{other.public_id}"):
        answer = client.post(path, data={"name": name})
        assert answer.status_code == 422
        assert 'id="name-error"' in answer.text
    assert names_in(team.municipality) == ["Bürgeramt", "Ordnungsamt"]


def test_a_team_of_another_municipality_looks_like_none(client, foreign):
    unknown = client.get(f"{LIST}/nothing-has-this")
    for answer in (
        client.get(f"{LIST}/{foreign.public_id}"),
        client.post(f"{LIST}/{foreign.public_id}", data={"name": "Unseres"}),
    ):
        assert answer.status_code == unknown.status_code == 404
    assert foreign.name.de == "Fernamt"


def test_nobody_else_looks_after_teams(personas, team):
    for account in (personas.owner, personas.trainer):
        for path in (LIST, f"{LIST}/new", f"{LIST}/{team.public_id}"):
            assert personas.client(account).get(path).status_code == 403
