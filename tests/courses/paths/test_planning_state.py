"""What a person sees while the job plans their path anew, and after it."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from courses.cohorts.planning.cancelling import cancel_cohort
from courses.paths.request_models import MOST_ATTEMPTS, PathPlanningRequest, PlanningReason
from courses.paths.requests import PLANNING_JOB, request_planning
from tests.courses.paths.world import make_world, plan
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


@pytest.fixture
def world(personas):
    world = make_world(personas.owner.person)
    plan(world)
    return world


@pytest.fixture
def owner(personas, world):
    return personas.client(personas.owner)


def ask(world, why=PlanningReason.IMPROVE):
    request_planning(person=world.person, why=why, now=START - timedelta(minutes=3))
    db.session.commit()


def call_off(world, personas):
    actor = personas.office.person
    cancel_cohort(cohort=world.first_rights, message="", actor=actor, now=START)
    db.session.commit()


def test_nothing_is_said_where_nothing_is_due(owner):
    assert owner.get("/path/state").json == {"state": "done"}
    for address in ("/path", "/"):
        page = owner.get(address).text
        assert "neu berechnet" not in page
        assert "path-state.js" not in page


def test_the_page_says_since_when_and_leaves_the_former_plan_readable(owner, world, personas):
    call_off(world, personas)
    page = owner.get("/path").text
    assert "Ihr Lernpfad wird neu berechnet" in page
    assert "Seit Montag, 23. November 2026, 10:00 Uhr." in page
    assert "Aktualisieren" in page
    assert page.count("Termin gilt nicht mehr") == 1
    assert world.press.title.de in page
    assert "Zu allen Terminen anmelden" not in page
    assert "Ihr Lernpfad wird neu berechnet" in owner.get("/").text
    assert owner.get("/path/state").json == {"state": "planning"}


def test_where_the_job_gives_up_the_person_can_plan_by_hand(owner, world):
    ask(world)
    db.session.get(PathPlanningRequest, world.person.id).attempts = MOST_ATTEMPTS
    db.session.commit()
    assert owner.get("/path/state").json == {"state": "failed"}
    assert "Ihr Lernpfad ließ sich nicht von selbst neu berechnen" in owner.get("/path").text
    assert "Er ließ sich nicht von selbst neu berechnen." in owner.get("/").text
    assert owner.post("/path").location == "/path"
    assert owner.get("/path/state").json == {"state": "done"}


def test_what_changed_is_shown_until_the_person_knows_it(owner, world, personas):
    call_off(world, personas)
    assert run_job(PLANNING_JOB) == 1
    page = owner.get("/path").text
    assert "Ihr Lernpfad hat sich geändert" in page
    assert (
        f"‚{world.rights.title.de}‘ am Montag, 30. November 2026 ist abgesagt. "
        "Stattdessen schlägt Ihr Lernpfad Montag, 14. Dezember 2026 vor." in page
    )
    assert "Ihr Lernpfad hat sich geändert" in owner.get("/").text
    assert "Ihr Lernpfad hat sich geändert" in owner.get("/path").text, "looking is not dismissing"
    owner.get("/language/en")
    assert (
        f"‘{world.rights.title.en}’ on Monday, 30 November 2026 has been cancelled. "
        "Instead, your training path suggests Monday, 14 December 2026." in owner.get("/path").text
    )
    for _ in range(2):
        assert owner.post("/path/news/dismiss").location == "/path"
        assert "has been cancelled" not in owner.get("/path").text
    assert "Your training path has changed" not in owner.get("/").text


def test_a_plan_that_was_gone_on_with_says_so(owner, world):
    world.first_press.enrolment_closes_at = START
    ask(world)
    assert run_job(PLANNING_JOB) == 1
    page = owner.get("/path").text
    assert "Wir haben noch einmal gründlicher gerechnet." in page


def test_nobody_else_is_told_anything(personas, world):
    call_off(world, personas)
    run_job(PLANNING_JOB)
    for account in (personas.colleague, personas.coordinator):
        client = personas.client(account)
        assert client.get("/path/state").json == {"state": "done"}
        client.post("/path/news/dismiss")
        assert "hat sich geändert" not in client.get("/").text
    assert "Ihr Lernpfad hat sich geändert" in personas.client(personas.owner).get("/path").text


def test_an_export_says_what_is_due_and_an_erasure_ends_it(app, world):
    ask(world)
    [data] = [
        entry
        for feature in app.extensions["komma"].features
        for entry in feature.personal_data
        if entry.name == "path_planning"
    ]
    assert data.export(world.person.id)["why"] == "improve"
    data.erase(world.person.id)
    assert data.export(world.person.id) is None
