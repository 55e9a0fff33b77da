"""Paths are planned anew when the cohorts that they suggest change: whose, once, and safely."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from app.kernel import clock as kernel_clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.planning.cancelling import cancel_cohort
from courses.cohorts.planning.session_changes import move_session
from courses.cohorts.seats.capacity import change_capacity
from courses.cohorts.seats.services import enrol_person, place
from courses.cohorts.services import SessionDates
from courses.needs.models import NeedsAnalysis
from courses.paths import replanning
from courses.paths.models import TrainingPath
from courses.paths.news import changes_told, dismiss_news
from courses.paths.queries import find_current_path
from courses.paths.request_models import MOST_ATTEMPTS, PathPlanningRequest, PlanningReason
from courses.paths.requests import PLANNING_JOB, request_planning
from courses.paths.services import plan_path
from notifications.wishes import Timing
from organisations.models import Function
from tests.courses.factories import make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.courses.paths.world import make_world, plan
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_municipality


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


def requests():
    db.session.expire_all()
    return {one.person_id: one for one in db.session.query(PathPlanningRequest)}


def call_off(cohort, personas):
    cancel_cohort(cohort=cohort, message="", actor=personas.office.person, now=START)
    db.session.commit()


def move(cohort, personas, days):
    session = cohort.sessions[0]
    event, later = session.event, timedelta(days=days)
    dates = SessionDates(event.starts_at + later, event.ends_at + later)
    actor = personas.office.person
    move_session(session=session, dates=dates, place=event.place, actor=actor, now=START)
    db.session.commit()


def steps_of(person):
    db.session.expire_all()
    path = find_current_path(person)
    return [
        (step.course.slug, step.suggested_cohort and step.suggested_cohort.public_id)
        for step in path.steps
    ]


def told_of(person):
    path = find_current_path(person)
    news = path.plan.get("news")
    if news is None:
        return None
    return [
        (change.kind.value, change.unit, change.fate and change.fate.value)
        for change in changes_told(path.plan, news).steps
    ]


def mails():
    return [mail for mail in db.session.query(OutboxMessage) if "/path" in mail.body]


def test_a_cohort_that_is_called_off_has_the_path_planned_anew_and_the_person_told(world, personas):
    plan(world)
    assert steps_of(world.person)[0] == ("rights", world.first_rights.public_id)
    call_off(world.first_rights, personas)
    [request] = requests().values()
    assert (request.why, request.cohort_id) == ("cohort_cancelled", world.first_rights.id)
    assert run_job(PLANNING_JOB) == 1
    assert requests() == {}
    # `press` needs what `rights` gives, and takes place before the other date of `rights`.
    assert steps_of(world.person) == [("rights", world.second_rights.public_id)]
    assert told_of(world.person) == [
        ("other_date", "rights", "cancelled"),
        ("gone", "press", None),
    ]
    [mail] = mails()
    for title in (world.rights.title.de, world.press.title.de, "law", "crisis"):
        assert title not in mail.subject + mail.body
    assert run_job(PLANNING_JOB) == 0


def test_only_those_are_planned_anew_whom_it_concerns(world, personas):
    """Who is suggested the cohort, and who sits in it or waits there; nobody without a path."""
    plan(world)
    seated, waiting, other, pathless = (make_account().person for _ in range(4))
    for person in (seated, waiting, other):
        make_analysis(person=person, levels={world.law: 4, world.crisis: 4})
        db.session.commit()
        plan_path(person=person, actor=person, now=START)
    for person in (seated, pathless):
        make_enrolment(cohort=world.first_rights, person=person)
    make_enrolment(cohort=world.first_rights, person=waiting, status=EnrolmentStatus.WAITLISTED)
    db.session.commit()
    with recorded_queries() as statements:
        call_off(world.first_rights, personas)
    asked = [one for one in statements if "INSERT INTO path_planning_requests" in one]
    assert len(asked) == 1, "one statement for all"
    assert requests().keys() == {world.person.id, seated.id, waiting.id}


def test_several_cohorts_at_once_are_one_planning_and_one_mail(world, personas):
    plan(world)
    call_off(world.first_rights, personas)
    move(world.first_press, personas, 28)
    [request] = requests().values()
    assert request.why == "cohort_moved"
    assert run_job(PLANNING_JOB) == 1
    assert told_of(world.person) == [
        ("other_date", "rights", "cancelled"),
        ("moved", "press", "moved"),
    ]
    assert len(mails()) == 1


def test_a_move_that_changes_nothing_but_the_time_is_told_and_the_steps_stay(world, personas):
    plan(world)
    before = steps_of(world.person)
    move(world.first_rights, personas, 1)
    assert run_job(PLANNING_JOB) == 1
    assert steps_of(world.person) == before
    assert told_of(world.person) == [("moved", "rights", "moved")]


def test_the_last_seat_concerns_those_who_were_to_take_it(world, personas):
    plan(world)
    for _ in range(11):
        make_enrolment(cohort=world.first_rights)
    act = {"actor": personas.office.person, "now": START}
    last = make_account().person
    enrol_person(cohort=world.second_rights, person=last, actor=last, now=START)
    assert requests() == {}, "seats are left"
    enrol_person(cohort=world.first_rights, person=last, **act)
    db.session.commit()
    [request] = requests().values()
    assert (request.person_id, request.why) == (world.person.id, "cohort_full")
    assert run_job(PLANNING_JOB) == 1
    assert told_of(world.person)[0] == ("other_date", "rights", "full")


def test_an_offered_seat_and_a_reserved_one_are_gone_as_well(world, personas):
    plan(world)
    for _ in range(10):
        make_enrolment(cohort=world.first_rights)
    act = {"actor": personas.office.person, "now": START}
    asked = make_account().person
    place(cohort=world.first_rights, person=asked, offer_for=timedelta(hours=48), **act)
    assert requests() == {}
    home = world.person.municipality
    change_capacity(cohort=world.first_rights, seats=12, reserved={home: 1}, **act)
    assert requests() == {}, "it is kept for them"
    elsewhere = make_municipality()
    change_capacity(cohort=world.first_rights, seats=12, reserved={elsewhere: 1}, **act)
    assert requests().keys() == {world.person.id}


def test_who_sits_in_a_cohort_that_fills_up_keeps_their_path(world):
    plan(world)
    for _ in range(11):
        make_enrolment(cohort=world.first_rights)
    enrol_person(cohort=world.first_rights, person=world.person, actor=world.person, now=START)
    assert requests() == {}


def test_what_one_does_besides_the_plan_is_planned_without_a_mail(world):
    path = plan(world)
    enrol_person(cohort=world.second_rights, person=world.person, actor=world.person, now=START)
    db.session.commit()
    assert path.outdated_at == START
    [request] = requests().values()
    assert request.why == "own_change"
    assert run_job(PLANNING_JOB) == 1
    path = find_current_path(world.person)
    assert path.outdated_at is None
    assert told_of(world.person)[0] == ("other_date", "rights", None)
    assert mails() == []


def test_what_others_did_stays_the_reason(world, personas):
    plan(world)
    call_off(world.first_rights, personas)
    request_planning(person=world.person, why=PlanningReason.OWN_CHANGE, now=START)
    assert requests()[world.person.id].why == "cohort_cancelled"


def test_nothing_is_told_where_nothing_is_different(world, personas):
    plan(world)
    request_planning(person=world.person, why=PlanningReason.COHORT_MOVED, now=START)
    db.session.commit()
    assert run_job(PLANNING_JOB) == 1
    assert told_of(world.person) is None
    assert mails() == []


def test_who_wants_no_such_mail_finds_it_on_the_page(world, personas):
    plan(world)
    make_wishes(world.person, timings={"path": Timing.NEVER})
    call_off(world.first_rights, personas)
    run_job(PLANNING_JOB)
    assert mails() == []
    assert told_of(world.person)


def test_news_that_nobody_has_seen_are_told_with_the_next(world, personas):
    plan(world)
    call_off(world.first_rights, personas)
    run_job(PLANNING_JOB)
    call_off(world.second_rights, personas)
    run_job(PLANNING_JOB)
    assert steps_of(world.person) == []
    assert told_of(world.person) == [
        ("gone", "rights", "cancelled"),
        ("gone", "press", None),
    ]
    dismiss_news(person=world.person, actor=world.person)
    assert told_of(world.person) is None


def test_planning_by_hand_answers_what_it_has_read(world, personas):
    plan(world)
    call_off(world.first_rights, personas)
    plan_path(person=world.person, actor=world.person, now=START)
    assert requests() == {}
    assert told_of(world.person) is None


@contextmanager
def meanwhile(monkeypatch, act):
    """Have `act` happen after the job has read what it plans from, and before it keeps the plan."""
    make_plan = replanning.make_plan

    def planned(basis, **given):
        made = make_plan(basis, **given)
        act()
        db.session.commit()
        return made

    with monkeypatch.context() as patched:
        patched.setattr(replanning, "make_plan", planned)
        yield


def test_what_the_person_does_meanwhile_comes_first(world, personas, monkeypatch):
    plan(world)
    call_off(world.first_rights, personas)
    former = find_current_path(world.person)
    acts = {
        "as planned": lambda: enrol_person(
            cohort=world.first_press, person=world.person, actor=world.person, now=START
        ),
        "new analysis": lambda: make_analysis(person=world.person, levels={world.law: 2}),
        "more time": lambda: (
            db.session.query(NeedsAnalysis)
            .filter_by(person_id=world.person.id)
            .update({"budget_minutes": 2400})
        ),
    }
    for name, act in acts.items():
        with meanwhile(monkeypatch, act):
            assert run_job(PLANNING_JOB) == 0, name
        assert find_current_path(world.person) is former, name
        [request] = requests().values()
        assert (request.claimed_until, request.attempts) == (None, 0), name
    assert run_job(PLANNING_JOB) == 1
    assert requests() == {}


def test_a_further_request_meanwhile_is_worked_through_as_well(world, personas, monkeypatch):
    plan(world)
    call_off(world.first_rights, personas)
    cohort = world.second_rights
    with meanwhile(monkeypatch, lambda: call_off(cohort, personas)):
        assert run_job(PLANNING_JOB) == 0
    assert len(requests()) == 1
    assert run_job(PLANNING_JOB) == 1
    assert steps_of(world.person) == []


def test_a_date_that_goes_meanwhile_is_not_suggested(world, personas, monkeypatch):
    plan(world)
    call_off(world.first_rights, personas)

    def fill():
        for _ in range(12):
            make_enrolment(cohort=world.second_rights)

    with meanwhile(monkeypatch, fill):
        assert run_job(PLANNING_JOB) == 0
    assert run_job(PLANNING_JOB) == 1
    assert steps_of(world.person) == []


def test_what_fails_is_tried_a_few_times_and_stops_nobody_else(
    world, personas, monkeypatch, caplog
):
    plan(world)
    other = make_account(function=Function.EXECUTIVE).person
    make_analysis(person=other, levels={world.law: 0, world.crisis: 0})
    db.session.commit()
    plan_path(person=other, actor=other, now=START)
    call_off(world.first_rights, personas)
    assert requests().keys() == {world.person.id, other.id}
    make_plan, broken = replanning.make_plan, world.person.public_id

    def fail(basis, **given):
        if basis.person == broken:
            raise RuntimeError("law is at level 1")
        return make_plan(basis, **given)

    monkeypatch.setattr(replanning, "make_plan", fail)
    assert run_job(PLANNING_JOB) == 1
    assert requests().keys() == {world.person.id}
    for _ in range(MOST_ATTEMPTS):
        assert run_job(PLANNING_JOB) == 0
    request = requests()[world.person.id]
    assert request.attempts == MOST_ATTEMPTS
    assert request.has_failed(START)
    monkeypatch.undo()
    assert run_job(PLANNING_JOB) == 0, "given up, until something else happens"
    request_planning(person=world.person, why=PlanningReason.OWN_CHANGE, now=START)
    db.session.commit()
    assert run_job(PLANNING_JOB) == 1


def test_the_claim_of_a_killed_worker_ends(world, personas, clock):
    plan(world)
    call_off(world.first_rights, personas)
    assert replanning.claim_request(world.person.id) is not None
    assert replanning.claim_request(world.person.id) is None, "another worker has it"
    assert run_job(PLANNING_JOB) == 0
    clock.advance(minutes=4)
    assert run_job(PLANNING_JOB) == 1


def test_a_worker_that_was_taken_for_dead_keeps_nothing(world, personas, clock):
    plan(world)
    call_off(world.first_rights, personas)
    first = replanning.claim_request(world.person.id)
    clock.advance(minutes=4)
    assert run_job(PLANNING_JOB) == 1
    path = find_current_path(world.person)
    assert not replanning.replan(world.person.id, first, now=kernel_clock.now())
    assert find_current_path(world.person) is path


def test_without_an_analysis_there_is_nothing_to_plan(world):
    request_planning(person=world.person, why=PlanningReason.OWN_CHANGE, now=START)
    db.session.commit()
    assert run_job(PLANNING_JOB) == 0
    assert requests() == {}
    assert db.session.query(TrainingPath).count() == 0


def test_nothing_of_it_is_in_the_audit_trail_or_readable_in_the_rows(world, personas):
    plan(world)
    before = {entry.id for entry in db.session.query(AuditEntry)}
    call_off(world.first_rights, personas)
    run_job(PLANNING_JOB)
    actions = {entry.action for entry in db.session.query(AuditEntry) if entry.id not in before}
    assert actions == {"cohort.cancelled"}
    sealed = find_current_path(world.person).sealed
    for word in (b"news", b"cancelled", b"rights"):
        assert word not in sealed
