"""What a membership includes, how many coachings a municipality has a year, and how many it took.

No row here says anything of a person: the counters know how many, never who.
"""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.db import Model
from app.kernel.permissions import Benefit
from organisations.models import Membership, Municipality


class Entitlement(Identified, Model):
    """What the office has decided of a benefit for a membership. Without a row it is included."""

    __tablename__ = "entitlements"
    __table_args__ = (
        check_in("membership", Membership),
        check_in("benefit", Benefit),
        UniqueConstraint("membership", "benefit"),
    )

    membership: Mapped[str] = mapped_column(String(10))
    benefit: Mapped[str] = mapped_column(String(24))
    included: Mapped[bool]


class CoachingLimit(Identified, Model):
    """How many appointments each municipality of a membership has a year; None: any number.

    Without a row it is any number, too.
    """

    __tablename__ = "coaching_limits"
    __table_args__ = (
        check_in("membership", Membership),
        CheckConstraint("per_year >= 0", name="per_year"),
    )

    membership: Mapped[str] = mapped_column(String(10), unique=True)
    per_year: Mapped[int | None]


class CoachingException(Identified, Model):
    """One municipality has another number than its membership; None: any number."""

    __tablename__ = "coaching_exceptions"
    __table_args__ = (CheckConstraint("per_year >= 0", name="per_year"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), unique=True)
    per_year: Mapped[int | None]

    municipality: Mapped[Municipality] = relationship()


class CoachingQuota(Identified, Model):
    """How many appointments of a calendar year a municipality has taken.

    The year is that in which they begin by the programme's clock. `allowed` is the limit by which
    the last one was taken, None without limit. A limit may be lowered under what is used: what is
    booked stays, and nothing more is let in.
    """

    __tablename__ = "coaching_quotas"
    __table_args__ = (
        UniqueConstraint("municipality_id", "year"),
        CheckConstraint("used >= 0", name="used"),
        CheckConstraint("allowed IS NULL OR used <= allowed", name="exhausted"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    year: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    allowed: Mapped[int | None]

    municipality: Mapped[Municipality] = relationship()
