"""People decide on a page of their own; coordinators ask, wait, and read what may be shown."""

import re
from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.permissions import Role
from courses.group_levels.jobs import FREEZING_JOB
from courses.group_levels.models import CollectionState, LevelCollection
from courses.group_levels.services import close_collection
from organisations.models import Function
from tests.courses.group_levels.factories import (
    CLOSES_ON,
    give,
    make_colleagues,
    make_collection,
    make_levels,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality, make_target

pytestmark = in_turn

SURVEYS = "/municipality/levels"


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def survey(home):
    return make_collection(municipality=home)


def make_result(home, people=8, levels=(0, 1, 2, 3)):
    accounts = make_colleagues(people, municipality=home)
    competency = make_levels(accounts, levels)
    survey = make_collection(municipality=home)
    give(survey, accounts)
    close_collection(collection=survey, now=START)
    db.session.commit()
    run_job(FREEZING_JOB)
    return survey, competency


def test_two_clicks_from_home_levels_are_given_and_one_takes_them_back(personas, owner, survey):
    make_levels([personas.owner], (2,))
    page = owner.get("/").text
    [address] = re.findall(r'href="(/levels/[^"]+)"', page)
    asked = owner.get(address).text
    assert "Meine Stufen beitragen" in asked
    assert "niemand sieht" in asked
    assert owner.post(address).status_code == 303
    assert "Sie haben beigetragen" in owner.get(address).text
    assert "/levels/" not in owner.get("/").text
    assert "Sie haben beigetragen" in owner.get("/needs/result").text
    assert owner.post(f"{address}/take-back").status_code == 303
    assert "Meine Stufen beitragen" in owner.get(address).text


def test_without_an_analysis_and_with_one_that_was_given_people_are_sent_to_fill_it_in(
    personas, owner, survey
):
    address = f"/levels/{survey.public_id}"
    page = owner.get(address).text
    assert "Dazu brauchen Sie Ihre Bedarfsanalyse" in page
    assert "Meine Stufen beitragen" not in page
    assert "Füllen Sie zuerst" in owner.post(address, follow_redirects=True).text
    make_levels([personas.owner], (2,))
    team = make_collection(municipality=survey.municipality, team=personas.owner.person.team)
    give(team, [personas.owner])
    assert "Füllen Sie die Bedarfsanalyse bitte neu aus" in owner.get(address).text
    assert "zählt nur einmal" in owner.post(address, follow_redirects=True).text


def test_who_comes_late_reads_that_it_is_over_whether_they_answered_or_not(personas, owner, survey):
    make_levels([personas.owner], (2,))
    give(survey, [personas.owner])
    close_collection(collection=survey, now=START)
    address = f"/levels/{survey.public_id}"
    closed = owner.get(address).text
    assert "Die Zeit zum Antworten ist vorbei" in closed
    assert "beigetragen" not in closed
    for late in (address, f"{address}/take-back"):
        assert "zählt nicht mehr" in owner.post(late, follow_redirects=True).text
    assert "/levels/" not in owner.get("/").text


def test_people_of_another_municipality_find_nothing(personas, survey):
    stranger = personas.client(personas.foreigner)
    for path in ("", "/take-back"):
        assert stranger.post(f"/levels/{survey.public_id}{path}").status_code == 404
    assert stranger.get(f"/levels/{survey.public_id}").status_code == 404


def test_a_coordinator_asks_everybody_once_and_is_shown_nothing_meanwhile(
    personas, home, coordinator
):
    make_colleagues(5, municipality=home)
    assert "Umfrage starten" in coordinator.get(SURVEYS).text
    answer = coordinator.post(f"{SURVEYS}/new", data={"closes_on": CLOSES_ON.isoformat()})
    assert (answer.status_code, answer.location) == (303, SURVEYS)
    page = coordinator.get(SURVEYS).text
    assert "wird nichts angezeigt" in page
    assert "Umfrage starten" not in page
    again = coordinator.post(f"{SURVEYS}/new", data={"closes_on": CLOSES_ON.isoformat()})
    assert again.status_code == 422
    assert "läuft schon eine Umfrage" in again.text
    survey = db.session.query(LevelCollection).one()
    assert coordinator.get(f"{SURVEYS}/{survey.public_id}").status_code == 404


@pytest.mark.parametrize("days", [6, 85])
def test_a_last_day_too_soon_or_too_late_is_refused(coordinator, days):
    day = (START + timedelta(days=days)).date().isoformat()
    answer = coordinator.post(f"{SURVEYS}/new", data={"closes_on": day})
    assert answer.status_code == 422
    assert "in einer bis zwölf Wochen" in answer.text


def test_the_result_shows_means_beside_targets(personas, home, coordinator):
    survey, competency = make_result(home)
    make_target(function=Function.STAFF, competency=competency, level=3)
    page = coordinator.get(f"{SURVEYS}/{survey.public_id}").text
    assert "1,5" in page
    assert competency.name.de in page
    assert "3,0" in page
    assert "Je Funktion" in page
    office = personas.client(personas.office)
    assert home.name in office.get(SURVEYS).text
    assert office.get(f"{SURVEYS}/{survey.public_id}").status_code == 200
    assert office.get(f"{SURVEYS}/new").status_code == 403


def test_too_few_answers_are_told_calmly(home, coordinator):
    survey, _competency = make_result(home, people=6)
    page = coordinator.get(f"{SURVEYS}/{survey.public_id}").text
    assert "Diesmal gibt es keine Zahlen" in page
    assert "komma-chart" not in page


def test_results_of_another_municipality_are_not_there(personas, home):
    survey, _competency = make_result(home)
    stranger = personas.client(make_account(Role.COORDINATOR, municipality=make_municipality()))
    assert stranger.get(f"{SURVEYS}/{survey.public_id}").status_code == 404
    assert home.name not in stranger.get(SURVEYS).text
    assert personas.client(personas.owner).get(SURVEYS).status_code == 403


def test_the_number_of_statements_does_not_grow_with_results(personas, home):
    office = personas.client(personas.office)

    def add(municipality):
        db.session.add(
            LevelCollection(
                municipality=municipality,
                state=CollectionState.FROZEN,
                opened_at=START,
                closes_on=CLOSES_ON,
                closed_at=START,
                figures={},
            )
        )
        db.session.commit()

    def count():
        with recorded_queries() as statements:
            assert office.get(SURVEYS).status_code == 200
        return len(statements)

    add(home)
    first = count()
    for _ in range(4):
        add(make_municipality())
    assert count() == first
