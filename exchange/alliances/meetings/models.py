"""Meetings of an alliance: their minutes, and the tasks that were given there."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from exchange.alliances.partners.models import Partner
from exchange.minutes.models import HasMinutes, keep_approved_minutes, minutes_constraints
from organisations.models import Municipality, Person
from scheduling.models import Event


class MeetingPartner(Model):
    """Which partners are expected at a meeting. Their guests see it."""

    __tablename__ = "alliance_meeting_partners"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_meetings.id", ondelete="CASCADE"), primary_key=True
    )
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Meeting(HasMinutes, Identified, Model):
    """A meeting of a municipality's alliance; its event takes up whom it invites.

    `called_by` is a person's public id.
    """

    __tablename__ = "alliance_meetings"
    __table_args__ = minutes_constraints()

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    agenda: Mapped[str] = mapped_column(Text, default="")
    called_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))

    municipality: Mapped[Municipality] = relationship()
    event: Mapped[Event] = relationship()
    partners: Mapped[list[Partner]] = relationship(
        secondary="alliance_meeting_partners", order_by=Partner.name
    )
    tasks: Mapped[list["MeetingTask"]] = relationship(
        back_populates="meeting", order_by="MeetingTask.id", cascade="all, delete-orphan"
    )


keep_approved_minutes("alliance_meetings", name="approved_minutes_are_final")


class MeetingTask(Identified, Model):
    """Something that somebody took upon themselves until a day: a person, or a partner.

    Of a person who is gone the task stays without an owner.
    """

    __tablename__ = "alliance_tasks"
    __table_args__ = (CheckConstraint("person_id IS NULL OR partner_id IS NULL", name="one_owner"),)

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_meetings.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="tasks")
    person: Mapped[Person | None] = relationship()
    partner: Mapped[Partner | None] = relationship()

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done before `today`, a day of the programme's clock."""
        return self.done_at is None and self.due_on < today


class ReminderStage(StrEnum):
    SOON = "soon"
    OVERDUE = "overdue"


class TaskReminder(Model):
    """A mail reminded of a task that is due on a day; of another day it reminds anew."""

    __tablename__ = "alliance_task_reminders"
    __table_args__ = (
        UniqueConstraint("task_id", "due_on", "stage"),
        check_in("stage", ReminderStage),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("alliance_tasks.id", ondelete="CASCADE"))
    due_on: Mapped[date]
    stage: Mapped[str] = mapped_column(String(8))
