"""The counter of coachings: take an appointment from a municipality's quota, and give one back.

Whoever moves an appointment into another year gives back the one and takes the other, in the same
transaction.
"""

from datetime import datetime

from sqlalchemy import select

from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import Message, programme_zone
from app.kernel.i18n import lazy_gettext as _l
from organisations.entitlements import queries
from organisations.entitlements.models import CoachingQuota
from organisations.models import Municipality


class QuotaExhausted(DomainError):
    """The municipality has taken all the appointments it has in that year."""


def exhausted_message(year: int) -> Message:
    """What to say where no appointment of `year` is left."""
    return _l(
        "Das Kontingent Ihrer Kommune für %(year)s ist ausgeschöpft. "
        "Krisengespräche sind weiter möglich.",
        year=year,
    )


# What holds whatever happens; the lock below lets one after the other look before.
explain_constraint(
    "ck_coaching_quotas_exhausted",
    _l("Das Kontingent Ihrer Kommune ist ausgeschöpft. Krisengespräche sind weiter möglich."),
    error=QuotaExhausted,
)


def quota_year(starts_at: datetime) -> int:
    """The year to whose quota an appointment counts: that of its start by the programme's clock."""
    return starts_at.astimezone(programme_zone()).year


def take_from_quota(
    *, municipality: Municipality | None, starts_at: datetime
) -> CoachingQuota | None:
    """Count an appointment that begins at `starts_at`; keep what is returned, to give it back.

    None for people without a municipality, whom nobody counts. Raises QuotaExhausted. Two at once:
    the lock lets one after the other look, and the constraint `ck_coaching_quotas_exhausted` holds
    whatever happens.
    """
    if municipality is None:
        return None
    year = quota_year(starts_at)
    lock(_lock_key(municipality.id))
    quota = _counter(municipality, year)
    limit = queries.find_limit_of(municipality)
    if limit is not None and quota.used >= limit:
        raise QuotaExhausted(exhausted_message(year))
    with conflicts_explained():
        quota.allowed = limit
        quota.used = CoachingQuota.used + 1  # the database counts: nothing read before can be lost
    return quota


def give_back_to_quota(*, quota: CoachingQuota | None) -> None:
    """Count an appointment no longer that will not take place. Harmless for one never counted."""
    if quota is None:
        return
    lock(_lock_key(quota.municipality_id))
    quota.used = CoachingQuota.used - 1
    db.session.flush()


def _counter(municipality: Municipality, year: int) -> CoachingQuota:
    """The row as it is now that we hold the lock, not as somebody may have read it before."""
    of_year = select(CoachingQuota).where(
        CoachingQuota.municipality_id == municipality.id, CoachingQuota.year == year
    )
    quota = db.session.scalar(of_year.execution_options(populate_existing=True))
    if quota is None:
        quota = CoachingQuota(municipality=municipality, year=year, used=0)
        db.session.add(quota)
        db.session.flush()
    return quota


def _lock_key(municipality_id: int) -> str:
    # For all years: moving into another one takes one lock, not two in either order.
    return f"coaching_quota:{municipality_id}"
