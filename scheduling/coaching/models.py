"""Coaching: what a coach offers, when they work, and what was taken."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.db import Model
from app.kernel.i18n import Bilingual
from organisations.entitlements.models import CoachingQuota
from organisations.models import Person
from scheduling.models import Event


class BookingStatus(StrEnum):
    """What was cancelled stays, so that both sides can look it up."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


class CoachingOffer(Identified, Model):
    """What a coach offers. One that is not active cannot be booked; its bookings stand.

    Appointments begin every `step_minutes` of the coach's working time. The buffers are kept free
    around an appointment. `max_per_day` is how many appointments the coach takes in a day, None
    without limit. Appointments of a `crisis` offer count to no municipality's quota.
    """

    __tablename__ = "coaching_offers"
    __table_args__ = (
        CheckConstraint("duration_minutes BETWEEN 5 AND 1440", name="duration"),
        CheckConstraint("step_minutes BETWEEN 5 AND 1440", name="step"),
        CheckConstraint("buffer_before_minutes BETWEEN 0 AND 1440", name="buffer_before"),
        CheckConstraint("buffer_after_minutes BETWEEN 0 AND 1440", name="buffer_after"),
        CheckConstraint("notice_minutes >= 0", name="notice"),
        CheckConstraint("max_per_day IS NULL OR max_per_day > 0", name="max_per_day"),
        CheckConstraint("horizon_days BETWEEN 1 AND 366", name="horizon"),
    )

    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[Bilingual]
    description: Mapped[Bilingual]
    duration_minutes: Mapped[int]
    step_minutes: Mapped[int]
    buffer_before_minutes: Mapped[int] = mapped_column(default=0)
    buffer_after_minutes: Mapped[int] = mapped_column(default=0)
    notice_minutes: Mapped[int]
    max_per_day: Mapped[int | None]
    horizon_days: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    crisis: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    coach: Mapped[Person] = relationship()


class AvailabilityRule(Identified, Model):
    """A coach works on this weekday (0 = Monday), in minutes after midnight of the local clock.

    It holds from `first_date` to `last_date`; with `every_weeks` above 1 in each nth ISO week,
    counted from the week of `anchor`.
    """

    __tablename__ = "availability_rules"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("start_minute >= 0 AND end_minute <= 1440", name="one_day"),
        CheckConstraint("end_minute > start_minute", name="ends_after_it_starts"),
        CheckConstraint("first_date IS NULL OR last_date >= first_date", name="dates"),
        CheckConstraint("every_weeks BETWEEN 1 AND 8", name="every_weeks"),
        CheckConstraint("every_weeks = 1 OR anchor IS NOT NULL", name="anchor"),
    )

    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    first_date: Mapped[date | None]
    last_date: Mapped[date | None]
    every_weeks: Mapped[int] = mapped_column(default=1)
    anchor: Mapped[date | None]


class AvailabilityOverride(Identified, Model):
    """On this date the coach works at these times instead; a day off without any.

    `windows` are pairs of minutes after midnight.
    """

    __tablename__ = "availability_overrides"
    __table_args__ = (UniqueConstraint("coach_id", "day"),)

    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    windows: Mapped[list[list[int]]] = mapped_column(JSON)


class Booking(Identified, Model):
    """An appointment that a client took; time and place are its event's. It keeps no reasons.

    `quota` is where it counts, so that cancelling gives it back there, wherever the client works by
    then. It is None where it counts nowhere.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        check_in("status", BookingStatus),
        CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_at"),
        Index("ix_bookings_client_id_offer_id", "client_id", "offer_id"),
    )

    offer_id: Mapped[int] = mapped_column(ForeignKey("coaching_offers.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("coaching_quotas.id"))
    status: Mapped[str] = mapped_column(String(12), default=BookingStatus.BOOKED)
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    offer: Mapped[CoachingOffer] = relationship()
    client: Mapped[Person] = relationship()
    event: Mapped[Event] = relationship()
    quota: Mapped[CoachingQuota | None] = relationship()

    @property
    def takes_place(self) -> bool:
        """False once it has been cancelled."""
        return self.status == BookingStatus.BOOKED

    def can_be_cancelled(self, now: datetime) -> bool:
        """Until it begins."""
        return self.takes_place and now < self.event.starts_at

    def can_be_moved(self, now: datetime) -> bool:
        """As long as it can be cancelled."""
        return self.can_be_cancelled(now)
