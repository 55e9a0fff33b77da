"""The register of decisions: numbered by body and year, one after the other."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.meetings.bodies.models import Body
from exchange.meetings.dates.models import BodyMeeting


class Decision(Identified, Model):
    """What a meeting has decided.

    `follows` is the number before: it must be there, so the database allows no gap and no removal
    of one among others. Since `final_at`, when the minutes were approved, only whether it is done
    and by when can change.
    """

    __tablename__ = "meeting_decisions"
    __table_args__ = (
        UniqueConstraint("body_id", "year", "number"),
        ForeignKeyConstraint(
            ["body_id", "year", "follows"],
            ["meeting_decisions.body_id", "meeting_decisions.year", "meeting_decisions.number"],
            name="fk_meeting_decisions_follows",
        ),
        CheckConstraint(
            "number = COALESCE(follows, 0) + 1 AND (follows IS NULL OR follows >= 1)",
            name="number",
        ),
    )

    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_bodies.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("body_meetings.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    follows: Mapped[int | None]
    text: Mapped[str] = mapped_column(String(1000))
    responsible: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    final_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship()
    meeting: Mapped[BodyMeeting] = relationship()

    @property
    def label(self) -> str:
        """As people quote it, within its body: 3/2026."""
        return f"{self.number}/{self.year}"

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before `today`, a day of the programme's clock."""
        return self.done_at is None and self.due_on is not None and self.due_on < today


declare_trigger(
    Trigger(
        name="recorded_decisions_keep_their_number",
        table="meeting_decisions",
        timing="BEFORE UPDATE OF body_id, year, number, follows, meeting_id",
        message="recorded_decisions_keep_their_number",
    )
)
declare_trigger(
    Trigger(
        name="final_decisions_keep_their_words",
        table="meeting_decisions",
        timing="BEFORE UPDATE OF text, final_at",
        message="final_decisions_keep_their_words",
        refused_when="OLD.final_at IS NOT NULL",
    )
)
