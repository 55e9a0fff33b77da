"""Exercises: invented, marked everywhere, counted nowhere, looked back upon, gone after a month."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from exchange.procedures.cases import jobs, queries, services
from exchange.procedures.cases.models import Case
from exchange.procedures.exercises.debrief import Played, debrief
from exchange.procedures.exercises.shelf import scenarios
from exchange.procedures.figures.models import CountedCase
from organisations.accounts.services import grant_role
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_situations
from tests.exchange.procedures.factories import make_version
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


@pytest.fixture
def version(personas):
    return make_version(personas.coordinator.person)


def play(client, version, **given):
    data = {"scenario": scenarios()[0].key, "procedure": version.procedure.public_id} | given
    return client.post("/exercises/new", data=data)


def test_it_is_marked_everywhere_and_counts_nowhere(version, personas, clock):
    client = personas.client(personas.owner)
    begun = play(client, version)
    assert begun.status_code == 303
    page = begun.location
    for address in (page, f"{page}/handlers", f"{page}/description", f"{page}/close"):
        text = client.get(address).text
        assert "Übung: Dieser Fall ist erfunden" in text
        assert "komma-watermark" in text
    assert page not in client.get("/cases").text
    assert page in client.get("/exercises").text
    clock.advance(hours=3)
    assert run_job(jobs.REMINDING_JOB) == 0
    assert client.post(f"{page}/close").status_code == 303
    assert db.session.query(CountedCase).count() == 0


def test_it_ends_with_what_was_late_and_what_was_left_open(version, personas, clock):
    client = personas.client(personas.owner)
    page = play(client, version).location
    clock.advance(hours=3)
    for item in ("1", "2"):
        client.post(f"{page}/ticks", data={"step": "1", "item": item})
    client.post(f"{page}/close")
    text = client.get(page).text
    late = text[text.index("Was zu spät kam") : text.index("Was offen blieb")]
    assert "Sichern" in late
    assert "1 Stunde" in late
    left_open = text[text.index("Was offen blieb") : text.index("Zum Gespräch danach")]
    assert "Anzeigen" in left_open
    assert "Sichern" not in left_open


def test_a_lead_takes_the_whole_team_along_and_others_do_not(version, personas):
    refused = personas.client(personas.owner).get("/exercises/new")
    assert "whole_team" not in refused.text
    grant_role(person=personas.owner.person, role=Role.TEAM_LEAD, municipality=None)
    db.session.commit()
    play(personas.client(personas.owner), version, whole_team="y")
    [case] = db.session.query(Case)
    assert {one.id for one in queries.list_handlers(case)} == {
        personas.owner.person.id,
        personas.colleague.person.id,
    }
    [mail] = db.session.query(OutboxMessage)
    assert mail.recipient == personas.colleague.email


def test_it_is_deleted_after_thirty_days(version, personas, clock):
    play(personas.client(personas.owner), version)
    clock.advance(days=29)
    assert run_job(jobs.DELETING_JOB) == 0
    clock.advance(days=1)
    assert run_job(jobs.DELETING_JOB) == 1


def test_what_ships_is_about_known_situations(app):
    load_topics()
    known = {situation.key for situation in list_situations()}
    assert {scenario.situation for scenario in scenarios()} <= known
    assert len({scenario.key for scenario in scenarios()}) == len(scenarios()) == 4
    assert all(len(scenario.questions) == 3 for scenario in scenarios())


def test_looking_back_tells_late_from_never_and_leaves_out_what_was_not_due():
    hour = timedelta(hours=1)
    steps = [
        Played(1, "in time", START + hour, START, ()),
        Played(2, "late", START + hour, START + 3 * hour, ()),
        Played(3, "never", START + hour, None, ("x",)),
        Played(4, "not due yet", START + 9 * hour, None, ("y",)),
    ]
    found = debrief(steps, started_at=START, ended_at=START + 4 * hour)
    assert [one.title for one in found.in_time] == ["in time"]
    assert [(one.step.title, one.by) for one in found.late] == [("late", 2 * hour), ("never", None)]
    assert [one.title for one in found.unfinished] == ["never", "not due yet"]
    assert found.took == 4 * hour


def test_an_exercise_needs_no_outcome_and_takes_none(version, personas):
    page = play(personas.client(personas.owner), version).location
    case = queries.get_case_for(personas.owner.person, page.rsplit("/", 1)[1])
    closed = services.close_case(case=case, outcome=None, actor=personas.owner.person, now=START)
    assert (closed.outcome, closed.is_open) == (None, False)
