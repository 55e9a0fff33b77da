"""Commands of the programme office: what a membership includes, and how many coachings."""

from collections.abc import Set
from datetime import datetime

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.permissions import Benefit
from organisations.entitlements import queries
from organisations.entitlements.models import CoachingException, CoachingLimit, Entitlement
from organisations.models import Membership, Municipality, Person

#: What stands in the audit trail where there is no limit, or none of a municipality's own.
UNLIMITED = "unlimited"
LIKE_MEMBERSHIP = "like membership"


def set_terms(
    *,
    membership: Membership,
    benefits: Set[Benefit],
    per_year: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Have `membership` include exactly `benefits`, and `per_year` coachings a municipality."""
    for benefit in Benefit:
        include_benefit(
            membership=membership,
            benefit=benefit,
            included=benefit in benefits,
            actor=actor,
            now=now,
        )
    limit_coachings(membership=membership, per_year=per_year, actor=actor, now=now)


def include_benefit(
    *, membership: Membership, benefit: Benefit, included: bool, actor: Person, now: datetime
) -> None:
    """Include `benefit` in `membership`, or leave it out, from the next request on.

    What people have booked or filled in stays theirs.
    """
    _one_at_a_time()
    entitlement = queries.find_entitlement(membership, benefit)
    before = entitlement is None or entitlement.included
    if before == included:
        return
    if entitlement is None:
        entitlement = Entitlement(membership=membership, benefit=benefit)
        db.session.add(entitlement)
    entitlement.included = included
    db.session.flush()
    audit.record(
        "entitlement.changed",
        entitlement,
        actor=actor,
        now=now,
        membership=membership,
        benefit=benefit,
        before=int(before),
        after=int(included),
    )


def limit_coachings(
    *, membership: Membership, per_year: int | None, actor: Person, now: datetime
) -> None:
    """Give each municipality of `membership` that many appointments a year; None: any number.

    It may be fewer than some have taken: refusing that would leave the office with a number of its
    own past. What is booked stays, and nothing more is let in.
    """
    _one_at_a_time()
    limit = queries.find_limit(membership)
    before = limit.per_year if limit else None
    if before == per_year:
        return
    if limit is None:
        limit = CoachingLimit(membership=membership)
        db.session.add(limit)
    limit.per_year = per_year
    db.session.flush()
    audit.record(
        "coaching_limit.changed",
        limit,
        actor=actor,
        now=now,
        membership=membership,
        before=_words(before),
        after=_words(per_year),
    )


def make_exception(
    *, municipality: Municipality, per_year: int | None, actor: Person, now: datetime
) -> None:
    """Give `municipality` a number of its own; None: any number. It may be below what is used."""
    _one_at_a_time()
    exception = queries.find_exception(municipality)
    before = _words(exception.per_year) if exception else LIKE_MEMBERSHIP
    if before == _words(per_year):
        return
    if exception is None:
        exception = CoachingException(municipality_id=municipality.id)
        db.session.add(exception)
    exception.per_year = per_year
    db.session.flush()
    _record_exception(municipality, before, _words(per_year), actor, now)


def end_exception(*, municipality: Municipality, actor: Person, now: datetime) -> None:
    """Let `municipality` have as many appointments as its membership again."""
    _one_at_a_time()
    exception = queries.find_exception(municipality)
    if exception is None:
        return
    before = _words(exception.per_year)
    db.session.delete(exception)
    db.session.flush()
    _record_exception(municipality, before, LIKE_MEMBERSHIP, actor, now)


def _record_exception(
    municipality: Municipality, before: str | int, after: str | int, actor: Person, now: datetime
) -> None:
    audit.record(
        "coaching_exception.changed", municipality, actor=actor, now=now, before=before, after=after
    )


def _words(per_year: int | None) -> str | int:
    return UNLIMITED if per_year is None else per_year


def _one_at_a_time() -> None:
    """Two who save at once change it one after the other, so that before and after are true."""
    lock("entitlements")
