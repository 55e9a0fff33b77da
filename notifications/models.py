"""What people wish to be told and how, and news that wait for the next digest."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, check_in
from app.kernel.db import Model
from notifications.wishes import LONGEST_CALENDAR_WORD, CalendarBy, Reminder
from organisations.models import Person


class NotificationWishes(Model):
    """What one person has chosen, see `Wishes`. Who has chosen nothing has no row."""

    __tablename__ = "notification_wishes"
    __table_args__ = (
        check_in("calendar_by", CalendarBy),
        check_in("reminder", Reminder),
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
    )

    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    timings: Mapped[dict[str, str]] = mapped_column(JSON)
    digest_hour: Mapped[int]
    paused_until: Mapped[date | None]
    discreet_everything: Mapped[bool]
    discreet_trainings: Mapped[bool]
    discreet_coaching: Mapped[bool]
    calendar_word: Mapped[str] = mapped_column(String(LONGEST_CALENDAR_WORD))
    calendar_by: Mapped[str] = mapped_column(String(4))
    reminder: Mapped[str] = mapped_column(String(4))
    discretion_changed_at: Mapped[datetime | None]


class PendingNotification(Model):
    """News for a person, worded discreetly, until the digest takes them at `due_at`."""

    __tablename__ = "pending_notifications"
    __table_args__ = (Index("ix_pending_notifications_person_id_due_at", "person_id", "due_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship()
