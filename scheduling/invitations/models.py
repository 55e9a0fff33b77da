"""Which dates mails have brought into people's calendars, and of which a mail is due."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId
from app.kernel.db import Model
from organisations.models import Person
from scheduling.models import Event


class CalendarInvitation(Model):
    """What a person's calendar was told by mail of an event; coaching sends mails of its own.

    `pending` says that something has happened of which the calendar may have to be told: a job
    looks what. `sequence` is the last SEQUENCE that was sent, which only grows (RFC 5546 §2.1.5),
    also where somebody leaves and comes again and the event's own stays; `event_sequence` the
    event's at that time. What was brought and not taken out again is `in_calendar`.
    """

    __tablename__ = "calendar_invitations"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index(
            "ix_calendar_invitations_pending",
            "id",
            sqlite_where=text("pending"),
            postgresql_where=text("pending"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    pending: Mapped[bool]
    in_calendar: Mapped[bool]
    sequence: Mapped[int | None]
    event_sequence: Mapped[int | None]
    told_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
