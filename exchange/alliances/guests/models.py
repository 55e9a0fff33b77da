"""Guests: contacts of partners who may sign in without being people of the municipality.

A guest has no account and is no person of KommA: nothing that counts or lists people finds them.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from exchange.alliances.partners.models import Commitment, Contact, Partner

INVITATION_VALID_FOR = timedelta(days=7)


class Standing(StrEnum):
    """How the access of a contact stands."""

    INVITED = "invited"
    LAPSED = "lapsed"  # the link of the invitation is too old
    ACTIVE = "active"
    ENDED = "ended"


class Guest(Identified, Model):
    """The access of one contact, until `ends_at` and not after `ended_at`.

    `email` is the address that was invited, in lower case; it is empty once the access has ended.
    One who has never come in has no `accepted_at`. `warned_at` says that somebody was told of the
    end that comes by itself.
    """

    __tablename__ = "alliance_guests"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (email <> '')", name="email"),)

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_contacts.id", ondelete="CASCADE"), unique=True
    )
    email: Mapped[str] = mapped_column(String(320), index=True)
    language: Mapped[str] = mapped_column(String(2), default="de")
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    warned_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship()

    @property
    def partner(self) -> Partner:
        return self.contact.partner

    def standing(self, now: datetime) -> Standing:
        """How the access stands at `now`, whether a job has ended it yet or not."""
        if self.ended_at is not None or self.ends_at <= now:
            return Standing.ENDED
        if self.accepted_at is not None:
            return Standing.ACTIVE
        return Standing.LAPSED if self.link_ends_at <= now else Standing.INVITED

    @property
    def link_ends_at(self) -> datetime:
        """Until when the link of the invitation is good."""
        return self.invited_at + INVITATION_VALID_FOR


class GuestLink(Model):
    """A link that was mailed to a guest: good once, until it expires. Only its hash is kept."""

    __tablename__ = "alliance_guest_links"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    guest_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_guests.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    guest: Mapped[Guest] = relationship()


class GuestLinkRequest(Model):
    """Somebody typed `email` and asked for a link. Gone once a job has looked whose it is."""

    __tablename__ = "alliance_guest_link_requests"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    asked_at: Mapped[datetime]


class GuestSession(Model):
    """One browser in which a guest is signed in. Only the hash of its token is kept."""

    __tablename__ = "alliance_guest_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    guest_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_guests.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    guest: Mapped[Guest] = relationship()


class Confirmation(Model):
    """A guest said at `confirmed_at` that what stands of their organisation is true.

    `changes` are the columns of the partner that they put right first, each with what stood there
    before and after: `{"phone": ["030 1", "030 2"]}`.
    """

    __tablename__ = "alliance_confirmations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), index=True
    )
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("alliance_contacts.id", ondelete="SET NULL"), index=True
    )
    confirmed_at: Mapped[datetime] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    contact: Mapped[Contact | None] = relationship()


class ReportedState(StrEnum):
    """What a guest may say of a commitment. That one is given up is for both sides to agree."""

    IN_PROGRESS = "in_progress"
    KEPT = "kept"


class CommitmentReport(Model):
    """A guest said at `reported_at` how a commitment of their organisation stands."""

    __tablename__ = "alliance_commitment_reports"
    __table_args__ = (check_in("state", ReportedState),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_commitments.id", ondelete="CASCADE"), index=True
    )
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("alliance_contacts.id", ondelete="SET NULL"), index=True
    )
    reported_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(500), default="")

    commitment: Mapped[Commitment] = relationship()
    contact: Mapped[Contact | None] = relationship()
