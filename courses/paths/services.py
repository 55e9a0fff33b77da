"""Commands of training paths: plan one, keep it, and notice that it no longer fits.

What a person chooses for their path is in `choosing`.

Planning takes time, so it happens between two transactions: one that only reads what is known, and
the request's own, which writes the path. None of this is written to the audit trail: the path is
the person's own affair.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.kernel.base import new_public_id
from app.kernel.db import db, lock, reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort, Enrolment
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis, find_unfinished_analysis
from courses.needs.services import NothingToAnswer, change_budget, complete_analysis
from courses.paths.building import Basis
from courses.paths.choices import Wishes
from courses.paths.gains import cheapest_gain
from courses.paths.models import KeptChoices, PathStep, TrainingPath
from courses.paths.plan import Plan, Status
from courses.paths.queries import find_current_path, read_basis, read_choices_of, read_wishes
from courses.paths.request_models import PlanningReason
from courses.paths.requests import request_planning, take_back
from courses.paths.run_dates import dates_of
from courses.paths.settling import settle
from organisations.models import Person

# A person's path takes a few hundredths of a second. A page never waits longer than this for a hard
# one, all solves together.
SECONDS_ON_A_PAGE = 1.0
# What more time would bring is good to know and not worth waiting for.
SECONDS_PER_GAIN_SOLVE = 0.1

#: Plans that are made while the person keeps changing in other tabs what they wish.
MOST_ATTEMPTS = 3


class NoAnalysis(DomainError):
    """There is nothing to plan from: the person has not completed a needs analysis."""

    MESSAGE = _l("Für den Lernpfad brauchen wir zuerst Ihre Bedarfsanalyse.")


def plan_path(*, person: Person, actor: Person, now: datetime) -> TrainingPath:
    """Plan the person's path anew from their latest completed analysis and what is on offer now.

    What they want to keep and cannot have any more gives way. Must come before the first write of a
    request. Raises NoAnalysis.
    """
    require_owner(person, actor)
    return plan_with_wishes(person=person, change=lambda wishes: wishes, now=now)


def plan_with_wishes(
    *,
    person: Person,
    change: Callable[[Wishes], Wishes],
    now: datetime,
    insisting_on: Callable[[Wishes], Collection[str]] = lambda _wishes: (),
) -> TrainingPath:
    """Change what the person wishes, and plan their path by it.

    `change` is put on top of what they wish by the time it is kept: where another browser tab has
    changed that while the plan was made, a new one is made, and after a few times the path is kept
    as outdated. `insisting_on` are the courses without which nothing is changed. Must come before
    the first write of a request. Raises NoAnalysis, CannotKeep.
    """
    for _attempt in range(MOST_ATTEMPTS):
        with reading():
            analysis = get_completed(person)
            before = read_wishes(person, analysis)
            wishes = change(before)
            basis = read_basis(
                person,
                analysis,
                budget_minutes=wishes.budget_minutes,
                choices=wishes.choices,
                now=now,
            )
        plan = make_plan(basis, insisting_on=insisting_on(wishes))
        lock(f"needs:{person.id}", f"path:{person.id}")
        analysis = get_completed(person)
        found = read_wishes(person, analysis)
        if found == before:
            break
    _keep_wishes(analysis, found, change(found), now)
    path = keep_plan(person=person, analysis=analysis, plan=plan, basis=basis)
    _ask_for_a_better_plan(path, now)
    return path


def _keep_wishes(analysis: NeedsAnalysis, before: Wishes, wishes: Wishes, now: datetime) -> None:
    person = analysis.person
    if wishes.budget_minutes != before.budget_minutes:
        change_budget(analysis=analysis, budget_minutes=wishes.budget_minutes, actor=person)
    if wishes.choices != before.choices:
        kept = db.session.get(KeptChoices, person.id) or KeptChoices(person=person)
        kept.choices, kept.changed_at = wishes.choices, now
        db.session.add(kept)
        db.session.flush()


def _ask_for_a_better_plan(path: TrainingPath, now: datetime) -> None:
    """Have the job, which has more time than a page, look for a better plan.

    That is where this one is not proven to be the best, or is outdated from the start.
    """
    if path.status != Status.OPTIMAL or path.outdated_at is not None:
        request_planning(person=path.person, why=PlanningReason.IMPROVE, now=now)


def finish_analysis(
    *, person: Person, budget_minutes: int, actor: Person, now: datetime
) -> TrainingPath:
    """Complete the person's unfinished analysis with this time budget, and plan their path.

    Must come before the first write of a request. Raises NothingToAnswer, QuestionsOpen.
    """
    require_owner(person, actor)
    with reading():
        unfinished = find_unfinished_analysis(person)
        if unfinished is None:
            raise NothingToAnswer(NothingToAnswer.MESSAGE)
        basis = read_basis(person, unfinished, budget_minutes=budget_minutes, now=now)
    plan = make_plan(basis)
    analysis = complete_analysis(person=person, budget_minutes=budget_minutes, actor=actor, now=now)
    path = keep_plan(person=person, analysis=analysis, plan=plan, basis=basis)
    _ask_for_a_better_plan(path, now)
    return path


def make_plan(
    basis: Basis, *, insisting_on: Collection[str] = (), seconds: float = SECONDS_ON_A_PAGE
) -> Plan:
    """The best plan for `basis`, with what the person wants to keep as far as it can be had.

    It tells what more time would bring. Asks no database and writes nothing. Raises CannotKeep for
    pinned courses that are insisted on.
    """
    settled = settle(basis, insisting_on=insisting_on, seconds=seconds)
    gain = cheapest_gain(settled.problem, settled.plan, SECONDS_PER_GAIN_SOLVE)
    return replace(settled.plan, more_time=gain)


def keep_plan(*, person: Person, analysis: NeedsAnalysis, plan: Plan, basis: Basis) -> TrainingPath:
    """Store `plan` as the person's current path; what it replaces is kept as replaced.

    Where the person has chosen otherwise since `basis` was read, the path is outdated from the
    start. One that is not proven to be the best is planned again, with more time, by a job.
    """
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
        outdated_at=None if read_choices_of(person) == basis.choices else basis.now,
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


def get_completed(person: Person) -> NeedsAnalysis:
    """The analysis that the person's path is planned from. Raises NoAnalysis."""
    analysis = find_completed_analysis(person)
    if analysis is None:
        raise NoAnalysis(NoAnalysis.MESSAGE)
    return analysis


def require_owner(person: Person, actor: Person) -> None:
    """To anyone but its owner a path does not exist. Raises NotFound."""
    if actor.id != person.id:
        raise NotFound
