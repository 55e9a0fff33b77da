"""A person's needs analysis: where they see themselves, what they met, how much time they have.

What the person said, levels and situations alike, is sealed by the vault: see `answers`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from organisations.models import Person


class NeedsAnalysis(Identified, Model):
    """One passage through the questions. Final once completed; the latest completed one counts.

    `situations_told_at` tells "none of them" from "not asked yet". `given` says that its levels
    were given to a group's result, see `courses.group_levels`: each analysis goes into one only.
    """

    __tablename__ = "needs_analyses"
    __table_args__ = (
        CheckConstraint("budget_minutes >= 0", name="budget_minutes"),
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
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    given: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()
