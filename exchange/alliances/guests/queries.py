"""Reads of guests: for the municipality how their access stands, for them what is theirs.

Whatever a guest sees is asked for by their partner's id, which they cannot choose.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.tokens import token_hash
from exchange.alliances.guests.models import (
    CommitmentReport,
    Confirmation,
    Guest,
    GuestLink,
    GuestSession,
)
from exchange.alliances.meetings.models import Meeting, MeetingPartner, MeetingTask
from exchange.alliances.partners.models import Commitment, Contact, Partner
from scheduling.models import Event

#: Of a long past the latest lines.
MOST_LINES = 20
#: How long before it ends by itself somebody is told.
WARNED_BEFORE = timedelta(days=30)


def find_guest_of(contact: Contact) -> Guest | None:
    """The access of `contact`, ended or not."""
    return db.session.scalar(select(Guest).where(Guest.contact_id == contact.id))


def get_guest_of(contact: Contact) -> Guest:
    """The access of `contact`, as long as it has not ended. Raises NotFound."""
    guest = find_guest_of(contact)
    if guest is None or guest.ended_at is not None:
        raise NotFound
    return guest


def find_guests_of(partner: Partner) -> dict[int, Guest]:
    """The access of each contact of `partner` that has or had one, by the contact's id."""
    guests = db.session.scalars(
        select(Guest)
        .join(Guest.contact)
        .where(Contact.partner_id == partner.id)
        .options(joinedload(Guest.contact))
    )
    return {guest.contact_id: guest for guest in guests}


def list_confirmations(partner: Partner) -> Sequence[Confirmation]:
    """When guests confirmed what stands of `partner`, latest first."""
    return db.session.scalars(
        select(Confirmation)
        .where(Confirmation.partner_id == partner.id)
        .options(joinedload(Confirmation.contact))
        .order_by(Confirmation.confirmed_at.desc(), Confirmation.id.desc())
        .limit(MOST_LINES)
    ).all()


def list_reports(partner: Partner) -> Sequence[CommitmentReport]:
    """What guests said of commitments of `partner`, latest first."""
    return db.session.scalars(
        select(CommitmentReport)
        .join(CommitmentReport.commitment)
        .where(Commitment.partner_id == partner.id)
        .options(joinedload(CommitmentReport.commitment), joinedload(CommitmentReport.contact))
        .order_by(CommitmentReport.reported_at.desc(), CommitmentReport.id.desc())
        .limit(MOST_LINES)
    ).all()


def find_guest_by_session(token: str, *, now: datetime) -> Guest | None:
    """Who is signed in by the session `token`, with their partner; one statement.

    None where it is over, or where the access or the partner is.
    """
    return db.session.scalar(
        select(Guest)
        .join(GuestSession, GuestSession.guest_id == Guest.id)
        .join(Guest.contact)
        .join(Contact.partner)
        .where(
            GuestSession.token_hash == token_hash(token),
            GuestSession.expires_at > now,
            Guest.accepted_at.is_not(None),
            _holds(now),
        )
        .options(_with_partner())
    )


def find_link(token: str, *, now: datetime) -> GuestLink | None:
    """The link `token` with its guest. None where it is used or over, or where the access is."""
    return db.session.scalar(
        select(GuestLink)
        .join(GuestLink.guest)
        .join(Guest.contact)
        .join(Contact.partner)
        .where(
            GuestLink.token_hash == token_hash(token),
            GuestLink.expires_at > now,
            _holds(now),
        )
        .options(joinedload(GuestLink.guest).options(_with_partner()))
    )


def list_guests_by_email(email: str, *, now: datetime) -> Sequence[Guest]:
    """Who may come in at `email`: one for each partner that this is the address of a contact of.

    Only those who have come in by their invitation before.
    """
    return db.session.scalars(
        select(Guest)
        .join(Guest.contact)
        .join(Contact.partner)
        .where(
            Guest.email == email.strip().lower(),
            Guest.accepted_at.is_not(None),
            _holds(now),
        )
        .options(_with_partner())
        .order_by(Guest.id)
    ).all()


def list_expired(now: datetime, *, most: int) -> Sequence[Guest]:
    """Whose access has ended by itself and is not noted as ended."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.ended_at.is_(None), Guest.ends_at <= now)
        .options(_with_partner())
        .order_by(Guest.id)
        .limit(most)
    ).all()


def list_ending_soon(now: datetime, *, most: int) -> Sequence[Guest]:
    """Whose access will end soon without anybody having been told."""
    return db.session.scalars(
        select(Guest)
        .join(Guest.contact)
        .join(Contact.partner)
        .where(
            Guest.warned_at.is_(None),
            Guest.accepted_at.is_not(None),
            Guest.ends_at <= now + WARNED_BEFORE,
            _holds(now),
        )
        .options(_with_partner())
        .order_by(Guest.id)
        .limit(most)
    ).all()


def list_commitments(guest: Guest) -> Sequence[Commitment]:
    """What the guest's partner has promised, what is open first."""
    found = db.session.scalars(
        select(Commitment)
        .where(Commitment.partner_id == guest.contact.partner_id)
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
    ).all()
    return sorted(found, key=lambda commitment: not commitment.is_open)


def get_commitment(public_id: str, *, guest: Guest) -> Commitment:
    """A commitment of the guest's partner. Raises NotFound for all others."""
    commitment = db.session.scalar(
        select(Commitment).where(
            Commitment.public_id == public_id, Commitment.partner_id == guest.contact.partner_id
        )
    )
    if commitment is None:
        raise NotFound
    return commitment


def find_last_report(commitment: Commitment) -> CommitmentReport | None:
    """What was last said of `commitment` by a guest."""
    return db.session.scalar(
        select(CommitmentReport)
        .where(CommitmentReport.commitment_id == commitment.id)
        .order_by(CommitmentReport.reported_at.desc(), CommitmentReport.id.desc())
        .limit(1)
    )


def list_meetings(guest: Guest) -> Sequence[Meeting]:
    """The meetings that the guest's partner is expected at, latest first."""
    return db.session.scalars(
        select(Meeting)
        .join(Meeting.event)
        .where(_is_invited(guest))
        .options(joinedload(Meeting.event))
        .order_by(Event.starts_at.desc(), Meeting.id.desc())
    ).all()


def get_meeting(public_id: str, *, guest: Guest) -> Meeting:
    """A meeting that the guest's partner is expected at. Raises NotFound for all others."""
    meeting = db.session.scalar(
        select(Meeting)
        .where(Meeting.public_id == public_id, _is_invited(guest))
        .options(joinedload(Meeting.event), selectinload(Meeting.partners))
    )
    if meeting is None:
        raise NotFound
    return meeting


def list_tasks(guest: Guest) -> Sequence[MeetingTask]:
    """What was given to the guest's partner to do, what is open first, then by day."""
    return db.session.scalars(
        select(MeetingTask)
        .where(MeetingTask.partner_id == guest.contact.partner_id)
        .order_by(MeetingTask.done_at.is_not(None), MeetingTask.due_on, MeetingTask.id)
    ).all()


def get_task(public_id: str, *, guest: Guest) -> MeetingTask:
    """A task of the guest's partner. Raises NotFound for all others."""
    task = db.session.scalar(
        select(MeetingTask).where(
            MeetingTask.public_id == public_id,
            MeetingTask.partner_id == guest.contact.partner_id,
        )
    )
    if task is None:
        raise NotFound
    return task


def _holds(now: datetime) -> ColumnElement[bool]:
    """That an access lets somebody in at `now`. Needs Contact and Partner joined."""
    return Guest.ended_at.is_(None) & (Guest.ends_at > now) & Partner.ended_at.is_(None)


def _is_invited(guest: Guest) -> ColumnElement[bool]:
    return exists().where(
        MeetingPartner.meeting_id == Meeting.id,
        MeetingPartner.partner_id == guest.contact.partner_id,
    )


def _with_partner() -> ORMOption:
    return joinedload(Guest.contact).joinedload(Contact.partner).joinedload(Partner.municipality)
