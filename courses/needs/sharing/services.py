"""Share levels with those who lead a cohort, and end it.

Only the person themselves does so, and none of it is written to the audit trail: it would say for
ever who has told whom how they see themselves.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select

from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.conditions import RUN_DATES
from courses.cohorts.models import Cohort, Enrolment
from courses.needs.sharing.models import LevelShare
from courses.needs.sharing.queries import SHOWN_AFTERWARDS, Scope, find_share, is_open, preview
from courses.needs.sharing.sealed import SharedLevels, seal_levels
from organisations.models import Person


class PreviewOutdated(DomainError):
    """What would be shared, or with whom, is not what the person has seen."""

    MESSAGE = _l("Inzwischen hat sich etwas geändert. Bitte sehen Sie sich die Vorschau noch an.")


def share_levels(
    *,
    enrolment: Enrolment,
    scope: Scope,
    analysis_seen: str,
    trainers_seen: Collection[str],
    actor: Person,
    now: datetime,
) -> LevelShare:
    """Show levels of the latest analysis to the trainers, in place of what was shown before.

    `analysis_seen` and `trainers_seen` are the public ids in the preview: raises PreviewOutdated
    where they are others by now, or where there is nothing to show. Raises NotFound for anybody
    else's enrolment, for who takes part no more, and when the cohort is long over.
    """
    _take(enrolment, actor)
    if not is_open(enrolment, now):
        raise NotFound
    db.session.refresh(enrolment.cohort, ["trainers"])
    seen = preview(enrolment, scope)
    trainers = {one.public_id for one in enrolment.cohort.trainers}
    if (
        seen is None
        or not seen.shown.lines
        or not trainers
        or seen.analysis.public_id != analysis_seen
        or trainers != set(trainers_seen)
    ):
        raise PreviewOutdated(PreviewOutdated.MESSAGE)
    shared = SharedLevels(
        levels={competency.key: level for competency, level in seen.shown.lines},
        assessed_at=seen.shown.assessed_at,
        trainers=frozenset(trainers),
    )
    share = find_share(enrolment) or LevelShare(enrolment_id=enrolment.id)
    seal_levels(share, enrolment, shared)
    share.shared_at = now
    db.session.add(share)
    db.session.flush()
    return share


def end_sharing(*, enrolment: Enrolment, actor: Person) -> None:
    """Show nothing any more from now on; without effect where nothing is. Raises NotFound."""
    _take(enrolment, actor)
    forget_share(enrolment_id=enrolment.id)


def forget_share(*, enrolment_id: int) -> None:
    """Delete what was shared with an enrolment."""
    db.session.execute(delete(LevelShare).where(LevelShare.enrolment_id == enrolment_id))


def forget_past_shares(*, now: datetime) -> int:
    """Delete what was shared in cohorts that are long over or called off; returns how much."""
    over = (
        select(Enrolment.id)
        .join(Enrolment.cohort)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .where(or_(RUN_DATES.c.ends_at < now - SHOWN_AFTERWARDS, Cohort.cancelled_at.is_not(None)))
    )
    forgotten = db.session.execute(delete(LevelShare).where(LevelShare.enrolment_id.in_(over)))
    return int(forgotten.rowcount)  # type: ignore[attr-defined]


def _take(enrolment: Enrolment, actor: Person) -> None:
    """One write at a time; to anyone else the enrolment does not exist."""
    if enrolment.person_id != actor.id:
        raise NotFound
    lock(f"level_share:{enrolment.id}")
    db.session.refresh(enrolment)
