"""Coaching: what a coach offers, when they work, and what was taken."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.i18n import Bilingual
from organisations.entitlements.models import CoachingQuota
from organisations.models import Person
from scheduling.models import Event


class OfferKind(StrEnum):
    """For whom an appointment is: offers of one kind and language can stand in for each other."""

    INDIVIDUAL = "individual"
    TEAM = "team"
    CRISIS = "crisis"


class BookingStatus(StrEnum):
    """What was declined or cancelled stays, so that both sides can look it up.

    Held and requested bookings block their time until their event expires: a hold is forgotten
    then, and a request lapses. The coach says afterwards who came.
    """

    HELD = "held"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    MISSED = "missed"


#: What both sides agreed upon, whether it is to come or over.
AGREED = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.MISSED)
#: What counts as an appointment of the coach's day.
TAKING_TIME = (*AGREED, BookingStatus.HELD, BookingStatus.REQUESTED)

HOLDS_PER_PERSON = 2


class Side(StrEnum):
    """Who called an appointment off. A deputy acts for the client."""

    CLIENT = "client"
    COACH = "coach"
    OFFICE = "office"


class CoachingOffer(Identified, Model):
    """What a coach offers. One that is not active cannot be booked; its bookings stand.

    Appointments begin every `step_minutes` of the coach's working time. The buffers are kept free
    around an appointment. `max_per_day` and `max_per_week` are how many appointments of all offers
    the coach takes, None without limit. `town` is where it is held, if not online. Appointments of
    a `crisis` offer count to no municipality's quota.

    `languages` are those that the coach can hold it in. With `needs_approval` what a client takes
    is a request until the coach agrees. Clients can move and cancel until `change_until_minutes`
    before the start. `most_people` is how many may come besides the coach.
    """

    __tablename__ = "coaching_offers"
    __table_args__ = (
        CheckConstraint("duration_minutes BETWEEN 5 AND 1440", name="duration"),
        CheckConstraint("step_minutes BETWEEN 5 AND 1440", name="step"),
        CheckConstraint("buffer_before_minutes BETWEEN 0 AND 1440", name="buffer_before"),
        CheckConstraint("buffer_after_minutes BETWEEN 0 AND 1440", name="buffer_after"),
        CheckConstraint("notice_minutes >= 0", name="notice"),
        CheckConstraint("max_per_day IS NULL OR max_per_day > 0", name="max_per_day"),
        CheckConstraint("max_per_week IS NULL OR max_per_week > 0", name="max_per_week"),
        CheckConstraint("horizon_days BETWEEN 1 AND 366", name="horizon"),
        CheckConstraint("change_until_minutes BETWEEN 0 AND 43200", name="change_until"),
        CheckConstraint("most_people BETWEEN 1 AND 50", name="most_people"),
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
    max_per_week: Mapped[int | None]
    horizon_days: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    town: Mapped[str | None] = mapped_column(String(80))
    crisis: Mapped[bool] = mapped_column(default=False)
    online: Mapped[bool] = mapped_column(default=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["de"])
    needs_approval: Mapped[bool] = mapped_column(default=False)
    change_until_minutes: Mapped[int] = mapped_column(default=0)
    most_people: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    coach: Mapped[Person] = relationship()

    @property
    def kind(self) -> OfferKind:
        """For whom it is."""
        if self.crisis:
            return OfferKind.CRISIS
        return OfferKind.TEAM if self.most_people > 1 else OfferKind.INDIVIDUAL


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


class BookingSeries(Identified, Model):
    """Appointments that were taken together, one every `every_weeks` weeks."""

    __tablename__ = "booking_series"
    __table_args__ = (CheckConstraint("every_weeks BETWEEN 1 AND 8", name="every_weeks"),)

    every_weeks: Mapped[int]
    created_at: Mapped[datetime]

    bookings: Mapped[list["Booking"]] = relationship(
        back_populates="series", order_by="Booking.id", lazy="select"
    )


class Booking(Identified, Model):
    """An appointment that a client took; time and place are its event's.

    `quota` is where it counts, so that cancelling gives it back there, wherever the client works by
    then. It is None where it counts nowhere, as do holds. `hold_number` is given to what a client
    holds at once, a series counting as one: no more than HOLDS_PER_PERSON, held by the constraints.
    With `any_coach` the coach was chosen for the client. `reason` is what one side chose to tell
    the other when declining or calling off; nobody has to. `change_until_minutes` is the deadline
    that the offer had when it was booked: nobody is judged by one that was set later. Whoever was
    handed over to another coach did not choose that one, and can call off until the start.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        check_in("status", BookingStatus),
        check_in("cancelled_by", Side, nullable=True),
        CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_at"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="somebody_cancelled"
        ),
        CheckConstraint(
            "hold_number IS NULL OR (status = 'held' AND hold_number BETWEEN 1 AND 2)",
            name="hold_number",
        ),
        CheckConstraint("change_until_minutes BETWEEN 0 AND 43200", name="change_until"),
        UniqueConstraint("client_id", "hold_number"),
        Index("ix_bookings_client_id_offer_id", "client_id", "offer_id"),
    )

    offer_id: Mapped[int] = mapped_column(ForeignKey("coaching_offers.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("coaching_quotas.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("booking_series.id"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    hold_number: Mapped[int | None]
    any_coach: Mapped[bool] = mapped_column(default=False)
    booked_at: Mapped[datetime]
    change_until_minutes: Mapped[int]
    handed_over_at: Mapped[datetime | None]
    former_starts_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(300), default="")

    offer: Mapped[CoachingOffer] = relationship()
    client: Mapped[Person] = relationship()
    event: Mapped[Event] = relationship()
    quota: Mapped[CoachingQuota | None] = relationship()
    series: Mapped[BookingSeries | None] = relationship(back_populates="bookings")
    participants: Mapped[list["BookingParticipant"]] = relationship(
        back_populates="booking", order_by="BookingParticipant.id", cascade="all, delete-orphan"
    )
    guests: Mapped[list["BookingGuest"]] = relationship(
        back_populates="booking", order_by="BookingGuest.id", cascade="all, delete-orphan"
    )

    @property
    def takes_place(self) -> bool:
        """Both sides agreed upon it, and nobody has called it off."""
        return self.status in AGREED

    @property
    def is_open(self) -> bool:
        """It waits for somebody's word: the client's (held) or the coach's (requested)."""
        return self.status in (BookingStatus.HELD, BookingStatus.REQUESTED)

    def is_held(self, now: datetime) -> bool:
        """It can be confirmed by the client still."""
        return self.status == BookingStatus.HELD and not self.event.has_expired(now)

    def is_requested(self, now: datetime) -> bool:
        """The coach can answer still."""
        return self.status == BookingStatus.REQUESTED and not self.event.has_expired(now)

    def can_be_cancelled(self, now: datetime, by: Side = Side.CLIENT) -> bool:
        """Until it begins, and by the client until the deadline; a request until it is answered."""
        if self.is_requested(now):
            return True
        in_time = by is not Side.CLIENT or now <= self.cancel_until
        return self.status == BookingStatus.CONFIRMED and in_time and now < self.event.starts_at

    def can_be_moved(self, now: datetime, by: Side = Side.CLIENT) -> bool:
        """What is agreed upon, until it begins, and by the client until the deadline."""
        return self.status == BookingStatus.CONFIRMED and self.can_be_changed(now, by)

    def can_be_changed(self, now: datetime, by: Side) -> bool:
        """Whether the hour allows it."""
        in_time = by is not Side.CLIENT or now <= self.change_until
        return in_time and now < self.event.starts_at

    @property
    def change_until(self) -> datetime:
        """When the client can move it for the last time, and cancel it unless handed over."""
        return self.event.starts_at - timedelta(minutes=self.change_until_minutes)

    @property
    def cancel_until(self) -> datetime:
        """When the client can cancel it for the last time."""
        return self.change_until if self.handed_over_at is None else self.event.starts_at


class BookingParticipant(Model):
    """Somebody of the programme who takes part besides the client who booked."""

    __tablename__ = "booking_participants"
    __table_args__ = (UniqueConstraint("booking_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)

    booking: Mapped[Booking] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship()


class BookingGuest(Identified, Model):
    """Somebody without an account who was asked to come, and can decline by a link in the mail."""

    __tablename__ = "booking_guests"
    __table_args__ = (UniqueConstraint("booking_id", "email"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    email: Mapped[str] = mapped_column(String(320))
    declined_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship(back_populates="guests")
