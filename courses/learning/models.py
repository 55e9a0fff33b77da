"""What somebody has worked through by themselves, and what they answered and wrote on the way.

Nobody else sees any of it. Answers, choices and texts are sealed by the vault: see `sealed`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified
from app.kernel.db import Model
from courses.catalogue.models import LearningUnit
from organisations.models import Person


class UnitCompletion(Model):
    """A person is done with a learning unit: by their own word, or by what they reached in it."""

    __tablename__ = "unit_completions"
    __table_args__ = (UniqueConstraint("person_id", "unit_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("learning_units.id"), index=True)
    completed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    unit: Mapped[LearningUnit] = relationship()


class QuizAttempt(Identified, Model):
    """All questions of a quiz answered once. `number` counts from 1 for each person and quiz."""

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        UniqueConstraint("person_id", "unit_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("learning_units.id"), index=True)
    number: Mapped[int]
    passed: Mapped[bool]
    submitted_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()
    unit: Mapped[LearningUnit] = relationship()


class Reflection(Identified, Model):
    """What a person wrote for themselves. `version` counts how often it was saved."""

    __tablename__ = "reflections"
    __table_args__ = (
        UniqueConstraint("person_id", "unit_id"),
        CheckConstraint("version > 0", name="version"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("learning_units.id"), index=True)
    version: Mapped[int]
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()
    unit: Mapped[LearningUnit] = relationship()


class ScenarioPlay(Identified, Model):
    """How far a person has come in a scenario. `version` counts what they did in it."""

    __tablename__ = "scenario_plays"
    __table_args__ = (
        UniqueConstraint("person_id", "unit_id"),
        CheckConstraint("version > 0", name="version"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("learning_units.id"), index=True)
    version: Mapped[int]
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()
    unit: Mapped[LearningUnit] = relationship()
