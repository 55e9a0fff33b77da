"""Reads of the responsibility matrix of a municipality."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import localised
from exchange.alliances.duties.models import Duty, Part, Party, Responsibility
from exchange.alliances.partners.models import Partner
from exchange.alliances.reach import Alliance
from organisations.models import Team


@dataclass(frozen=True)
class MatrixRow:
    """A duty with everybody who has a part in it."""

    duty: Duty
    parties: dict[Part, list[Party]] = field(default_factory=lambda: defaultdict(list))

    @property
    def responsible(self) -> Party | None:
        """Who is responsible; None is a gap."""
        return next(iter(self.parties[Part.RESPONSIBLE]), None)


def list_matrix(alliance: Alliance) -> list[MatrixRow]:
    """All duties of the municipality in their order; two statements."""
    duties = db.session.scalars(
        select(Duty).where(_is_of(alliance)).order_by(Duty.position, Duty.id)
    )
    rows = {duty.id: MatrixRow(duty) for duty in duties}
    for responsibility in _responsibilities(alliance):
        row = rows[responsibility.duty_id]
        row.parties[Part(responsibility.part)].append(_party(responsibility))
    for row in rows.values():
        for parties in row.parties.values():
            parties.sort(key=name_of)
    return list(rows.values())


def get_row(public_id: str, *, alliance: Alliance) -> MatrixRow:
    """One duty of the municipality with its parties. Raises NotFound for all others."""
    row = next((row for row in list_matrix(alliance) if row.duty.public_id == public_id), None)
    if row is None:
        raise NotFound
    return row


def list_parties(alliance: Alliance) -> Sequence[Party]:
    """Everybody who can have a part: teams of the municipality, then partners, by name."""
    at = alliance.municipality.id
    teams = db.session.scalars(select(Team).where(Team.municipality_id == at)).all()
    partners = db.session.scalars(
        select(Partner).where(Partner.municipality_id == at, Partner.ended_at.is_(None))
    ).all()
    return [*sorted(teams, key=name_of), *sorted(partners, key=name_of)]


def name_of(party: Party) -> str:
    """What a partner or a team is called."""
    return party.name if isinstance(party, Partner) else localised(party.name)


def _is_of(alliance: Alliance) -> ColumnElement[bool]:
    return or_(Duty.municipality_id.is_(None), Duty.municipality_id == alliance.municipality.id)


def _responsibilities(alliance: Alliance) -> Sequence[Responsibility]:
    return db.session.scalars(
        select(Responsibility)
        .where(Responsibility.municipality_id == alliance.municipality.id)
        .options(joinedload(Responsibility.partner), joinedload(Responsibility.team))
    ).all()


def _party(responsibility: Responsibility) -> Party:
    return responsibility.partner or responsibility.team  # type: ignore[return-value] # has one
