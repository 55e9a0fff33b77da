"""Reads of bodies: whose they are, and who belongs to them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.meetings.bodies.access import Reader
from exchange.meetings.bodies.membership import is_member, is_planned_by, memberships
from exchange.meetings.bodies.models import Body, BodyMember, Part
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Person


def is_open_to(reader: Reader) -> ColumnElement[bool]:
    """Of a Body: the reader belongs to it or plans its meetings."""
    if reader.plans_all:
        return plans(reader)
    return or_(is_member(reader.person), plans(reader))


def plans(reader: Reader) -> ColumnElement[bool]:
    """Of a Body: the reader plans its meetings."""
    return is_planned_by(reader.account, plans_all=reader.plans_all)


def list_bodies(reader: Reader) -> Sequence[Body]:
    """The bodies that are open to the reader, by name."""
    return _list(is_open_to(reader))


def list_planned_bodies(reader: Reader) -> Sequence[Body]:
    """The bodies whose meetings the reader plans, by name."""
    return _list(plans(reader))


def get_body(public_id: str, reader: Reader) -> Body:
    """A body that is open to the reader. Raises NotFound for every other."""
    return _get(public_id, is_open_to(reader))


def get_planned_body(public_id: str, reader: Reader) -> Body:
    """A body whose meetings the reader plans. Raises NotFound for every other."""
    return _get(public_id, plans(reader))


def plans_for(reader: Reader, body: Body) -> bool:
    """Whether the reader plans the meetings of `body`."""
    if reader.plans_all:
        return True
    return bool(db.session.scalar(select(exists().where(Body.id == body.id, plans(reader)))))


def list_named(body: Body) -> Sequence[BodyMember]:
    """The people who are named in `body`, by name."""
    return db.session.scalars(
        select(BodyMember)
        .join(BodyMember.person)
        .where(BodyMember.body_id == body.id)
        .options(joinedload(BodyMember.person).joinedload(Person.municipality))
        .order_by(Person.sort_name, Person.id)
    ).all()


def has_part(person: Person, body: Body, *parts: Part) -> bool:
    """Whether `person` is named in `body` for one of these parts."""
    named = exists().where(
        BodyMember.body_id == body.id,
        BodyMember.person_id == person.id,
        BodyMember.part.in_(parts),
    )
    return bool(db.session.scalar(select(named)))


def find_chair(body: Body) -> Person | None:
    """Who takes the chair."""
    return db.session.scalar(
        select(Person)
        .join(BodyMember, BodyMember.person_id == Person.id)
        .where(BodyMember.body_id == body.id, BodyMember.part == Part.CHAIR)
    )


def count_members() -> dict[int, int]:
    """How many people belong to each body, by its id; one statement."""
    members = memberships().subquery()
    rows = db.session.execute(
        select(members.c.body_id, func.count()).group_by(members.c.body_id)
    ).all()
    return dict(map(tuple, rows))


def find_person_by_email(email: str) -> Person | None:
    """Whose account has the address and a role."""
    return db.session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(
            Account.email == email.strip().lower(),
            exists().where(RoleGrant.person_id == Person.id),
        )
    )


def _list(condition: ColumnElement[bool]) -> Sequence[Body]:
    return db.session.scalars(
        select(Body)
        .where(condition)
        .options(selectinload(Body.circles))
        .order_by(Body.name, Body.id)
    ).all()


def _get(public_id: str, condition: ColumnElement[bool]) -> Body:
    body = db.session.scalar(
        select(Body)
        .where(Body.public_id == public_id, condition)
        .options(selectinload(Body.circles))
    )
    if body is None:
        raise NotFound
    return body
