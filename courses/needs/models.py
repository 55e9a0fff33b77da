"""A person's needs analysis: where they see themselves, what they met, how much time they have.

Answers are read and written by this package's queries and services only, so that how they are kept
can change in one place.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified
from app.kernel.db import Model
from organisations.models import Person
from organisations.topics.models import HIGHEST_LEVEL, Competency, Situation


class NeedsAnalysis(Identified, Model):
    """One passage through the questions. Final once completed; the latest completed one counts.

    `situations_told_at` tells "none of them" from "not asked yet".
    """

    __tablename__ = "needs_analyses"
    __table_args__ = (
        CheckConstraint("budget_minutes > 0", name="budget_minutes"),
        CheckConstraint(
            "completed_at IS NULL OR budget_minutes IS NOT NULL", name="completed_with_budget"
        ),
        Index(
            "uq_needs_analyses_one_unfinished",
            "person_id",
            unique=True,
            sqlite_where=text("completed_at IS NULL"),
            postgresql_where=text("completed_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    situations_told_at: Mapped[datetime | None]
    budget_minutes: Mapped[int | None]
    completed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class NeedsAnswer(Model):
    """The level at which a person sees themselves in one competency."""

    __tablename__ = "needs_answers"
    __table_args__ = (
        UniqueConstraint("analysis_id", "competency_id"),
        CheckConstraint(f"level BETWEEN 0 AND {HIGHEST_LEVEL}", name="level"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("needs_analyses.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"))
    level: Mapped[int]

    competency: Mapped[Competency] = relationship()


class ExperiencedSituation(Model):
    """A situation that the person has met."""

    __tablename__ = "experienced_situations"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("needs_analyses.id"), primary_key=True)
    situation_id: Mapped[int] = mapped_column(ForeignKey("situations.id"), primary_key=True)

    situation: Mapped[Situation] = relationship()
