"""What a person is told of a plan that was made without them, sealed with it until they know.

Kept are the plan that they knew, what has become of its dates, and what made the job plan anew.
What is different is worked out when it is shown, in the words of whoever reads it.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from courses.cohorts.models import Cohort, Session
from courses.cohorts.queries import has_begun
from courses.paths.building import Basis
from courses.paths.changes import Changes, Fate, compare, kept_of
from courses.paths.queries import find_current_path
from courses.paths.request_models import PlanningReason
from organisations.models import Person

KEY = "news"


def news_since(
    former: Mapping[str, Any], new: Mapping[str, Any], *, basis: Basis, why: PlanningReason
) -> dict[str, Any] | None:
    """What to tell of `new`, which takes the place of `former`; None where nothing is different.

    What the person has not seen yet of earlier news is told with it: they know the plan before.
    """
    unseen = former.get(KEY)
    known = unseen["former"] if unseen else kept_of(former)
    fates = {
        **(unseen["fates"] if unseen else {}),
        **_fates(known["dates"], basis),
    }
    told = {
        "former": known,
        "fates": fates,
        "own_seats": sorted(seat.cohort for seat in basis.own_runs),
        "why": _why(unseen, why),
        "at": basis.now.astimezone(UTC).isoformat(),
    }
    return told if changes_told(new, told) else None


def changes_told(plan: Mapping[str, Any], news: Mapping[str, Any]) -> Changes:
    """What is different in `plan` by its news."""
    fates = {run: Fate(fate) for run, fate in news["fates"].items()}
    return compare(news["former"], plan, fates=fates, own_seats=news["own_seats"])


def dismiss_news(*, person: Person, actor: Person) -> bool:
    """Forget what was told of the person's current path; False where nothing was (any more)."""
    if actor.id != person.id:
        raise NotFound
    lock(f"path:{person.id}")
    path = find_current_path(person)
    plan = dict(path.plan) if path else {}
    if path is None or plan.pop(KEY, None) is None:
        return False
    path.plan = plan
    db.session.flush()
    return True


def _why(unseen: Mapping[str, Any] | None, why: PlanningReason) -> str:
    """What others did stays the reason."""
    if unseen and not why.comes_from_others:
        return unseen["why"]
    return why.value


def _fates(dates: Mapping[str, str], basis: Basis) -> dict[str, str]:
    """What has become of these runs; those that could still be chosen as they were are left out."""
    cohorts = _cohorts(dates.keys())
    offered = {cohort.id: cohort for cohort in basis.cohorts}
    own = {seat.cohort for seat in basis.own_runs}
    found = {}
    for run, written in dates.items():
        cohort = cohorts.get(run)
        fate = _fate(cohort, datetime.fromisoformat(written), basis.now)
        if fate is None and run not in own and run in offered and offered[run].seats_left <= 0:
            fate = Fate.FULL
        if fate is not None:
            found[run] = fate.value
    return found


def _fate(cohort: Cohort | None, planned: datetime, now: datetime) -> Fate | None:
    sessions = [one for one in cohort.sessions if one.takes_place] if cohort else []
    if cohort is None or not sessions or cohort.cancelled_at is not None:
        return Fate.CANCELLED
    if min(one.event.starts_at for one in sessions) != planned:
        return Fate.MOVED
    return Fate.BEGUN if has_begun(cohort, now) else None


def _cohorts(public_ids: Collection[str]) -> dict[str, Cohort]:
    found = db.session.scalars(
        select(Cohort)
        .where(Cohort.public_id.in_(public_ids))
        .options(selectinload(Cohort.sessions).joinedload(Session.event))
    )
    return {cohort.public_id: cohort for cohort in found}
