"""Reads of consultations: for their members and those invited, and for nobody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import CONSULT_PEERS
from exchange.peer_consultations.groups.models import (
    Consultation,
    HeldConsultation,
    Invitation,
    Member,
    State,
)
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Municipality, Person
from scheduling.models import Event


def get_consultation(person: Person, public_id: str) -> Consultation:
    """The consultation with its members and its date, for one of them. Raises NotFound."""
    consultation = db.session.scalar(
        select(Consultation)
        .where(Consultation.public_id == public_id, _is_member(person))
        .options(
            joinedload(Consultation.event),
            selectinload(Consultation.members).joinedload(Member.person),
        )
        .execution_options(populate_existing=True)
    )
    if consultation is None:
        raise NotFound
    return consultation


def find_by_public_id(public_id: str) -> Consultation | None:
    """The consultation, whoever asks: for what is announced, never for a page."""
    return db.session.scalar(select(Consultation).where(Consultation.public_id == public_id))


def get_membership(person: Person, public_id: str) -> Member:
    """The person's own membership, with the consultation alone; one statement. Raises NotFound."""
    member = db.session.scalar(
        select(Member)
        .join(Member.consultation)
        .where(Consultation.public_id == public_id, Member.person_id == person.id)
        .options(joinedload(Member.consultation))
        .execution_options(populate_existing=True)
    )
    if member is None:
        raise NotFound
    return member


def list_members(consultation: Consultation) -> Sequence[Member]:
    """Who is in the group, in the order in which they came; read anew."""
    return db.session.scalars(
        select(Member)
        .where(Member.consultation_id == consultation.id)
        .options(joinedload(Member.person).joinedload(Person.municipality))
        .order_by(Member.joined_at, Member.person_id)
        .execution_options(populate_existing=True)
    ).all()


def find_member(consultation: Consultation, person: Person) -> Member | None:
    """The membership of `person`, as the database says now."""
    query = select(Member).where(
        Member.consultation_id == consultation.id, Member.person_id == person.id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def list_consultations(person: Person) -> Sequence[Consultation]:
    """All that `person` is a member of: those to come by date, then those without one, then past.

    Two statements.
    """
    return db.session.scalars(
        select(Consultation)
        .outerjoin(Consultation.event)
        .where(_is_member(person))
        .options(
            joinedload(Consultation.event),
            selectinload(Consultation.members),
        )
        .order_by(
            Consultation.state.in_((State.HELD, State.CALLED_OFF)),
            Event.starts_at.is_(None),
            Event.starts_at,
            Consultation.id.desc(),
        )
    ).all()


def list_invitations(person: Person) -> Sequence[Invitation]:
    """Those that wait for the person's answer, oldest first."""
    return db.session.scalars(
        select(Invitation)
        .join(Invitation.consultation)
        .where(_waits(person), Consultation.state == State.PLANNED)
        .options(joinedload(Invitation.consultation).joinedload(Consultation.event))
        .order_by(Invitation.invited_at, Invitation.id)
    ).all()


def get_invitation(person: Person, public_id: str) -> Invitation:
    """An invitation that waits for the person's answer. Raises NotFound."""
    invitation = db.session.scalar(
        select(Invitation)
        .join(Invitation.consultation)
        .where(
            Invitation.public_id == public_id, _waits(person), Consultation.state == State.PLANNED
        )
        .options(joinedload(Invitation.consultation).joinedload(Consultation.event))
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        raise NotFound
    return invitation


def count_invitations(person: Person) -> int:
    """How many wait for the person's answer."""
    query = (
        select(func.count(Invitation.id))
        .join(Invitation.consultation)
        .where(_waits(person), Consultation.state == State.PLANNED)
    )
    return db.session.scalar(query) or 0


def count_waiting(consultation: Consultation, *, suggested: bool | None = None) -> int:
    """How many invitations wait for an answer: all, or those of one kind."""
    query = select(func.count(Invitation.id)).where(
        Invitation.consultation_id == consultation.id, Invitation.declined_at.is_(None)
    )
    if suggested is not None:
        query = query.where(Invitation.suggested.is_(suggested))
    return db.session.scalar(query) or 0


def list_asked_ids(consultation: Consultation) -> set[int]:
    """The ids of all who are in the group, are invited, or have declined."""
    members = select(Member.person_id).where(Member.consultation_id == consultation.id)
    asked = select(Invitation.person_id).where(Invitation.consultation_id == consultation.id)
    return set(db.session.scalars(members.union_all(asked)))


def find_by_address(email: str) -> Person | None:
    """Who signs in with `email` and may consult with peers."""
    granted = select(RoleGrant.person_id).where(RoleGrant.role.in_(CONSULT_PEERS.roles))
    return db.session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.email == email.strip().lower(), Person.id.in_(granted))
    )


def find_consultation_of_event(event: Event) -> Consultation | None:
    """The consultation that `event` is the date of."""
    return db.session.scalar(select(Consultation).where(Consultation.event_id == event.id))


def list_quarters() -> list[tuple[object, int]]:
    """How many consultations were held by quarter, the newest first."""
    count = func.count(HeldConsultation.id)
    rows = db.session.execute(
        select(HeldConsultation.quarter, count)
        .group_by(HeldConsultation.quarter)
        .order_by(HeldConsultation.quarter.desc())
    )
    return [(quarter, number) for quarter, number in rows]


def list_to_be_asked(before: datetime) -> Sequence[int]:
    """The ids of consultations that ended before an instant and whose members were not asked."""
    query = select(Consultation.id).where(
        Consultation.ended_at <= before, Consultation.asked_at.is_(None)
    )
    return db.session.scalars(query.order_by(Consultation.id)).all()


def count_kinds() -> dict[str, int]:
    """How many municipalities of each kind are in the programme."""
    query = select(Municipality.kind, func.count(Municipality.id)).group_by(Municipality.kind)
    return dict(db.session.execute(query).all())


def _is_member(person: Person) -> ColumnElement[bool]:
    return exists().where(Member.consultation_id == Consultation.id, Member.person_id == person.id)


def _waits(person: Person) -> ColumnElement[bool]:
    return (Invitation.person_id == person.id) & Invitation.declined_at.is_(None)
