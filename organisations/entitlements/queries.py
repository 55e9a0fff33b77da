"""Reads of what municipalities may use, and of how many coachings they have taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from app.kernel.db import db
from app.kernel.permissions import SCOPED_ROLES, Benefit
from organisations.accounts.models import RoleGrant
from organisations.entitlements.models import (
    CoachingException,
    CoachingLimit,
    CoachingQuota,
    Entitlement,
)
from organisations.models import Membership, Municipality, Person


def list_withheld(membership: str) -> frozenset[Benefit]:
    """The benefits that municipalities of `membership` go without; one query."""
    withheld = select(Entitlement.benefit).where(
        Entitlement.membership == membership, Entitlement.included.is_(False)
    )
    return frozenset(map(Benefit, db.session.scalars(withheld)))


def list_withheld_from(person: Person) -> frozenset[Benefit]:
    """The benefits that `person` goes without.

    None for people without a municipality, such as trainers: memberships are not about them.
    """
    municipality = person.municipality
    return list_withheld(municipality.membership) if municipality else frozenset()


def memberships_without(benefit: Benefit) -> Select[tuple[str]]:
    """The memberships that go without `benefit`, for use inside a query."""
    return select(Entitlement.membership).where(
        Entitlement.benefit == benefit, Entitlement.included.is_(False)
    )


def find_entitlement(membership: str, benefit: str) -> Entitlement | None:
    """What was decided; None where the default holds: it is included."""
    return db.session.scalar(
        select(Entitlement).where(
            Entitlement.membership == membership, Entitlement.benefit == benefit
        )
    )


def find_limit(membership: str) -> CoachingLimit | None:
    """What was set for all municipalities of `membership`."""
    return db.session.scalar(select(CoachingLimit).where(CoachingLimit.membership == membership))


def find_exception(municipality: Municipality) -> CoachingException | None:
    """What was set for `municipality` alone."""
    return db.session.scalar(
        select(CoachingException).where(CoachingException.municipality_id == municipality.id)
    )


def list_limits() -> dict[str, int | None]:
    """For each membership how many appointments a municipality has a year; None: any number."""
    found = dict(db.session.execute(select(CoachingLimit.membership, CoachingLimit.per_year)).all())
    return {membership.value: found.get(membership) for membership in Membership}


def find_limit_of(municipality: Municipality) -> int | None:
    """How many appointments `municipality` has a year; None: any number."""
    query = _with_limits(select(_LIMIT).select_from(Municipality))
    return db.session.scalars(query.where(Municipality.id == municipality.id)).one()


def list_exhausted_years(municipality: Municipality, years: Iterable[int]) -> list[int]:
    """Those of `years` of which `municipality` can take no more appointments, sorted."""
    return sorted(year for _municipality_id, year in list_exhausted([municipality], years))


def list_exhausted(
    municipalities: Iterable[Municipality], years: Iterable[int]
) -> set[tuple[int, int]]:
    """Which of `municipalities`, by id, can take no more appointments of which of `years`.

    Two queries, however many there are.
    """
    ids, wanted = {municipality.id for municipality in municipalities}, set(years)
    if not ids or not wanted:
        return set()
    limits = db.session.execute(
        _with_limits(select(Municipality.id, _LIMIT)).where(Municipality.id.in_(ids))
    ).all()
    counted = db.session.execute(
        select(CoachingQuota.municipality_id, CoachingQuota.year, CoachingQuota.used).where(
            CoachingQuota.municipality_id.in_(ids), CoachingQuota.year.in_(wanted)
        )
    )
    used = {(municipality_id, year): number for municipality_id, year, number in counted}
    return {
        (municipality_id, year)
        for municipality_id, limit in limits
        for year in wanted
        if limit is not None and used.get((municipality_id, year), 0) >= limit
    }


@dataclass(frozen=True)
class CoachingUse:
    """How many appointments of a year `municipality` has taken, of how many; None: any number."""

    municipality: Municipality
    used: int
    limit: int | None
    is_exception: bool


def list_uses(year: int) -> list[CoachingUse]:
    """The use of all municipalities by name; one query."""
    return _uses(year)


def get_use(municipality: Municipality, year: int) -> CoachingUse:
    """The use of one municipality."""
    [use] = _uses(year, Municipality.id == municipality.id)
    return use


def list_coordinated(person: Person, now: datetime) -> Sequence[Municipality]:
    """The municipalities that `person` coordinates, or does so for somebody, by name."""
    theirs = select(RoleGrant.municipality_id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role.in_(SCOPED_ROLES),
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
    )
    query = select(Municipality).where(Municipality.id.in_(theirs))
    return db.session.scalars(query.order_by(Municipality.name, Municipality.id)).all()


def _uses(year: int, *conditions: ColumnElement[bool]) -> list[CoachingUse]:
    counted = and_(CoachingQuota.municipality_id == Municipality.id, CoachingQuota.year == year)
    query = _with_limits(select(Municipality, CoachingQuota.used, _LIMIT, CoachingException.id))
    rows = db.session.execute(
        query.outerjoin(CoachingQuota, counted)
        .where(*conditions)
        .order_by(Municipality.name, Municipality.id)
    )
    return [
        CoachingUse(municipality, used or 0, limit, is_exception=exception is not None)
        for municipality, used, limit, exception in rows
    ]


#: An exception that says "any number" is one, too.
_LIMIT = case(
    (CoachingException.id.is_not(None), CoachingException.per_year), else_=CoachingLimit.per_year
)


def _with_limits(query: Select[Any]) -> Select[Any]:
    """`query` of municipalities, with what was set for their membership and for them alone."""
    return query.outerjoin(
        CoachingLimit, CoachingLimit.membership == Municipality.membership
    ).outerjoin(CoachingException, CoachingException.municipality_id == Municipality.id)
