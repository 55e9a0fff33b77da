"""Meetings of an alliance: their minutes, and the tasks that were given there."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.alliances.partners.models import Partner
from organisations.models import Municipality, Person
from scheduling.models import Event


class MinutesState(StrEnum):
    """Drafts are for those who manage the alliance; what is submitted, for all who are invited."""

    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class MeetingPartner(Model):
    """Which partners are expected at a meeting. Their guests see it."""

    __tablename__ = "alliance_meeting_partners"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_meetings.id", ondelete="CASCADE"), primary_key=True
    )
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("alliance_partners.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Meeting(Identified, Model):
    """A meeting of a municipality's alliance; its event takes up whom it invites.

    `called_by`, `minutes_by` and `approved_by` are public ids of people. Each save of the minutes
    raises `minutes_revision`; once approved they are final.
    """

    __tablename__ = "alliance_meetings"
    __table_args__ = (
        check_in("minutes_state", MinutesState),
        CheckConstraint("(minutes_state = 'none') = (minutes = '')", name="minutes"),
        CheckConstraint(
            "(minutes_state = 'approved') = (approved_at IS NOT NULL)", name="approved"
        ),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    agenda: Mapped[str] = mapped_column(Text, default="")
    called_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    minutes: Mapped[str] = mapped_column(Text, default="")
    minutes_state: Mapped[str] = mapped_column(String(10), default=MinutesState.NONE)
    minutes_revision: Mapped[int] = mapped_column(default=0)
    minutes_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")
    approved_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")
    approved_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    event: Mapped[Event] = relationship()
    partners: Mapped[list[Partner]] = relationship(
        secondary="alliance_meeting_partners", order_by=Partner.name
    )
    tasks: Mapped[list["MeetingTask"]] = relationship(
        back_populates="meeting", order_by="MeetingTask.id", cascade="all, delete-orphan"
    )


declare_trigger(
    Trigger(
        name="approved_minutes_are_final",
        table="alliance_meetings",
        timing="BEFORE UPDATE OF minutes, minutes_state, approved_at",
        message="approved_minutes_are_final",
        refused_when="OLD.minutes_state = 'approved'",
    )
)


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
