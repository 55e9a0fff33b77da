"""People who register themselves: what they sent, and who waits for approval."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from organisations.models import Function, Municipality


class RegistrationStatus(StrEnum):
    """How far a registration has come."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class RegistrationRequest(Model):
    """What somebody sent, until a job has answered by mail.

    Whoever sends it learns nothing from the page: it is written whatever the address is, and what
    follows from the address happens later.
    """

    __tablename__ = "registration_requests"
    __table_args__ = (
        check_in("function", Function),
        CheckConstraint("language IN ('de', 'en')", name="language"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(320))
    function: Mapped[str] = mapped_column(String(24))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]


class Registration(Identified, Model):
    """Somebody with an address of a municipality who wants an account.

    Of the link by which the address is confirmed only the hash is kept. Once decided, a
    registration keeps nothing of the person: name and address are emptied.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        check_in("status", RegistrationStatus),
        check_in("function", Function),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint(
            "(status IN ('approved', 'declined')) = (email IS NULL)", name="decided_without_address"
        ),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    function: Mapped[str] = mapped_column(String(24))
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"
