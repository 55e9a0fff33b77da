"""A person's training path as it was planned, step by step and with its reasons."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.vault import current_vault
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort
from courses.needs.models import NeedsAnalysis
from courses.paths.choices import PathChoices, read_choices
from courses.paths.plan import Status
from organisations.models import Person


class TrainingPath(Identified, Model):
    """A plan, in the words of the planner's contract. A person has one that nothing has replaced.

    `budget_minutes` is what was left of the person's time when the path was planned, `minutes` what
    the steps take of it, courses among them that the person had a seat in already. `outdated_at` is
    set when the person's enrolments have changed in a way that the path didn't plan.

    Levels, gaps and reasons would tell what the person answered, so they are sealed by the vault:
    `plan` is the contract's document, with units by the course's slug, learners by the person's
    public id, competencies by key. What stands in columns is which courses, in which order.
    """

    __tablename__ = "training_paths"
    __table_args__ = (
        check_in("status", Status),
        CheckConstraint("minutes >= 0 AND budget_minutes >= 0", name="minutes"),
        Index(
            "uq_training_paths_one_current",
            "person_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("needs_analyses.id"), index=True)
    computed_at: Mapped[datetime]
    outdated_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(12))
    budget_minutes: Mapped[int]
    minutes: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()
    analysis: Mapped[NeedsAnalysis] = relationship()
    steps: Mapped[list["PathStep"]] = relationship(
        back_populates="path", order_by="PathStep.position"
    )

    @property
    def plan(self) -> dict[str, Any]:
        """The plan as the contract writes it, `enables` with every step, and `more_time` beside it:
        `minutes`, `levels` and `units` of plan.Gain, or None.

        Raises KeyErased once the person's key was erased.
        """
        return json.loads(current_vault().open(*self._vault_place, self.sealed))

    @plan.setter
    def plan(self, document: dict[str, Any]) -> None:
        self.sealed = current_vault().seal(*self._vault_place, json.dumps(document).encode())

    @property
    def _vault_place(self) -> tuple[str, str]:
        return self.person.vault_subject, f"training path {self.public_id}"


class KeptChoices(Model):
    """What a person has chosen for their path, sealed. Who has no row has chosen nothing."""

    __tablename__ = "path_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()

    @property
    def choices(self) -> PathChoices:
        """Raises KeyErased once the person's key was erased."""
        return read_choices(json.loads(current_vault().open(*self._vault_place, self.sealed)))

    @choices.setter
    def choices(self, choices: PathChoices) -> None:
        text = json.dumps(choices.as_document()).encode()
        self.sealed = current_vault().seal(*self._vault_place, text)

    @property
    def _vault_place(self) -> tuple[str, str]:
        return self.person.vault_subject, "path choices"


class PathStep(Model):
    """One course of a path, with the date the plan suggests. Reasons: see the path's plan."""

    __tablename__ = "path_steps"
    __table_args__ = (
        UniqueConstraint("path_id", "position"),
        UniqueConstraint("path_id", "course_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("training_paths.id"))
    position: Mapped[int]
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    suggested_cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))

    path: Mapped[TrainingPath] = relationship(back_populates="steps")
    course: Mapped[Course] = relationship()
    suggested_cohort: Mapped[Cohort | None] = relationship()
