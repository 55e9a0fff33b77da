"""Commands around appointments: take one, move it, and call it off."""

from datetime import datetime, timedelta

from app.kernel.db import conflicts_explained, db
from app.kernel.i18n import Bilingual, programme_zone
from organisations.entitlements.quotas import give_back_to_quota, quota_year
from organisations.models import Person
from scheduling.coaching import queries
from scheduling.coaching.coach_queries import town_of
from scheduling.coaching.counting import take_for
from scheduling.coaching.errors import AppointmentBegun
from scheduling.coaching.free_time import can_move_to, is_free
from scheduling.coaching.mails import TimeSpan, tell_of_booking, tell_of_cancellation, tell_of_move
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer, Side
from scheduling.services import (
    AlreadyTaken,
    EventIsCancelled,
    cancel_event,
    lock_people,
    occupy,
    reschedule_event,
    schedule_event,
)

EVENT_OWNER = "coaching"
# What it is about stays between the two, also where colleagues see the calendar.
DISCREET_TITLE = Bilingual(de="Coaching", en="Coaching")


def book_slot(
    *, offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime
) -> Booking:
    """Take the appointment of `offer` at `starts_at` for `client`, and tell both by mail.

    The same form sent twice gives the same booking. Raises AlreadyTaken where the time is not free
    (any more), and QuotaExhausted where the client's municipality has none left in that year. Two
    at once: the locks let one after the other look, and the constraints `no_double_booking` and
    `ck_coaching_quotas_exhausted` hold whatever happens.
    """
    lock_people([offer.coach, client])
    db.session.refresh(offer)
    known = queries.find_booking(offer, client, starts_at)
    if known is not None:
        return known
    if not offer.active or not is_free(offer, client, starts_at, now):
        raise AlreadyTaken(AlreadyTaken.MESSAGE)
    quota = take_for(offer, client, starts_at)
    with conflicts_explained():
        booking = _booking(offer, client, starts_at, now)
        booking.quota = quota
    tell_of_booking(booking, now=now)
    return booking


def move_booking(*, booking: Booking, starts_at: datetime, now: datetime) -> Booking:
    """Have the appointment begin at `starts_at` instead, and tell both by mail.

    Length, place and buffers stay as they were booked. Its own time counts as free, and the old one
    is free for others afterwards. The same form sent twice moves once. Raises AlreadyTaken where
    the time is not free (any more), QuotaExhausted where it lies in a year of which none is left,
    EventIsCancelled, and AppointmentBegun from its start on. The constraint `no_double_booking`
    holds here as it does for `book_slot`.
    """
    _lock(booking)
    event = booking.event
    before = TimeSpan(event.starts_at, event.ends_at)
    if not booking.takes_place:
        raise EventIsCancelled
    if event.starts_at == starts_at:
        return booking
    if not booking.can_be_moved(now):
        raise AppointmentBegun(AppointmentBegun.NOT_MOVED)
    if not can_move_to(booking, starts_at, now):
        raise AlreadyTaken(AlreadyTaken.MESSAGE)
    _count_in_year_of(booking, starts_at)
    reschedule_event(
        event=event,
        starts_at=starts_at,
        ends_at=starts_at + (before.ends_at - before.starts_at),
        place=event.place,
        now=now,
    )
    tell_of_move(booking, before=before, now=now)
    return booking


def cancel_booking(*, booking: Booking, now: datetime, by: Side = Side.CLIENT) -> Booking:
    """Call the appointment off and tell both by mail. Harmless to repeat.

    Nobody is asked for a reason. Raises AppointmentBegun from its start on.
    """
    _lock(booking)
    if not booking.takes_place:
        return booking
    if not booking.can_be_cancelled(now, by):
        raise AppointmentBegun(AppointmentBegun.MESSAGE)
    booking.status, booking.cancelled_at = BookingStatus.CANCELLED, now
    booking.cancelled_by = by
    cancel_event(event=booking.event, now=now)
    give_back_to_quota(quota=booking.quota)
    booking.quota = None
    tell_of_cancellation(booking, now=now)
    return booking


def _count_in_year_of(booking: Booking, starts_at: datetime) -> None:
    """Where the appointment counts to a year's quota, have it count to that of `starts_at`."""
    counted = booking.quota
    if counted is not None and counted.year != quota_year(starts_at):
        booking.quota = take_for(booking.offer, booking.client, starts_at)
        give_back_to_quota(quota=counted)


def _lock(booking: Booking) -> None:
    """Let nobody else change the appointment, and read it anew: somebody may just have."""
    lock_people([booking.offer.coach, booking.client])
    for known in (booking, booking.offer, booking.event, *booking.event.occupancies):
        db.session.refresh(known)


def _booking(offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime) -> Booking:
    event = schedule_event(
        owner=EVENT_OWNER,
        title=DISCREET_TITLE,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=offer.duration_minutes),
        zone=programme_zone().key,
        place=offer.place,
        town=town_of(offer),
        occupants=(),
        now=now,
    )
    occupy(
        event=event,
        person=offer.coach,
        exclusive=True,
        before=timedelta(minutes=offer.buffer_before_minutes),
        after=timedelta(minutes=offer.buffer_after_minutes),
        now=now,
    )
    occupy(event=event, person=client, exclusive=True, now=now)
    # Not in the audit trail: whoever reads it has no business with who goes to a coaching.
    booking = Booking(offer=offer, client=client, event=event, booked_at=now)
    booking.status = BookingStatus.CONFIRMED
    db.session.add(booking)
    return booking
