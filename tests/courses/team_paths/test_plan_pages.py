"""What the lead, the coordinator, the office and the members see of a team's plan."""

from copy import deepcopy

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.nominations.models import InHouseRequest, InHouseState
from courses.paths.queries import read_basis
from courses.paths.services import keep_plan, make_plan
from courses.team_paths.models import TeamPathState
from organisations.accounts.services import grant_role
from organisations.models import Function
from tests.courses.factories import make_course
from tests.courses.needs.factories import make_analysis
from tests.courses.team_paths.world import WISHED
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality, make_team

pytestmark = in_turn

DESK = "/manage/team-paths"


def plan_of(path):
    return f"/team-path/{path.public_id}/plan"


def test_the_lead_sees_steps_dates_cost_and_coverage_and_proposes(world, personas):
    path = world.planned()
    client = personas.client(world.lead)
    page = client.get(plan_of(path)).text
    for words in (world.rights.title.de, "Wunschtermin", "6 Stunden", "Noch 12 Plätze frei"):
        assert words in page
    assert "18 Stunden" in page, "three people for six hours"
    assert "weniger als sieben Antworten" in page
    assert "Stufe 3" in page
    assert client.post(f"/team-path/{path.public_id}/propose").status_code == 303
    assert path.state == TeamPathState.PROPOSED
    assert "Jetzt entscheidet die Koordination" in client.get(plan_of(path)).text


def test_a_larger_team_sees_its_groups(world, personas):
    page = personas.client(world.lead).get(plan_of(world.planned(most_away=2))).text
    assert "Gruppe 1" in page
    assert "Nie ist mehr als eine Gruppe gleichzeitig weg" in page


def test_the_coordinator_returns_with_a_reason_and_then_approves(world, personas):
    path = world.planned(TeamPathState.PROPOSED)
    client, address = personas.client(personas.coordinator), f"{DESK}/{path.public_id}"
    assert "wartet auf die Koordination" in client.get(DESK).text
    page = client.get(address).text
    assert f"{world.lead.person.name} schlägt ihn vor" in page
    assert client.post(f"{address}/return", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/return", data={"reason": "Erst im Mai."}).status_code == 303
    lead = personas.client(world.lead)
    assert "Erst im Mai." in lead.get(plan_of(path)).text
    lead.post(f"/team-path/{path.public_id}/propose")
    assert client.post(f"{address}/approve").status_code == 303
    assert "Personen vorschlagen" in lead.get(plan_of(path)).text


def test_cohorts_of_the_teams_own_are_asked_for_from_the_page(world, personas):
    path = world.planned(TeamPathState.APPROVED)
    client, address = personas.client(personas.coordinator), f"{DESK}/{path.public_id}"
    assert "Eigenen Durchgang anfragen" in client.get(address).text
    assert client.post(f"{address}/cohorts/press").status_code == 303
    asked = db.session.query(InHouseRequest).one()
    assert asked.wished[0] in WISHED
    asked.state, asked.answered_at = InHouseState.ACCEPTED, START
    page = client.get(address).text
    assert "zugesagt" in page
    assert "Eigenen Durchgang anfragen" not in page
    assert client.post(f"{address}/cohorts/press").status_code == 303
    assert client.post(f"{address}/cohorts/rights").status_code == 404
    assert db.session.query(InHouseRequest).count() == 1


def test_giving_up_asks_first(world, personas):
    path, client = world.planned(), personas.client(world.lead)
    address = f"/team-path/{path.public_id}/give-up"
    assert "Plan verwerfen?" in client.get(address).text
    assert path.state == TeamPathState.PLANNED
    assert client.post(address).status_code == 303
    assert client.get(plan_of(path)).status_code == 404


def test_members_see_the_steps_of_an_approved_plan_and_no_more(world, personas):
    path, client = world.planned(TeamPathState.PROPOSED), personas.client(personas.owner)
    assert client.get("/path/team").status_code == 404
    path.state = TeamPathState.APPROVED
    page = client.get("/path/team").text
    assert world.rights.title.de in page
    assert "Stufe" not in page
    assert "Ziel" not in page
    assert "Eigene" not in page
    assert client.get(plan_of(path)).status_code == 403
    assert personas.client(personas.foreigner).get("/path/team").status_code == 404


def test_members_see_what_is_for_their_function(world, personas):
    path = world.planned(TeamPathState.APPROVED)
    document = deepcopy(path.plan)
    next(step for step in document["steps"] if step["course"] == "press")["audience"] = [
        "executive"
    ]
    path.plan = document
    titles = {world.rights.title.de, world.press.title.de}

    def seen():
        page = personas.client(personas.owner).get("/path/team").text
        return {title for title in titles if title in page}

    assert seen() == titles
    personas.owner.person.function = Function.STAFF
    assert seen() == {world.rights.title.de}


@pytest.mark.parametrize("state", [TeamPathState.PLANNED, TeamPathState.WITHDRAWN])
def test_coordinators_learn_of_a_plan_when_it_is_proposed(world, personas, state):
    path, client = world.planned(state), personas.client(personas.coordinator)
    assert "Noch kein Vorschlag" in client.get(DESK).text
    assert client.get(f"{DESK}/{path.public_id}").status_code == 404


def test_the_plan_of_another_team_or_municipality_is_not_there(world, personas):
    path = world.planned(TeamPathState.PROPOSED)
    home = personas.owner.person.municipality
    leads = {"municipality": home, "team": make_team(municipality=home), "function": "staff"}
    other_lead = make_account(Role.TEAM_LEAD, **leads)
    assert personas.client(other_lead).get(plan_of(path)).status_code == 404
    stranger = make_account(
        Role.COORDINATOR, municipality=make_municipality(), function=Function.STAFF
    )
    client, address = personas.client(stranger), f"{DESK}/{path.public_id}"
    assert client.get(address).status_code == 404
    for act in ("approve", "return", "cohorts/press"):
        assert client.post(f"{address}/{act}", data={"reason": "Nein"}).status_code == 404
    assert personas.client(personas.owner).get(DESK).status_code == 403


def test_who_stands_in_decides_and_the_office_looks(world, personas):
    path = world.planned(TeamPathState.PROPOSED)
    address = f"{DESK}/{path.public_id}"
    assert personas.client(personas.office).get(address).status_code == 200
    substitute = make_account(municipality=world.lead.person.municipality)
    grant_role(
        person=substitute.person, role=Role.SUBSTITUTE, municipality=substitute.person.municipality
    )
    db.session.expire_all()
    assert personas.client(substitute).post(f"{address}/approve").status_code == 303
    assert path.state == TeamPathState.APPROVED


def test_a_plan_without_steps_says_what_can_be_done(world, personas):
    page = personas.client(world.lead).get(plan_of(world.planned(budget_minutes=1))).text
    assert "Zurzeit gibt es keinen Schritt für Ihr Team" in page
    assert "Der Koordination vorschlagen" not in page


def test_the_number_of_statements_grows_neither_with_plans_nor_with_steps(world, personas):
    client = personas.client(personas.coordinator)

    def count(address):
        with recorded_queries() as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    first = world.planned(TeamPathState.APPROVED)
    before = count(DESK), count(f"{DESK}/{first.public_id}")
    for _ in range(3):
        make_course(raises={world.law: 2, world.crisis: 3})
        latest = world.planned(TeamPathState.APPROVED)
    assert (count(DESK), count(f"{DESK}/{latest.public_id}")) == before


def test_ones_own_path_shows_what_the_team_does(world, personas):
    person = personas.owner.person
    analysis = make_analysis(person=person, levels={world.law: 1, world.crisis: 1})
    basis = read_basis(person, analysis, budget_minutes=600, now=START)
    keep_plan(person=person, analysis=analysis, plan=make_plan(basis), basis=basis)
    client = personas.client(personas.owner)
    assert "Ihr Team hat einen Lernpfad" not in client.get("/path").text
    world.planned(TeamPathState.APPROVED)
    page = client.get("/path").text
    assert "Ihr Team hat einen Lernpfad" in page
    assert 'href="/path/team"' in page
