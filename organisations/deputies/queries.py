"""Reads of who keeps whose appointments. What has ended gives nobody anything any more."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.accounts.models import Account
from organisations.deputies.models import Deputyship
from organisations.models import Person


def list_deputyships_under(principal: Person) -> Sequence[Deputyship]:
    """By whom `principal` lets their appointments be kept, the first named first."""
    query = _live().where(Deputyship.principal_id == principal.id)
    return db.session.scalars(
        query.options(joinedload(Deputyship.deputy)).order_by(Deputyship.id)
    ).all()


def list_deputyships_of(deputy: Person) -> Sequence[Deputyship]:
    """For whom `deputy` keeps appointments, the first first."""
    query = _live().where(Deputyship.deputy_id == deputy.id)
    return db.session.scalars(
        query.options(joinedload(Deputyship.principal)).order_by(Deputyship.id)
    ).all()


def get_deputyship_for(deputy: Person, principal_public_id: str) -> Deputyship:
    """By which `deputy` keeps somebody's appointments now. Raises NotFound for everybody else's."""
    return _one(
        _live()
        .join(Deputyship.principal)
        .where(Deputyship.deputy_id == deputy.id, Person.public_id == principal_public_id)
        .options(contains_eager(Deputyship.principal))
    )


def get_deputyship_of(person: Person, public_id: str) -> Deputyship:
    """A deputyship that `person` is part of, ended or not. Raises NotFound for anyone else's."""
    return _one(
        select(Deputyship).where(
            Deputyship.public_id == public_id,
            or_(Deputyship.principal_id == person.id, Deputyship.deputy_id == person.id),
        )
    )


def find_colleague(person: Person, email: str) -> Person | None:
    """Who signs in with `email`, if they belong to the municipality of `person`."""
    return db.session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(
            Account.email == email.strip().lower(),
            Person.municipality_id == person.municipality_id,
            # Those of no municipality are nobody's colleagues.
            Person.municipality_id.is_not(None),
        )
    )


def _live() -> Select[tuple[Deputyship]]:
    return select(Deputyship).where(Deputyship.ended_at.is_(None))


def _one(query: Select[tuple[Deputyship]]) -> Deputyship:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
