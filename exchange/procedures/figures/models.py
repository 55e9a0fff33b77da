"""Cases as they are counted, without anything that leads to one, and what was published of them."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, check_in
from app.kernel.db import Model
from app.kernel.ddl import append_only
from exchange.procedures.figures.outcomes import Outcome
from organisations.models import Municipality

HALF_YEAR_LENGTH = 6


class CountedCase(Model):
    """A case that was closed, as much as is counted of it. It refers to no case and to nobody.

    It outlives its case and goes once the figures of its half-year are published.
    """

    __tablename__ = "counted_cases"
    __table_args__ = (
        check_in("outcome", Outcome),
        CheckConstraint("days >= 0", name="days"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    half_year: Mapped[str] = mapped_column(String(HALF_YEAR_LENGTH), index=True)
    situation: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(16))
    days: Mapped[int]


class CaseFigures(Model):
    """What was published of a half-year: of a municipality, or without one of the programme.

    `figures` (see `figures.computing`) are None where nothing may be shown; a municipality has no
    row then. A row of the programme says that the half-year is done, once and for all.
    """

    __tablename__ = "case_figures"
    __table_args__ = (
        CheckConstraint("municipality_id IS NULL OR figures IS NOT NULL", name="figures"),
        Index(
            "uq_case_figures_of_programme",
            "half_year",
            unique=True,
            sqlite_where=text("municipality_id IS NULL"),
            postgresql_where=text("municipality_id IS NULL"),
        ),
        Index(
            "uq_case_figures_of_municipality",
            "municipality_id",
            "half_year",
            unique=True,
            sqlite_where=text("municipality_id IS NOT NULL"),
            postgresql_where=text("municipality_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    half_year: Mapped[str] = mapped_column(String(HALF_YEAR_LENGTH))
    published_on: Mapped[date]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    municipality: Mapped[Municipality | None] = relationship()


append_only("case_figures")
