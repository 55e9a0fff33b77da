"""Who belongs to which body, as a table that other queries join: by name and by role."""

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, or_, select, union

from app.kernel.permissions import Role
from exchange.meetings.bodies.models import Body, BodyCircle, BodyKind, BodyMember, Circle
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Function, Municipality, Person

#: Whoever acts for a municipality: its coordinator, and who stands in.
COORDINATING = frozenset({Role.COORDINATOR, Role.SUBSTITUTE})


def memberships() -> CompoundSelect:
    """Each body with each of its members, once: `body_id` and `person_id`."""
    named = select(BodyMember.body_id, BodyMember.person_id)
    return union(named, _coordinators(), _leadership(), _office())


def is_member(person: Person) -> ColumnElement[bool]:
    """Of a Body: `person` belongs to it."""
    members = memberships().subquery()
    own = select(members.c.body_id).where(members.c.person_id == person.id)
    return Body.id.in_(own)


def is_planned_by(account: Account, *, plans_all: bool) -> ColumnElement[bool]:
    """Of a Body: the account may plan its meetings. Coordinators do so in their regional group."""
    if plans_all:
        return Body.id.is_not(None)
    coordinates = (
        exists()
        .where(
            RoleGrant.person_id == account.person_id,
            RoleGrant.role.in_(COORDINATING),
            RoleGrant.municipality_id == Municipality.id,
            Municipality.state == Body.state,
        )
        .correlate(Body)
    )
    return (Body.kind == BodyKind.REGIONAL_GROUP) & is_member(account.person) & coordinates


def _coordinators() -> Select[tuple[int, int]]:
    return (
        select(BodyCircle.body_id, RoleGrant.person_id)
        .join(Body, Body.id == BodyCircle.body_id)
        .join(RoleGrant, RoleGrant.role.in_(COORDINATING))
        .join(Municipality, Municipality.id == RoleGrant.municipality_id)
        .where(BodyCircle.circle == Circle.COORDINATORS, _is_there())
    )


def _leadership() -> Select[tuple[int, int]]:
    return (
        select(BodyCircle.body_id, Person.id)
        .join(Body, Body.id == BodyCircle.body_id)
        .join(Person, Person.function == Function.POLITICAL_LEADERSHIP)
        .join(Account, Account.person_id == Person.id)
        .join(Municipality, Municipality.id == Person.municipality_id)
        .where(BodyCircle.circle == Circle.LEADERSHIP, _is_there())
        # Whoever has lost every role can no longer come in.
        .where(exists().where(RoleGrant.person_id == Person.id).correlate(Person))
    )


def _office() -> Select[tuple[int, int]]:
    return (
        select(BodyCircle.body_id, RoleGrant.person_id)
        .join(RoleGrant, RoleGrant.role == Role.PROGRAMME_OFFICE)
        .where(BodyCircle.circle == Circle.OFFICE)
    )


def _is_there() -> ColumnElement[bool]:
    return or_(Body.state.is_(None), Municipality.state == Body.state)
