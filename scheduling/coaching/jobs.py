"""Work of the job worker on appointments: end what has expired, forget guests."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.kernel.db import db
from organisations.entitlements.quotas import give_back_to_quota
from scheduling.coaching import queries
from scheduling.coaching.holding import let_go_of_expired
from scheduling.coaching.models import Booking, BookingGuest
from scheduling.coaching.services import people_of
from scheduling.models import Event
from scheduling.services import lock_people

EXPIRE_JOB = "coaching.expire"
FORGET_GUESTS_JOB = "coaching.forget_guests"
KEEP_GUESTS = timedelta(days=30)


def expire_open(now: datetime) -> int:
    """End holds and requests whose time is up, each in a transaction of its own."""
    done = 0
    while expired := queries.list_expired(now):
        people = people_of(expired[0])
        lock_people(people)
        let_go_of_expired(people, now=now)
        db.session.commit()
        done += 1
    for booking in queries.list_lapsed_with_quota():
        lock_people([booking.client])
        db.session.refresh(booking)
        give_back_to_quota(quota=booking.quota)
        booking.quota = None
        db.session.commit()
    return done


def forget_guests(now: datetime) -> int:
    """Forget the addresses of guests some weeks after they were to come."""
    over = select(Booking.id).join(Booking.event).where(Event.ends_at < now - KEEP_GUESTS)
    forgotten = db.session.execute(delete(BookingGuest).where(BookingGuest.booking_id.in_(over)))
    db.session.commit()
    return forgotten.rowcount
