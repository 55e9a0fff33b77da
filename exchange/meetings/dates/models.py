"""Meetings of bodies with their agenda, their documents, and who comes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from exchange.meetings.bodies.models import Body
from exchange.minutes.models import HasMinutes, keep_approved_minutes, minutes_constraints
from organisations.models import Municipality, Person
from scheduling.models import Event


class MeetingState(StrEnum):
    """A planned meeting stands in calendars; those who are invited are asked for an answer."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    ON_SITE = "on_site"
    ONLINE = "online"
    NO = "no"


class BodyMeeting(HasMinutes, Identified, Model):
    """One meeting of a body, or one visit.

    Its event takes up the members of the body and who coordinates the host; for as long as a
    `protected` one is not revealed, the event says neither what it is nor where. Dates that were
    planned together share `series_key`. Until `reply_by` people answer; `reminded_at` is when those
    were reminded who had not. `approved_in` is the meeting that approved its minutes.
    """

    __tablename__ = "body_meetings"
    __table_args__ = (
        *minutes_constraints(),
        check_in("state", MeetingState),
        CheckConstraint("state <> 'invited' OR reply_by IS NOT NULL", name="reply_by"),
        CheckConstraint("protected OR revealed_at IS NULL", name="revealed"),
    )

    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_bodies.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    series_key: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), default=MeetingState.PLANNED)
    reply_by: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    host_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    protected: Mapped[bool] = mapped_column(default=False)
    revealed_at: Mapped[datetime | None]
    planned_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    approved_in_id: Mapped[int | None] = mapped_column(ForeignKey("body_meetings.id"))

    body: Mapped[Body] = relationship()
    event: Mapped[Event] = relationship()
    host: Mapped[Municipality | None] = relationship()
    approved_in: Mapped["BodyMeeting | None"] = relationship(remote_side="BodyMeeting.id")
    items: Mapped[list["MeetingItem"]] = relationship(
        order_by="MeetingItem.position", cascade="all, delete-orphan"
    )

    organisers: Mapped[list["VisitOrganiser"]] = relationship(viewonly=True)

    @property
    def is_discreet(self) -> bool:
        """Whether calendars say neither what it is nor where."""
        return self.protected and self.revealed_at is None

    @property
    def is_off(self) -> bool:
        return self.state == MeetingState.CANCELLED

    def has_begun(self, now: datetime) -> bool:
        return self.event.starts_at <= now


keep_approved_minutes("body_meetings", name="approved_body_minutes_are_final")


class VisitOrganiser(Model):
    """A person who is named to organise a visit: they know all of it, and what is noted of it."""

    __tablename__ = "visit_organisers"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("body_meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    meeting: Mapped[BodyMeeting] = relationship()
    person: Mapped[Person] = relationship()


class MeetingItem(Identified, Model):
    """An item of an agenda: what, how many minutes, and who leads into it."""

    __tablename__ = "meeting_agenda_items"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 600", name="minutes"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("body_meetings.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int | None]
    presenter: Mapped[str] = mapped_column(String(120), default="")


class MeetingDocument(Identified, Model):
    """A file for those who are invited, who see it from `released_at` on."""

    __tablename__ = "meeting_documents"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("body_meetings.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting_agenda_items.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    released_at: Mapped[datetime]

    meeting: Mapped[BodyMeeting] = relationship()
    item: Mapped[MeetingItem | None] = relationship()

    def is_released(self, now: datetime) -> bool:
        return self.released_at <= now


class MeetingReply(Model):
    """What a person has answered to an invitation, once each."""

    __tablename__ = "meeting_replies"
    __table_args__ = (check_in("answer", Answer),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("body_meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    answer: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime]

    meeting: Mapped[BodyMeeting] = relationship()
    person: Mapped[Person] = relationship()
