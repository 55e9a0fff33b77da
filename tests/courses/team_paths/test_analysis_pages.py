"""The lead's pages: start, wait without a word of who answers, close after a question."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.team_paths.collecting import end_overdue_analysis
from courses.team_paths.models import TeamPath, TeamPathState
from organisations.models import Function
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_competency, make_team

pytestmark = in_turn

ANALYSIS = "/team-path/analysis"


@pytest.fixture
def lead(personas):
    at_home = {
        "municipality": personas.owner.person.municipality,
        "team": personas.owner.person.team,
        "function": Function.EXECUTIVE,
    }
    return personas.client(make_account(Role.TEAM_LEAD, Role.TRAINEE, **at_home))


def day(days):
    return (START + timedelta(days=days)).date().isoformat()


@pytest.fixture
def wishes(app):
    return {
        "minutes": "480",
        "topics": [make_competency("crisis").key],
        "closes_on": day(14),
        "deadline": day(180),
        "first": day(40),
        "most_away": "5",
    }


@pytest.fixture
def team_path(lead, wishes):
    sent = lead.post(f"{ANALYSIS}/new", data=wishes)
    assert sent.status_code == 303
    return db.session.query(TeamPath).one()


def test_a_lead_starts_and_comes_back_to_it(lead, team_path):
    assert (team_path.budget_minutes, team_path.most_away) == (480, 5)
    assert team_path.topics == ["crisis"]
    assert team_path.wished_days == [day(40)]
    page = lead.get(ANALYSIS, follow_redirects=True).text
    assert "wird nichts angezeigt" in page
    again = lead.post(
        f"{ANALYSIS}/new", data={"minutes": "480", "closes_on": day(14), "deadline": day(99)}
    )
    assert again.status_code == 422
    assert "schon eine Analyse" in again.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_on": day(1)}, "in drei Tagen bis acht Wochen"),
        ({"deadline": day(14)}, "nach dem letzten zum Antworten"),
        ({"deadline": day(1000)}, "in den nächsten zwei Jahren"),
        ({"first": day(181)}, "an dem der Plan noch läuft"),
        ({"most_away": "0"}, "von 1 bis 500"),
        ({"minutes": ""}, "wie viel Zeit"),
        ({"topics": ["nothing"]}, "nur Themen aus der Liste"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(lead, wishes, wrong, words):
    answer = lead.post(f"{ANALYSIS}/new", data=wishes | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(TeamPath).count() == 0


def test_closing_asks_before_and_then_says_that_the_plan_is_made(lead, team_path):
    address = f"{ANALYSIS}/{team_path.public_id}"
    assert "Das geht nur einmal" in lead.get(f"{address}/close").text
    assert lead.post(f"{address}/close").status_code == 303
    assert "KommA sucht den besten Plan" in lead.get(address).text
    twice = lead.post(f"{address}/close", follow_redirects=True).text
    assert "schon geschlossen" in twice
    assert lead.get(f"{address}/close").status_code == 303
    team_path.failed_at = START
    assert "noch nicht geklappt" in lead.get(address).text


def test_giving_up_asks_before_and_leads_to_a_new_one(lead, team_path):
    address = f"{ANALYSIS}/{team_path.public_id}"
    assert "wird gelöscht" in lead.get(f"{address}/withdraw").text
    page = lead.post(f"{address}/withdraw", follow_redirects=True).text
    assert "Diese Teamanalyse ist beendet" in page
    assert lead.get(ANALYSIS).location == f"{ANALYSIS}/new"
    assert lead.get(f"{address}/withdraw").status_code == 303


def test_another_lead_takes_over_and_nobody_else_finds_it(personas, team_path):
    municipality = personas.owner.person.municipality
    address = f"{ANALYSIS}/{team_path.public_id}"
    other = make_account(
        Role.TEAM_LEAD, municipality=municipality, team=make_team(municipality=municipality)
    )
    for path in ("", "/close", "/withdraw"):
        assert personas.client(other).get(f"{address}{path}").status_code == 404
    assert personas.client(personas.owner).get(address).status_code == 403
    homeless = make_account(Role.TEAM_LEAD, municipality=municipality)
    assert personas.client(homeless).get(ANALYSIS).status_code == 403
    successor = make_account(
        Role.TEAM_LEAD, municipality=municipality, team=personas.owner.person.team
    )
    assert personas.client(successor).post(f"{address}/close").status_code == 303
    assert team_path.state == TeamPathState.PLANNING


def test_one_that_ended_by_itself_says_so(lead, team_path):
    end_overdue_analysis(team_path=team_path, now=START)
    assert "ist beendet" in lead.get(f"{ANALYSIS}/{team_path.public_id}").text
