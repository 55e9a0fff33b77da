"""Commands of training paths: plan one, keep it, and notice that it no longer fits.

Planning takes time, so it happens between two transactions: one that only reads what is known, and
the request's own, which writes the path. None of this is written to the audit trail: the path is
the person's own affair.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.kernel.base import new_public_id
from app.kernel.db import db, lock, reading
from app.kernel.documents import Field
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort, Enrolment
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis, find_unfinished_analysis
from courses.needs.services import NothingToAnswer, change_budget, complete_analysis
from courses.paths import planner
from courses.paths.building import Basis, build_problem
from courses.paths.gains import cheapest_gain
from courses.paths.models import PathStep, TrainingPath
from courses.paths.plan import Plan
from courses.paths.problem import read_problem
from courses.paths.queries import find_current_path, read_basis
from courses.paths.request_models import PlanningReason
from courses.paths.requests import request_planning, take_back
from courses.paths.run_dates import dates_of
from organisations.models import Person

# A person's path takes a few hundredths of a second; a page never waits long for a hard one.
SECONDS_PER_SOLVE = 0.5
# What more time would bring is good to know and not worth waiting for.
SECONDS_PER_GAIN_SOLVE = 0.1


class NoAnalysis(DomainError):
    """There is nothing to plan from: the person has not completed a needs analysis."""

    MESSAGE = _l("Für den Lernpfad brauchen wir zuerst Ihre Bedarfsanalyse.")


def plan_path(*, person: Person, actor: Person, now: datetime) -> TrainingPath:
    """Plan the person's path anew from their latest completed analysis and what is on offer now.

    Must come before the first write of a request. Raises NoAnalysis.
    """
    _require_owner(person, actor)
    with reading():
        analysis = _completed(person)
        basis = read_basis(person, analysis, budget_minutes=analysis.budget_minutes, now=now)
    plan = make_plan(basis)
    return keep_plan(person=person, analysis=_completed(person), plan=plan, basis=basis)


def finish_analysis(
    *, person: Person, budget_minutes: int, actor: Person, now: datetime
) -> TrainingPath:
    """Complete the person's unfinished analysis with this time budget, and plan their path.

    Must come before the first write of a request. Raises NothingToAnswer, QuestionsOpen.
    """
    _require_owner(person, actor)
    with reading():
        unfinished = find_unfinished_analysis(person)
        if unfinished is None:
            raise NothingToAnswer(NothingToAnswer.MESSAGE)
        basis = read_basis(person, unfinished, budget_minutes=budget_minutes, now=now)
    plan = make_plan(basis)
    analysis = complete_analysis(person=person, budget_minutes=budget_minutes, actor=actor, now=now)
    return keep_plan(person=person, analysis=analysis, plan=plan, basis=basis)


def replan_with_budget(
    *, person: Person, budget_minutes: int, actor: Person, now: datetime
) -> TrainingPath:
    """Plan the person's path anew for another amount of time; their answers stay as they are.

    Must come before the first write of a request. Raises NoAnalysis.
    """
    _require_owner(person, actor)
    with reading():
        basis = read_basis(person, _completed(person), budget_minutes=budget_minutes, now=now)
    plan = make_plan(basis)
    analysis = change_budget(
        analysis=_completed(person), budget_minutes=budget_minutes, actor=actor
    )
    return keep_plan(person=person, analysis=analysis, plan=plan, basis=basis)


def make_plan(basis: Basis, *, seconds: float = SECONDS_PER_SOLVE) -> Plan:
    """The best plan for `basis`. Asks no database and writes nothing.

    Seats that the plan has no use for are set aside, and the rest is planned anew beside them.
    """
    own = {seat.cohort for seat in basis.own_runs}
    set_aside: set[str] = set()
    while True:
        problem = read_problem(Field(build_problem(basis, set_aside=set_aside)))
        plan = planner.plan_path(problem, seconds=seconds)
        unused = own - {step.run for step in plan.steps} - set_aside
        if not unused:
            return replace(plan, more_time=cheapest_gain(problem, plan, SECONDS_PER_GAIN_SOLVE))
        set_aside |= unused


def keep_plan(*, person: Person, analysis: NeedsAnalysis, plan: Plan, basis: Basis) -> TrainingPath:
    """Store `plan` as the person's current path; what it replaces is kept as replaced."""
    lock(f"path:{person.id}")
    replaced = find_current_path(person)
    if replaced is not None:
        replaced.replaced_at = basis.now
        db.session.flush()
    path = TrainingPath(
        public_id=new_public_id(),  # already needed to seal the plan
        person=person,
        analysis=analysis,
        computed_at=basis.now,
        status=plan.status,
        budget_minutes=basis.minutes_left,
        minutes=basis.minutes_of({step.unit for step in plan.steps}),
        steps=_steps(plan),
    )
    path.plan = _document(plan) | {"dates": dates_of(plan, basis)}
    if basis.request_version is not None:
        take_back(person, basis.request_version)
    db.session.add(path)
    db.session.flush()
    return path


def note_changed_enrolment(*, enrolment: Enrolment, follows_plan: bool, now: datetime) -> None:
    """Mark the person's path as outdated, unless the change is what the path planned.

    `follows_plan` says that the kind of change can be one that the path itself suggests.
    """
    cohort = enrolment.cohort
    _note_change(
        enrolment.person, (cohort.course_id, cohort.id), follows_plan=follows_plan, now=now
    )


def note_changed_study(
    *, person: Person, course_id: int, follows_plan: bool, now: datetime
) -> None:
    """Mark the person's path as outdated, unless it planned that they study this course."""
    _note_change(person, (course_id, None), follows_plan=follows_plan, now=now)


def _note_change(
    person: Person, step: tuple[int, int | None], *, follows_plan: bool, now: datetime
) -> None:
    """`step`: the course, and the cohort where it has one."""
    lock(f"path:{person.id}")  # the job may be about to replace it
    path = find_current_path(person)
    if path is None or path.outdated_at is not None:
        return
    planned = step in {(planned.course_id, planned.suggested_cohort_id) for planned in path.steps}
    if not (follows_plan and planned):
        path.outdated_at = now
        db.session.flush()
        request_planning(person=person, why=PlanningReason.OWN_CHANGE, now=now)


def _steps(plan: Plan) -> list[PathStep]:
    courses = _ids(Course, Course.slug, [step.unit for step in plan.steps])
    cohorts = _ids(Cohort, Cohort.public_id, [step.run for step in plan.steps if step.run])
    return [
        PathStep(
            position=position,
            course_id=courses[step.unit],
            suggested_cohort_id=cohorts.get(step.run or ""),
        )
        for position, step in enumerate(plan.steps, start=1)
    ]


def _document(plan: Plan) -> dict[str, Any]:
    """The contract's document, beside it what a step enables where it closes something, too, and
    what more time would bring.
    """
    document = plan.as_document()
    document["more_time"] = plan.more_time.as_document() if plan.more_time else None
    for written, step in zip(document["steps"], plan.steps, strict=True):
        written["enables"] = list(step.enables)
    return document


def _ids(model: type, column: object, names: list[str]) -> dict[str, int]:
    rows = db.session.execute(select(column, model.id).where(column.in_(names)))
    return dict(rows.all())


def _completed(person: Person) -> NeedsAnalysis:
    analysis = find_completed_analysis(person)
    if analysis is None:
        raise NoAnalysis(NoAnalysis.MESSAGE)
    return analysis


def _require_owner(person: Person, actor: Person) -> None:
    if actor.id != person.id:
        raise NotFound
