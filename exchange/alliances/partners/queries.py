"""Reads of partners, as far as the one who looks may see their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.alliances.partners.models import Commitment, Contact, Partner
from exchange.alliances.reach import Alliance
from organisations.models import Municipality
from organisations.queries import find_names


def list_partners(alliance: Alliance) -> Sequence[Partner]:
    """The partners by kind and name, each with its situations and the contacts that one may see."""
    return db.session.scalars(
        select(Partner)
        .where(Partner.municipality_id == alliance.municipality.id, Partner.ended_at.is_(None))
        .options(selectinload(Partner.situations), *_of_people(alliance))
        .order_by(Partner.name, Partner.id)
        .execution_options(populate_existing=True)
    ).all()


def list_partners_of(municipalities: Sequence[Municipality]) -> Sequence[Partner]:
    """The partners of several alliances by name, without any people; one statement."""
    ids = [municipality.id for municipality in municipalities]
    return db.session.scalars(
        select(Partner)
        .where(Partner.municipality_id.in_(ids), Partner.ended_at.is_(None))
        .options(joinedload(Partner.municipality))
        .order_by(Partner.name, Partner.id)
    ).all()


def get_partner(public_id: str, *, alliance: Alliance) -> Partner:
    """A partner of this alliance with what one may see of it. Raises NotFound for all others."""
    partner = db.session.scalar(
        select(Partner)
        .where(
            Partner.public_id == public_id,
            Partner.municipality_id == alliance.municipality.id,
            Partner.ended_at.is_(None),
        )
        .options(selectinload(Partner.situations), *_of_people(alliance))
        .execution_options(populate_existing=True)
    )
    if partner is None:
        raise NotFound
    return partner


def get_contact(public_id: str, *, alliance: Alliance) -> Contact:
    """A contact at one of the partners. Raises NotFound where the reader may not see it."""
    contact = db.session.scalar(
        select(Contact)
        .join(Contact.partner)
        .where(
            Contact.public_id == public_id,
            Partner.municipality_id == alliance.municipality.id,
            Partner.ended_at.is_(None),
            _is_shown(alliance),
        )
    )
    if contact is None:
        raise NotFound
    return contact


def get_commitment(public_id: str, *, alliance: Alliance) -> Commitment:
    """What a partner of this alliance has promised. Raises NotFound for all others."""
    commitment = db.session.scalar(
        select(Commitment)
        .join(Commitment.partner)
        .where(
            Commitment.public_id == public_id,
            Partner.municipality_id == alliance.municipality.id,
            Partner.ended_at.is_(None),
        )
    )
    if commitment is None:
        raise NotFound
    return commitment


@dataclass(frozen=True)
class HistoryLine:
    """An act as the audit trail has it: `about` is the public id, `after` the state it led to."""

    at: datetime
    action: str
    actor: str
    after: str


#: Of a long history the latest lines; all of it stands in the audit trail.
MOST_LINES = 30


def list_history(partner: Partner) -> list[HistoryLine]:
    """What became of the partner, its contacts and its commitments, latest first; two statements.

    For those who manage the alliance: `partner` has to hold all of its people.
    """
    ids = [
        partner.public_id,
        *(contact.public_id for contact in partner.contacts),
        *(commitment.public_id for commitment in partner.commitments),
    ]
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_public_id.in_(ids), AuditEntry.action.startswith("alliance_"))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST_LINES)
    ).all()
    names = find_names({entry.actor_public_id for entry in entries})
    return [
        HistoryLine(
            entry.at,
            entry.action,
            names.get(entry.actor_public_id, ""),
            str(entry.details.get("after", "")),
        )
        for entry in entries
    ]


def _of_people(alliance: Alliance) -> tuple[ORMOption, ...]:
    """Nobody's details are read from the database for somebody who may not see them."""
    promises = true() if alliance.manages or not alliance.is_home else false()
    return (
        selectinload(Partner.contacts.and_(_is_shown(alliance))),
        selectinload(Partner.commitments.and_(promises)),
    )


def _is_shown(alliance: Alliance) -> ColumnElement[bool]:
    if alliance.manages:
        return true()
    return Contact.released.is_(True) if alliance.is_home else false()
