"""Clearing procedures of municipalities and their versions.

A version in force never changes: cases refer to the one that they began with, so their checklists
and deadlines stay. What is to come is a draft, of which there is one at most.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.adoption.lengths import LONGEST_BODY, LONGEST_TITLE
from exchange.procedures.writing.document import Step, steps_of
from organisations.models import Municipality


class VersionState(StrEnum):
    """Where a version stands. What was in force once is superseded by another, or set aside."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class Procedure(Identified, Model):
    """How a municipality clears incidents of some kind. What it says stands in its versions."""

    __tablename__ = "procedures"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    created_at: Mapped[datetime]

    municipality: Mapped[Municipality] = relationship()


class ProcedureVersion(Identified, Model):
    """All that a procedure says at one time, see `writing.document`.

    `revision` counts how often a draft was saved; `author_public_id` saved it last. `adopted_by`
    names the body that decided on `adopted_on`. It held from `in_force_at` until `ended_at`.
    """

    __tablename__ = "procedure_versions"
    __table_args__ = (
        UniqueConstraint("procedure_id", "number"),
        check_in("state", VersionState),
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "(state = 'draft') = (in_force_at IS NULL) AND (state = 'draft') = (adopted_on IS NULL)"
            " AND (state = 'draft') = (adopted_by = '')",
            name="adopted",
        ),
        CheckConstraint("(state = 'superseded') = (ended_at IS NOT NULL)", name="ended"),
        Index(
            "uq_procedure_versions_one_draft",
            "procedure_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "uq_procedure_versions_one_in_force",
            "procedure_id",
            unique=True,
            sqlite_where=text("state = 'in_force'"),
            postgresql_where=text("state = 'in_force'"),
        ),
    )

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=VersionState.DRAFT)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")
    changed_at: Mapped[datetime]
    adopted_by: Mapped[str] = mapped_column(String(LONGEST_BODY), default="")
    adopted_on: Mapped[date | None]
    in_force_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    procedure: Mapped[Procedure] = relationship()

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.content)

    @property
    def situations(self) -> list[str]:
        """The keys of the situations that it is for."""
        return list(self.content["situations"])

    @property
    def is_in_force(self) -> bool:
        return self.state == VersionState.IN_FORCE


# An author may be forgotten and a version superseded; what was in force reads the same for ever.
_FINAL = ("procedure_id", "number", "title", "adopted_by", "adopted_on", "in_force_at", "revision")
_SAME = " AND ".join(
    [
        *(f"NEW.{column} = OLD.{column}" for column in _FINAL),
        "CAST(NEW.content AS text) = CAST(OLD.content AS text)",
    ]
)
for _name, _timing, _condition in (
    (
        "procedure_versions_are_final",
        "BEFORE UPDATE",
        f"OLD.state <> 'draft' AND NOT ({_SAME} AND NEW.state <> 'draft' "
        "AND (OLD.state = 'in_force' OR (NEW.state = OLD.state AND NEW.ended_at = OLD.ended_at)))",
    ),
    ("procedure_versions_stay", "BEFORE DELETE", "OLD.state <> 'draft'"),
    ("procedure_versions_are_not_emptied", "BEFORE TRUNCATE", ""),
):
    declare_trigger(Trigger(_name, "procedure_versions", _timing, _name, _condition))
