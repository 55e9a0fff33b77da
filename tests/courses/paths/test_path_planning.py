"""What is planned is stored as the contract has it, and marked when it no longer fits."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.cohorts.seats.services import enrol_person, withdraw
from courses.learning.services import complete_unit, reopen_unit
from courses.needs.services import begin_analysis
from courses.paths import services
from courses.paths.building import build_problem
from courses.paths.choosing import change_wishes
from courses.paths.models import TrainingPath
from courses.paths.plan import OpenReason
from courses.paths.queries import find_current_path, find_first_open_step, read_basis
from tests.courses.factories import (
    make_cohort,
    make_course,
    make_enrolment,
    make_self_paced_course,
)
from tests.courses.paths.oracle import Oracle
from tests.courses.paths.world import WEEK, assess, make_world, plan
from tests.house.clock import START
from tests.organisations.factories import make_municipality


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


def as_document(path: TrainingPath) -> dict:
    """The stored path in the shape of the contract, `enables` where it must be."""
    beside = ("dates", "more_time")
    plan = {name: value for name, value in path.plan.items() if name not in beside}
    return plan | {
        "status": path.status,
        "minutes": path.minutes,
        "steps": [
            {
                "unit": step.course.slug,
                "run": step.suggested_cohort.public_id if step.suggested_cohort else None,
                "closes": reasons["closes"],
            }
            | ({} if reasons["closes"] else {"enables": reasons["enables"]})
            for step, reasons in zip(path.steps, plan["steps"], strict=True)
        ],
    }


def test_the_stored_path_is_the_plan_of_the_contract(world):
    analysis = assess(world)
    basis = read_basis(world.person, analysis, budget_minutes=960, now=START)
    made = services.make_plan(basis)
    services.keep_plan(person=world.person, analysis=analysis, plan=made, basis=basis)
    db.session.commit()
    path = find_current_path(world.person)
    assert as_document(path) == made.as_document()
    assert Oracle(build_problem(basis)).violations(as_document(path)) == []
    learner = world.person.public_id
    assert [step.course.slug for step in path.steps] == ["rights", "press"]
    assert path.plan["steps"][1]["closes"] == [
        {"learner": learner, "competency": "crisis", "from": 0, "to": 2}
    ]
    # Crisis counts double because of the situation met: 2 of law, and 2 · 2 of crisis.
    assert (path.status, path.minutes) == ("optimal", 360)
    assert (path.plan["closed"], path.plan["possible"]) == (6, 8)
    assert path.plan["left_open"] == [
        {
            "learner": learner,
            "competency": "crisis",
            "level": 2,
            "target": 3,
            "reason": "no_unit_reaches_it",
        }
    ]


def test_a_step_that_only_enables_says_for_what(world):
    path = plan(world, law=3, situations=[])
    assert [step.course.slug for step in path.steps] == ["press"]
    basics = make_course(slug="basics", raises={world.law: 1}, minutes=30)
    make_cohort(course=basics, starts_at=START + WEEK / 2)
    world.press.after.append(basics)
    db.session.commit()
    path = services.plan_path(person=world.person, actor=world.person, now=START)
    assert [(step["unit"], step["enables"]) for step in path.plan["steps"]] == [
        ("basics", ["press"]),
        ("press", []),
    ]
    assert path.plan["steps"][0]["closes"] == []


def test_a_new_plan_replaces_the_former_and_keeps_it(world):
    first = plan(world)
    db.session.commit()
    second = services.plan_path(person=world.person, actor=world.person, now=START + WEEK / 7)
    assert find_current_path(world.person) is second
    assert first.replaced_at == START + WEEK / 7
    assert db.session.query(TrainingPath).count() == 2


def test_there_is_one_current_path_per_person(world):
    path = plan(world)
    columns = ("status", "budget_minutes", "minutes", "sealed")
    twin = TrainingPath(
        person_id=path.person_id,
        analysis_id=path.analysis_id,
        computed_at=START,
        **{name: getattr(path, name) for name in columns},
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_nobody_plans_for_somebody_else(world, personas):
    assess(world)
    db.session.commit()
    for account in (personas.colleague, personas.coordinator, personas.office):
        with pytest.raises(NotFound):
            services.plan_path(person=world.person, actor=account.person, now=START)
        with pytest.raises(NotFound):
            begin_analysis(person=world.person, actor=account.person, now=START)


def test_the_first_step_without_a_date(world):
    assert find_first_open_step(world.person) is None, "no path yet"
    plan(world)
    assert find_first_open_step(world.person).course is world.rights
    enrolment = make_enrolment(cohort=world.second_rights, person=world.person)
    assert find_first_open_step(world.person).course is world.press
    enrolment.status, enrolment.seat_number = EnrolmentStatus.WITHDRAWN, None
    db.session.flush()
    assert find_first_open_step(world.person).course is world.rights
    for cohort in (world.first_rights, world.first_press):
        make_enrolment(cohort=cohort, person=world.person, status=EnrolmentStatus.COMPLETED)
    assert find_first_open_step(world.person) is None


def read_all_of(course, person, *, but=0):
    for unit in course.units[: len(course.units) - but]:
        complete_unit(person=person, unit=unit, actor=person, now=START)


@pytest.fixture
def reading(world):
    """A self-paced course that closes what no live course of the world does."""
    return make_self_paced_course(slug="reading", raises={world.crisis: 3})


def test_a_course_at_ones_own_pace_is_a_step_without_a_date(world, reading):
    path = plan(world)
    [step] = [step for step in path.steps if step.course is reading]
    assert step.suggested_cohort is None
    for cohort in (world.first_rights, world.first_press):
        make_enrolment(cohort=cohort, person=world.person)
    assert find_first_open_step(world.person).course is reading
    read_all_of(reading, world.person, but=1)
    assert find_first_open_step(world.person).course is reading, "begun is not done"
    read_all_of(reading, world.person)
    assert find_first_open_step(world.person) is None


def test_studying_what_was_planned_keeps_the_path_and_taking_it_back_does_not(world, reading):
    path = plan(world)
    read_all_of(reading, world.person)
    assert path.outdated_at is None
    reopen_unit(person=world.person, unit=reading.units[0], actor=world.person, now=START)
    assert path.outdated_at == START


def test_studying_what_was_not_planned_outdates_the_path(world):
    path = plan(world)
    besides = make_self_paced_course(raises={world.law: 1})
    read_all_of(besides, world.person, but=1)
    assert path.outdated_at is None, "not completed yet"
    read_all_of(besides, world.person)
    assert path.outdated_at == START


def test_a_studied_course_is_not_planned_again(world, reading):
    read_all_of(reading, world.person)
    assert reading not in [step.course for step in plan(world).steps]


def enrol(world, cohort):
    return enrol_person(cohort=cohort, person=world.person, actor=world.person, now=START)


def test_taking_the_suggested_date_leaves_the_path_fitting(world):
    path = plan(world)
    enrol(world, world.first_rights)
    assert path.outdated_at is None


@pytest.mark.parametrize("elsewhere", ["second_rights", "other course"])
def test_another_date_or_course_makes_the_path_outdated(world, elsewhere):
    path = plan(world)
    cohort = world.second_rights if elsewhere == "second_rights" else make_cohort()
    enrol(world, cohort)
    assert path.outdated_at == START


def test_giving_a_seat_back_makes_the_path_outdated(world):
    enrolment = enrol(world, world.first_rights)
    path = plan(world)
    withdraw(enrolment=enrolment, actor=world.person, now=START)
    assert path.outdated_at == START


def test_completing_a_step_leaves_the_path_fitting_and_taking_it_back_does_not(world, personas):
    world.first_rights.trainers.append(personas.trainer.person)
    enrolment = enrol(world, world.first_rights)
    path = plan(world)
    (session,) = world.first_rights.sessions
    for status, outdated in ((AttendanceStatus.PRESENT, False), (AttendanceStatus.ABSENT, True)):
        record_attendance(
            session=session,
            statuses={enrolment: status},
            actor=personas.trainer.person,
            now=session.event.ends_at,
        )
        assert (path.outdated_at is not None) is outdated


def test_other_people_s_enrolments_change_nothing(world, personas):
    path = plan(world)
    colleague = personas.colleague.person
    enrol_person(cohort=world.second_rights, person=colleague, actor=colleague, now=START)
    assert path.outdated_at is None


def reason_for(path, competency):
    return {gap["competency"]: gap["reason"] for gap in path.plan["left_open"]}.get(competency.key)


def test_full_cohorts_and_those_of_other_municipalities_are_no_dates(world, personas):
    foreign = personas.foreigner.person.municipality
    for cohort in (world.first_rights, world.second_rights):
        cohort.municipality = foreign
    assert reason_for(plan(world), world.law) == OpenReason.NO_DATE
    lone = make_cohort(course=world.rights, starts_at=START + WEEK, capacity=1)
    make_enrolment(cohort=lone)
    db.session.commit()
    path = services.plan_path(person=world.person, actor=world.person, now=START)
    assert reason_for(path, world.law) == OpenReason.NO_DATE


def test_too_little_time_is_named_and_more_time_helps(world):
    path = plan(world, budget_minutes=60)
    assert path.steps == []
    assert reason_for(path, world.law) == OpenReason.BUDGET
    db.session.commit()
    path = change_wishes(
        person=world.person,
        change=lambda wishes: replace(wishes, budget_minutes=480),
        actor=world.person,
        now=START,
    )
    assert [step.course.slug for step in path.steps] == ["rights", "press"]
    assert path.budget_minutes == path.analysis.budget_minutes == 480


def test_a_clash_is_named(world):
    other = make_course(raises={world.crisis: 3}, minutes=60)
    make_cohort(course=other, starts_at=START + WEEK)
    world.second_rights.municipality = make_municipality()
    path = plan(world, situations=[], law=2)
    assert [step.course for step in path.steps] == [other]
    assert reason_for(path, world.law) == OpenReason.CONFLICT


def test_a_requirement_out_of_reach_is_named(world):
    make_cohort(course=make_course(raises={world.crisis: 3}, requires={world.crisis: 3}))
    path = plan(world)
    assert reason_for(path, world.crisis) == OpenReason.REQUIREMENT_OUT_OF_REACH
