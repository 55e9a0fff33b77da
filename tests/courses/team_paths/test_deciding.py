"""A team's plan is proposed, decided once, and its cohorts are asked for once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.catalogue.models import Course
from courses.nominations.models import InHouseRequest
from courses.team_paths.deciding import (
    AlreadyMoved,
    OwnPlan,
    approve_plan,
    propose_plan,
    return_plan,
    withdraw_plan,
)
from courses.team_paths.models import TeamPath, TeamPathState
from courses.team_paths.requesting import AlreadyRequested, request_cohort
from organisations.accounts.services import grant_role
from organisations.models import Function, Person
from tests.courses.team_paths.world import make_team_world
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.organisations.factories import make_account

pytestmark = pytest.mark.in_turn

CLIENTS, ROUNDS = 6, 3


@pytest.fixture
def coordinator(personas):
    return personas.coordinator.person


@pytest.fixture
def proposed(world):
    path = world.planned()
    return propose_plan(team_path=path, actor=world.lead.person, now=START)


def mails_to(account):
    return db.session.query(OutboxMessage).filter_by(recipient=account.email).all()


def test_the_coordinator_is_told_and_the_lead_of_the_answer(world, personas, proposed, coordinator):
    assert proposed.state == TeamPathState.PROPOSED
    (mail,) = mails_to(personas.coordinator)
    assert f"/manage/team-paths/{proposed.public_id}" in mail.body
    approve_plan(team_path=proposed, actor=coordinator, now=START)
    assert (proposed.state, proposed.decided_by) == (TeamPathState.APPROVED, coordinator.public_id)
    (mail,) = mails_to(world.lead)
    assert f"/team-path/{proposed.public_id}/plan" in mail.body
    acts = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts[-2:] == ["team_path.proposed", "team_path.approved"]


def test_returned_with_a_reason_it_can_be_proposed_again_or_given_up(world, proposed, coordinator):
    with pytest.raises(DomainError) as refusal:
        return_plan(team_path=proposed, reason="", actor=coordinator, now=START)
    assert refusal.value.field == "reason"
    return_plan(team_path=proposed, reason="Im März ist Wahl.", actor=coordinator, now=START)
    (mail,) = mails_to(world.lead)
    assert "Wahl" not in mail.body, "mails are discreet; the reason is read after signing in"
    again = propose_plan(team_path=proposed, actor=world.lead.person, now=START)
    assert (again.state, again.decided_by) == (TeamPathState.PROPOSED, None)
    return_plan(team_path=proposed, reason="Noch nicht.", actor=coordinator, now=START)
    withdraw_plan(team_path=proposed, actor=world.lead.person, now=START)
    assert proposed.state == TeamPathState.WITHDRAWN


def test_a_reason_is_in_no_audit_entry(proposed, coordinator):
    return_plan(team_path=proposed, reason="Geheime Worte", actor=coordinator, now=START)
    entries = db.session.query(AuditEntry).all()
    assert not any("Geheime" in str(entry.details) for entry in entries)


def test_what_is_decided_stays_so(world, proposed, coordinator):
    approve_plan(team_path=proposed, actor=coordinator, now=START)
    with pytest.raises(AlreadyMoved):
        return_plan(team_path=proposed, reason="Doch nicht", actor=coordinator, now=START)
    with pytest.raises(AlreadyMoved):
        withdraw_plan(team_path=proposed, actor=world.lead.person, now=START)
    with pytest.raises(AlreadyMoved):
        propose_plan(team_path=proposed, actor=world.lead.person, now=START)
    assert proposed.state == TeamPathState.APPROVED


def test_nobody_decides_on_their_own_and_then_the_office_is_told(world, personas):
    lead = personas.coordinator
    lead.person.team = world.lead.person.team
    grant_role(person=lead.person, role=Role.TEAM_LEAD)
    path = propose_plan(team_path=world.planned(), actor=lead.person, now=START)
    assert [len(mails_to(one)) for one in (lead, personas.office)] == [0, 1]
    with pytest.raises(OwnPlan):
        approve_plan(team_path=path, actor=lead.person, now=START)
    approve_plan(team_path=path, actor=personas.office.person, now=START)


def test_the_office_is_asked_for_what_the_plan_wishes_once(world, proposed, coordinator):
    with pytest.raises(NotFound):
        request_cohort(team_path=proposed, course=world.press, actor=coordinator, now=START)
    approve_plan(team_path=proposed, actor=coordinator, now=START)
    asked = request_cohort(team_path=proposed, course=world.press, actor=coordinator, now=START)
    step = next(one for one in proposed.plan["steps"] if one["course"] == "press")
    assert asked.wished == [step["runs"][0]["wished_day"]]
    assert (asked.people, asked.municipality) == (3, coordinator.municipality)
    assert asked.note.startswith("Für den Lernpfad eines Teams")
    with pytest.raises(AlreadyRequested):
        request_cohort(team_path=proposed, course=world.press, actor=coordinator, now=START)
    assert db.session.query(InHouseRequest).count() == 1
    with pytest.raises(NotFound):  # it has a cohort that is open to the team
        request_cohort(team_path=proposed, course=world.rights, actor=coordinator, now=START)


@pytest.fixture
def committed(committing_app):
    """What several act on at once: ids of paths, of the coordinator and of a wished course."""
    with committing_app.app_context():
        people = make_personas(committing_app)
        home = people.owner.person
        lead = make_account(
            Role.TEAM_LEAD,
            municipality=home.municipality,
            team=home.team,
            function=Function.EXECUTIVE,
        )
        world = make_team_world(lead)
        paths = []
        for _ in range(ROUNDS):  # one unfinished path at a time
            path = world.planned(state=TeamPathState.APPROVED)
            db.session.flush()
            paths.append(path.id)
        db.session.commit()
        return committing_app, paths, people.coordinator.person_id, world.press.id


def at_once(act):
    barrier = Barrier(CLIENTS)

    def one(number):
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [outcome for outcome in pool.map(one, range(CLIENTS)) if outcome]


def test_of_decisions_at_once_one_counts(committed):
    app, paths, coordinator_id, _press = committed
    for path_id in paths:
        with app.app_context():
            path = db.session.get_one(TeamPath, path_id)
            path.state, path.decided_by, path.decided_at = TeamPathState.PROPOSED, None, None
            db.session.commit()

        def act(number, path_id=path_id):
            with app.app_context():
                path = db.session.get_one(TeamPath, path_id)
                actor = db.session.get_one(Person, coordinator_id)
                given = {"team_path": path, "actor": actor, "now": START}
                db.session.rollback()
                try:
                    if number % 2:
                        done = approve_plan(**given).state
                    else:
                        done = return_plan(reason="Nein", **given).state
                    db.session.commit()
                except AlreadyMoved:
                    db.session.rollback()
                    return None
                return str(done)

        outcomes = at_once(act)
        with app.app_context():
            assert outcomes == [db.session.get_one(TeamPath, path_id).state]
            db.session.get_one(TeamPath, path_id).state = TeamPathState.WITHDRAWN
            db.session.commit()


def test_of_requests_at_once_one_reaches_the_office(committed):
    app, paths, coordinator_id, press_id = committed
    for number_of_paths, path_id in enumerate(paths, start=1):

        def act(_number, path_id=path_id):
            with app.app_context():
                path = db.session.get_one(TeamPath, path_id)
                actor = db.session.get_one(Person, coordinator_id)
                course = db.session.get_one(Course, press_id)
                db.session.rollback()
                try:
                    request_cohort(team_path=path, course=course, actor=actor, now=START)
                    db.session.commit()
                except AlreadyRequested:
                    db.session.rollback()
                    return None
                return "asked"

        assert at_once(act) == ["asked"]
        with app.app_context():
            assert db.session.query(InHouseRequest).count() == number_of_paths
