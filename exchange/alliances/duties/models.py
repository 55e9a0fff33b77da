"""The responsibility matrix: which duties there are, and which partner or team has which part."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.i18n import Bilingual
from exchange.alliances.partners.models import Partner
from organisations.models import Team

#: Who can have a part in a duty.
Party = Partner | Team


class Part(StrEnum):
    """What somebody has to do with a duty. One alone is responsible."""

    RESPONSIBLE = "responsible"
    PARTICIPATES = "participates"
    INFORMED = "informed"


class Duty(Identified, Model):
    """What has to be somebody's. KommA ships some by `key`; others a municipality adds."""

    __tablename__ = "alliance_duties"
    __table_args__ = (
        CheckConstraint("(key IS NULL) = (municipality_id IS NOT NULL)", name="shipped_or_own"),
    )

    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    position: Mapped[int]
    title: Mapped[Bilingual]
    description: Mapped[Bilingual]


class Responsibility(Model):
    """The part that a partner or a team of a municipality has in a duty there."""

    __tablename__ = "alliance_responsibilities"
    __table_args__ = (
        check_in("part", Part),
        CheckConstraint("(partner_id IS NULL) = (team_id IS NOT NULL)", name="partner_or_team"),
        Index(
            "uq_alliance_responsibilities_responsible",
            "municipality_id",
            "duty_id",
            unique=True,
            sqlite_where=text("part = 'responsible'"),
            postgresql_where=text("part = 'responsible'"),
        ),
        Index(
            "uq_alliance_responsibilities_partner",
            "municipality_id",
            "duty_id",
            "partner_id",
            unique=True,
        ),
        Index(
            "uq_alliance_responsibilities_team",
            "municipality_id",
            "duty_id",
            "team_id",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    duty_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_duties.id", ondelete="CASCADE"), index=True
    )
    partner_id: Mapped[int | None] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    part: Mapped[str] = mapped_column(String(12))

    duty: Mapped[Duty] = relationship()
    partner: Mapped[Partner | None] = relationship()
    team: Mapped[Team | None] = relationship()
