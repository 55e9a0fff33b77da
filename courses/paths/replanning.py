"""Plan a path anew without its person: claimed, computed outside of any lock, kept if it fits.

What the person does meanwhile comes first: then what was planned is thrown away, and the request
stays for the next sweep.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db, lock, reading
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis
from courses.paths.building import Basis
from courses.paths.models import TrainingPath
from courses.paths.news import KEY, news_since
from courses.paths.plan import Plan
from courses.paths.queries import find_current_path, read_basis
from courses.paths.request_models import PathPlanningRequest, PlanningReason
from courses.paths.requests import claim, is_due, let_go, take_back
from courses.paths.services import keep_plan, make_plan
from notifications.services import notify
from organisations.models import Person

#: The job has more time than a page.
SECONDS_PER_SOLVE = 10.0
#: By then whoever has claimed a request is done, or was killed.
CLAIM_FOR = timedelta(minutes=3)
#: So many people in one sweep; other jobs have their turn before the next ones.
MOST_AT_A_TIME = 20
TEMPLATE = "paths/replanned"


@dataclass(frozen=True)
class Work:
    """What was read for one person's plan, and the request that it is for."""

    version: int
    why: PlanningReason
    basis: Basis


def list_due(now: datetime) -> list[int]:
    """The people whose path is to be planned anew, who has waited longest first."""
    return list(
        db.session.scalars(
            select(PathPlanningRequest.person_id)
            .where(is_due(now))
            .order_by(PathPlanningRequest.requested_at, PathPlanningRequest.person_id)
            .limit(MOST_AT_A_TIME)
        )
    )


def claim_request(person_id: int) -> int | None:
    """Take the person's request and commit that; None where it is not to be had any more.

    By the clock and not by the sweep's beginning, which may be a while ago.
    """
    now = clock.now()
    version = claim(person_id, now=now, until=now + CLAIM_FOR)
    db.session.commit()
    return version


def replan(person_id: int, version: int, *, now: datetime) -> bool:
    """Plan the path anew for the claimed request and commit; False where there is nothing new.

    That is where the person has no analysis any more, or has changed something meanwhile.
    """
    with reading():
        work = _read(person_id, version, now)
    if work is None:
        take_back(db.session.get_one(Person, person_id), version)
        db.session.commit()
        return False
    plan = make_plan(work.basis, seconds=SECONDS_PER_SOLVE)
    kept = _keep(person_id, work, plan)
    db.session.commit()
    return kept


def give_up(person_id: int, version: int) -> None:
    """Let the request wait for the next attempt, if it has one left, and commit."""
    let_go(person_id, version, as_failure=True)
    db.session.commit()


def _read(person_id: int, version: int, now: datetime) -> Work | None:
    person = db.session.get_one(Person, person_id)
    request = db.session.get(PathPlanningRequest, person_id)
    basis = _basis(person, now)
    if basis is None or request is None:
        return None
    return Work(version, PlanningReason(request.why), basis)


def _basis(person: Person, now: datetime) -> Basis | None:
    analysis = find_completed_analysis(person)
    if analysis is None:
        return None
    return read_basis(person, analysis, budget_minutes=analysis.budget_minutes, now=now)


def _keep(person_id: int, work: Work, plan: Plan) -> bool:
    """Store the plan if nothing has changed since it was begun; the lock keeps it so."""
    lock(f"path:{person_id}")
    person = db.session.get_one(Person, person_id)
    basis, analysis = _basis(person, work.basis.now), find_completed_analysis(person)
    if (
        basis is None
        or analysis is None
        or basis.request_version != work.version
        or not _still_holds(work.basis, basis, plan)
    ):
        let_go(person_id, work.version, as_failure=False)
        return False
    keep_and_tell(person=person, analysis=analysis, plan=plan, basis=basis, why=work.why)
    return True


def keep_and_tell(
    *, person: Person, analysis: NeedsAnalysis, plan: Plan, basis: Basis, why: PlanningReason
) -> TrainingPath:
    """Store `plan` as the person's current path, and tell them what is different, if anything is.

    On the page in any case; by mail where others have caused it.
    """
    former = find_current_path(person)
    before = former.plan if former else None
    path = keep_plan(person=person, analysis=analysis, plan=plan, basis=basis)
    if before is not None:
        _tell(path, before, basis, why)
    return path


def _still_holds(before: Basis, after: Basis, plan: Plan) -> bool:
    """Whether all that the person did is as it was, and every date of the plan can be had.

    What others do to dates that the plan doesn't use makes no difference.
    """
    if replace(before, cohorts=()) != replace(after, cohorts=()):
        return False
    had, have = _free_runs(before), _free_runs(after)
    own = {seat.cohort for seat in after.own_runs}
    runs = {step.run for step in plan.steps if step.run is not None} - own
    return all(run in have and had.get(run) == have[run] for run in runs)


def _free_runs(basis: Basis) -> dict[str, tuple[datetime, datetime]]:
    return {one.id: (one.starts_at, one.ends_at) for one in basis.cohorts if one.seats_left > 0}


def _tell(path: TrainingPath, before: dict[str, Any], basis: Basis, why: PlanningReason) -> None:
    """Seal what is different with the path, and write to the person where others have caused it."""
    plan = path.plan
    news = news_since(before, plan, basis=basis, why=why)
    if news is None:
        return
    path.plan = plan | {KEY: news}
    if why.comes_from_others:
        notify(person=path.person, template=TEMPLATE, now=basis.now)
