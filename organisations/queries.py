"""Reads of municipalities, teams and people."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.models import Municipality, Person


def count_people() -> int:
    """How many people the database holds."""
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def get_person(public_id: str) -> Person:
    """The person of `public_id`. Raises NotFound."""
    person = db.session.scalar(select(Person).where(Person.public_id == public_id))
    if person is None:
        raise NotFound
    return person


def list_municipalities() -> Sequence[Municipality]:
    """All municipalities by name."""
    return db.session.scalars(select(Municipality).order_by(Municipality.name)).all()


def find_names(public_ids: Collection[str]) -> dict[str, str]:
    """By public id, the names of those people who still exist; one statement."""
    people = db.session.scalars(select(Person).where(Person.public_id.in_(public_ids)))
    return {person.public_id: person.name for person in people}
