"""Reads of municipalities for the programme office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.models import Municipality, Person
from organisations.searching import contains


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality and how many people it has."""

    municipality: Municipality
    people: int


def list_municipality_rows(*, search: str = "", membership: str = "") -> Sequence[MunicipalityRow]:
    """Municipalities by name, those only whose name holds `search` and that have `membership`."""
    people = select(func.count()).where(Person.municipality_id == Municipality.id).scalar_subquery()
    query = select(Municipality, people).order_by(Municipality.name, Municipality.id)
    if search:
        query = query.where(contains(search, Municipality.name))
    if membership:
        query = query.where(Municipality.membership == membership)
    return [MunicipalityRow(*row) for row in db.session.execute(query)]


def get_municipality(public_id: str) -> Municipality:
    """The municipality of `public_id`. Raises NotFound."""
    found = db.session.scalar(select(Municipality).where(Municipality.public_id == public_id))
    if found is None:
        raise NotFound
    return found
