"""Minutes of a meeting, as tables of meetings hold them: written, submitted, approved, final."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import PUBLIC_ID_LENGTH, check_in
from app.kernel.ddl import Trigger, declare_trigger


class MinutesState(StrEnum):
    """Drafts are for those who write them; what is submitted, for all who are invited."""

    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class HasMinutes:
    """Columns of a meeting that has minutes.

    `minutes_by` and `approved_by` are public ids of people. Each save raises `minutes_revision`.
    """

    minutes: Mapped[str] = mapped_column(Text, default="")
    minutes_state: Mapped[str] = mapped_column(String(10), default=MinutesState.NONE)
    minutes_revision: Mapped[int] = mapped_column(default=0)
    minutes_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")
    approved_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")
    approved_at: Mapped[datetime | None]

    @property
    def are_minutes_final(self) -> bool:
        return self.minutes_state == MinutesState.APPROVED

    @property
    def are_minutes_out(self) -> bool:
        """Whether all who are invited may read them."""
        return self.minutes_state in (MinutesState.SUBMITTED, MinutesState.APPROVED)


def minutes_constraints() -> tuple[CheckConstraint, ...]:
    """What a table with minutes holds of them."""
    return (
        check_in("minutes_state", MinutesState),
        CheckConstraint("(minutes_state = 'none') = (minutes = '')", name="minutes"),
        CheckConstraint(
            "(minutes_state = 'approved') = (approved_at IS NOT NULL)", name="approved"
        ),
    )


def keep_approved_minutes(table: str, *, name: str) -> None:
    """Have both databases refuse to change minutes of `table` that are approved."""
    declare_trigger(
        Trigger(
            name=name,
            table=table,
            timing="BEFORE UPDATE OF minutes, minutes_state, approved_at",
            message=name,
            refused_when="OLD.minutes_state = 'approved'",
        )
    )
