"""Partners of a municipality's alliance: who they are, whom to call, what they have promised."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from organisations.models import Municipality
from organisations.topics.models import Situation


class PartnerKind(StrEnum):
    """What a partner is. The first three carry an alliance, the others widen it."""

    ADMINISTRATION = "administration"
    COUNSELLING = "counselling"
    SECURITY = "security"
    MEDIA = "media"
    CIVIL_SOCIETY = "civil_society"
    BUSINESS = "business"


#: Without one of each, people in need are not supported from all sides.
CORE_KINDS = frozenset({PartnerKind.ADMINISTRATION, PartnerKind.COUNSELLING, PartnerKind.SECURITY})


class CommitmentState(StrEnum):
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    KEPT = "kept"
    DROPPED = "dropped"


#: What still has to be done.
OPEN_STATES = frozenset({CommitmentState.AGREED, CommitmentState.IN_PROGRESS})


class PartnerSituation(Model):
    """In which situations a partner helps."""

    __tablename__ = "alliance_partner_situations"

    partner_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), primary_key=True
    )
    situation_id: Mapped[int] = mapped_column(
        ForeignKey("situations.id"), primary_key=True, index=True
    )


class Partner(Identified, Model):
    """An organisation that belongs to an alliance, until it has `ended_at`.

    Phone, mail and website are those of the organisation, for everybody; named people are its
    contacts. `round_the_clock` says that somebody answers there at any hour.
    """

    __tablename__ = "alliance_partners"
    __table_args__ = (
        check_in("kind", PartnerKind),
        CheckConstraint("website = '' OR website LIKE 'https://%'", name="website"),
        CheckConstraint("NOT round_the_clock OR phone <> ''", name="phone_round_the_clock"),
        Index(
            "uq_alliance_partners_name",
            "municipality_id",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(16))
    remit: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    reachability: Mapped[str] = mapped_column(String(200), default="")
    round_the_clock: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    municipality: Mapped[Municipality] = relationship()
    situations: Mapped[list[Situation]] = relationship(
        secondary="alliance_partner_situations", order_by=Situation.position
    )
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="partner", order_by="Contact.id", cascade="all, delete-orphan"
    )
    commitments: Mapped[list["Commitment"]] = relationship(
        back_populates="partner", order_by="Commitment.id", cascade="all, delete-orphan"
    )


class Contact(Identified, Model):
    """A named person at a partner.

    Only with `released` do people of the municipality see it; `emergency` means that one may call
    outside of the usual hours. At `confirmed_at` somebody last made sure that it is all true.
    """

    __tablename__ = "alliance_contacts"
    __table_args__ = (CheckConstraint("phone <> '' OR email <> ''", name="reachable"),)

    partner_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    function: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    reachability: Mapped[str] = mapped_column(String(200), default="")
    emergency: Mapped[bool] = mapped_column(default=False)
    released: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime]

    partner: Mapped[Partner] = relationship(back_populates="contacts")


class Commitment(Identified, Model):
    """What a partner has promised to do, best until a day. `agreed_by` is a person's public id."""

    __tablename__ = "alliance_commitments"
    __table_args__ = (check_in("state", CommitmentState),)

    partner_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default=CommitmentState.AGREED)
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")

    partner: Mapped[Partner] = relationship(back_populates="commitments")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before `today`, a day of the programme's clock."""
        return self.is_open and self.due_on is not None and self.due_on < today
