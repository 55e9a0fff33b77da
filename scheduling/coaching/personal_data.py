"""What coaching holds of a person: appointments, and what a coach offers and when."""

from typing import Any

from sqlalchemy import Select, delete, or_, select

from app.kernel import clock
from app.kernel.db import db
from organisations.entitlements.models import CoachingQuota
from scheduling.coaching.clash_models import ToldClash
from scheduling.coaching.coach_data import COACH_TABLES, working_time_of
from scheduling.coaching.holding import forget_bookings
from scheduling.coaching.models import (
    AvailabilityOverride,
    AvailabilityRule,
    Booking,
    BookingParticipant,
    CoachingOffer,
    Side,
)
from scheduling.coaching.reminder_models import BookingReminder
from scheduling.coaching.services import cancel_booking, people_of
from scheduling.coaching.waiting_models import FreeTimeWish
from scheduling.services import lock_people


def export_of(person_id: int) -> dict[str, Any]:
    """Appointments as client or companion, and offers as coach, in words for JSON."""
    taken_along = select(BookingParticipant.booking_id).where(
        BookingParticipant.person_id == person_id
    )
    bookings = db.session.scalars(
        select(Booking)
        .where(or_(Booking.client_id == person_id, Booking.id.in_(taken_along)))
        .order_by(Booking.id)
    )
    offers = db.session.scalars(
        select(CoachingOffer).where(CoachingOffer.coach_id == person_id).order_by(CoachingOffer.id)
    )
    return {
        "bookings": [_booking(booking, person_id) for booking in bookings],
        "waiting": [_wish(wish) for wish in db.session.scalars(_wishes_of(person_id))],
        "working_time": working_time_of(person_id),
        "offers": [{"title": offer.title.de, "text": offer.description.de} for offer in offers],
    }


def erase(person_id: int) -> None:
    """Forget the person's appointments on both sides, their offers and their working times.

    What is still to come is called off first: nobody shall wait for someone who is gone. The events
    go too, from the other side's calendar as well: that the two met is nobody's to keep. Where the
    person was only taken along, the appointment stays without them.
    """
    own_offers = select(CoachingOffer.id).where(CoachingOffer.coach_id == person_id)
    theirs = or_(Booking.client_id == person_id, Booking.offer_id.in_(own_offers))
    now = clock.now()
    # Counters of several municipalities are locked one after the other, always in this order.
    by_counter = (CoachingQuota.municipality_id, Booking.id)
    bookings = db.session.scalars(
        select(Booking).outerjoin(Booking.quota).where(theirs).order_by(*by_counter)
    ).all()
    # All before the first counter: who books takes people first, too, and never waits for us.
    lock_people(person for booking in bookings for person in people_of(booking))
    for booking in bookings:
        if booking.can_be_cancelled(now, Side.COACH):
            cancel_booking(booking=booking, now=now, by=Side.COACH)
    forget_bookings(bookings)
    db.session.execute(delete(BookingParticipant).where(BookingParticipant.person_id == person_id))
    for told in (BookingReminder, ToldClash):
        db.session.execute(delete(told).where(told.person_id == person_id))
    waits = or_(FreeTimeWish.person_id == person_id, FreeTimeWish.offer_id.in_(own_offers))
    db.session.execute(delete(FreeTimeWish).where(waits))
    for times in (AvailabilityRule, AvailabilityOverride, *COACH_TABLES):
        db.session.execute(delete(times).where(times.coach_id == person_id))
    db.session.execute(delete(CoachingOffer).where(CoachingOffer.coach_id == person_id))


def _wishes_of(person_id: int) -> Select[tuple[FreeTimeWish]]:
    return select(FreeTimeWish).where(FreeTimeWish.person_id == person_id).order_by(FreeTimeWish.id)


def _wish(wish: FreeTimeWish) -> dict[str, Any]:
    earlier_than = wish.earlier_than.isoformat() if wish.earlier_than else None
    return {
        "offer": wish.offer.title.de,
        "earlier_than": earlier_than,
        "day_time": wish.day_time,
        "asked_at": wish.created_at.isoformat(),
    }


def _booking(booking: Booking, reader_id: int) -> dict[str, Any]:
    """Reasons and guests are told to the client, not to those who were taken along."""
    own = booking.client_id == reader_id
    return {
        "offer": booking.offer.title.de,
        "starts_at": booking.event.starts_at.isoformat(),
        "status": booking.status,
        "booked_at": booking.booked_at.isoformat(),
        "handed_over_at": booking.handed_over_at.isoformat() if booking.handed_over_at else None,
        "cancelled_at": booking.cancelled_at.isoformat() if booking.cancelled_at else None,
        "reason": booking.reason if own else "",
        "guests": [guest.email for guest in booking.guests] if own else [],
    }
