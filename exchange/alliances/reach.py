"""Whose alliance somebody may look at, and how far they reach into it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import MANAGE_ALLIANCE, READ_ALLIANCES
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Municipality, Person


@dataclass(frozen=True)
class Alliance:
    """A municipality's alliance as one person sees it.

    Whoever `manages` it sees and changes everything. Whom it `is_home` sees those contacts that are
    released for the people of the municipality. Whoever is neither sees no named person.
    """

    municipality: Municipality
    manages: bool
    is_home: bool

    @property
    def shows_gaps(self) -> bool:
        """Gaps are for those who close them, and for the office that helps with it."""
        return self.manages or not self.is_home


def get_alliance(public_id: str, *, reader: Account) -> Alliance:
    """The alliance of a municipality. Raises NotFound where it is not the reader's."""
    municipality = db.session.scalar(
        select(Municipality).where(Municipality.public_id == public_id)
    )
    if municipality is None:
        raise NotFound
    alliance = _seen_by(reader, municipality)
    if not (alliance.manages or alliance.is_home or READ_ALLIANCES.reaches_all(reader.roles)):
        raise NotFound
    return alliance


def get_managed_alliance(public_id: str, *, reader: Account) -> Alliance:
    """The same for those who manage it. Raises NotFound for everybody else's."""
    alliance = get_alliance(public_id, reader=reader)
    if not alliance.manages:
        raise NotFound
    return alliance


def find_home_alliance(reader: Account) -> Alliance | None:
    """The alliance of the reader's own municipality; None for those who belong to none."""
    municipality = reader.person.municipality
    return None if municipality is None else _seen_by(reader, municipality)


def list_municipalities_in_reach(reader: Account) -> Sequence[Municipality]:
    """By name, those whose alliance the reader may look at; all for the programme office."""
    query = select(Municipality).order_by(Municipality.name, Municipality.id)
    if not READ_ALLIANCES.reaches_all(reader.roles):
        ids = managed_by(reader) | {reader.person.municipality_id}
        query = query.where(Municipality.id.in_(ids))
    return db.session.scalars(query).all()


def managed_by(reader: Account) -> set[int | None]:
    """The ids of the municipalities whose alliance the reader manages."""
    return {grant.municipality_id for grant in reader.grants if grant.role in MANAGE_ALLIANCE.roles}


def _seen_by(reader: Account, municipality: Municipality) -> Alliance:
    return Alliance(
        municipality,
        manages=municipality.id in managed_by(reader),
        is_home=reader.person.municipality_id == municipality.id,
    )


def list_managers(municipality: Municipality) -> Sequence[Person]:
    """Who coordinates `municipality` or stands in for it."""
    roles = (
        RoleGrant.role.in_(MANAGE_ALLIANCE.roles),
        RoleGrant.municipality_id == municipality.id,
    )
    return db.session.scalars(
        select(Person)
        .where(Person.id.in_(select(RoleGrant.person_id).where(*roles)))
        .order_by(Person.id)
    ).all()
