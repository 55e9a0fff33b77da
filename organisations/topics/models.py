"""Topics that courses, exchange and search all speak of: competencies, situations, targets."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.i18n import Bilingual
from organisations.models import Function

HIGHEST_LEVEL = 4


class GuidingQuestion(StrEnum):
    """The programme's three questions that competencies follow."""

    STRUCTURES = "structures"
    AWARENESS = "awareness"
    COMMUNICATION = "communication"


class Competency(Identified, Model):
    """What trainings raise. `levels` describes level 0 to 4, one observable sentence each."""

    __tablename__ = "competencies"
    __table_args__ = (check_in("question", GuidingQuestion),)

    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    question: Mapped[str] = mapped_column(String(16))
    name: Mapped[Bilingual]
    description: Mapped[Bilingual]
    levels: Mapped[list[Bilingual]]


class Situation(Identified, Model):
    """Something people meet, such as a demonstration at a private home."""

    __tablename__ = "situations"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    text: Mapped[Bilingual]

    competencies: Mapped[list[Competency]] = relationship(
        secondary="situation_competencies", order_by=Competency.position
    )


class SituationCompetency(Model):
    """Which competencies matter when a situation has been met."""

    __tablename__ = "situation_competencies"

    situation_id: Mapped[int] = mapped_column(ForeignKey("situations.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"), primary_key=True)


class TargetLevel(Model):
    """One line of a target profile: the level of a competency that a function needs.

    Without a municipality it is what the programme office recommends to all; with one it takes the
    place of that line there, until it has no `level` any more: since `changed_at` what is
    recommended holds again. `changed_at` is None while a line is as KommA ships it.
    """

    __tablename__ = "target_levels"
    __table_args__ = (
        check_in("function", Function),
        CheckConstraint(f"level BETWEEN 0 AND {HIGHEST_LEVEL}", name="level"),
        CheckConstraint("level IS NOT NULL OR municipality_id IS NOT NULL", name="level_or_none"),
        # Two indexes: to a unique index over the three columns, one NULL is unlike another.
        Index(
            "uq_target_levels_recommended",
            "function",
            "competency_id",
            unique=True,
            sqlite_where=text("municipality_id IS NULL"),
            postgresql_where=text("municipality_id IS NULL"),
        ),
        Index(
            "uq_target_levels_own",
            "municipality_id",
            "function",
            "competency_id",
            unique=True,
            sqlite_where=text("municipality_id IS NOT NULL"),
            postgresql_where=text("municipality_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    function: Mapped[str] = mapped_column(String(24), index=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"))
    level: Mapped[int | None]
    changed_at: Mapped[datetime | None]

    competency: Mapped[Competency] = relationship()
