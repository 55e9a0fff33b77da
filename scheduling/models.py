"""Everything that takes place at a time, and whom it takes up."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Exclusion, declare_exclusion
from app.kernel.i18n import Bilingual
from organisations.models import Person


class EventStatus(StrEnum):
    """A cancelled event stays, so that calendars learn of it.

    A tentative one takes up its people until `expires_at`, yet stands in no calendar. It is
    confirmed, or dropped: of what was never certain, calendars need not learn.
    """

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


class Event(Identified, Model):
    """A training session or a coaching, later a meeting.

    `uid` (RFC 5545 §3.8.4.7) is fixed for life; `sequence` (§3.8.7.4) grows with every change of
    time, place or status. `town` is where that is, as far as it decides over travel; `room` is one
    at that place. `online_link` is the way in for those whom it takes up, and nobody else. `zone`
    is the IANA zone in which the wall time is meant. `owner` names what the event belongs to, such
    as `course_session`; events with one `group_key` belong together, as the sessions of a cohort
    do. `expires_at` is when a tentative event stops taking up anybody. Feeds keep what they have
    written of an event by its sequence, status and `changed_at`: whoever changes what calendars
    show changes one of them.
    """

    __tablename__ = "events"
    __table_args__ = (
        check_in("status", EventStatus),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("sequence >= 0", name="sequence"),
        CheckConstraint("(status = 'tentative') = (expires_at IS NOT NULL)", name="expires_at"),
        CheckConstraint("online_link = '' OR online_link LIKE 'https://%'", name="online_link"),
    )

    uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(String(40))
    group_key: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    title: Mapped[Bilingual]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(200), default="")
    room: Mapped[str] = mapped_column(String(80), default="")
    town: Mapped[str | None] = mapped_column(String(80))
    online_link: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[str] = mapped_column(String(12), default=EventStatus.CONFIRMED)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    occupancies: Mapped[list["Occupancy"]] = relationship(back_populates="event")

    @property
    def location(self) -> str:
        """Where it takes place, as calendars and pages say it: place and room."""
        return ", ".join(filter(None, (self.place, self.room)))

    def has_expired(self, now: datetime) -> bool:
        """A tentative event whose time is up: it blocks nobody any more."""
        return self.expires_at is not None and self.expires_at <= now


class Occupancy(Model):
    """A person is taken up by an event during [starts_at, ends_at), buffers included.

    Exclusive occupancy of one person (coaching) never overlaps, see `no_double_booking`; sessions
    and meetings occupy without exclusiveness. `invited_at` is when a mail brought the date into the
    person's calendar: what was brought must be taken out again, however they get their dates now.
    """

    __tablename__ = "occupancies"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_occupancies_person_id_starts_at", "person_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    exclusive: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(back_populates="occupancies")
    person: Mapped[Person] = relationship()


declare_exclusion(
    Exclusion(
        name="no_double_booking",
        table="occupancies",
        key="person_id",
        starts="starts_at",
        ends="ends_at",
        condition="exclusive",
    )
)
