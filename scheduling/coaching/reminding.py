"""Remind clients, and those who come along, of appointments: once, as long before as they wish."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import INSERT, db
from notifications.queries import get_wishes
from notifications.services import notify
from notifications.wishes import LONGEST_LEAD
from organisations.models import Person
from scheduling.coaching.models import Booking, BookingParticipant, BookingStatus
from scheduling.coaching.reminder_models import BookingReminder
from scheduling.models import Event

TEMPLATE = "coaching/reminder"


def list_due_reminders(now: datetime) -> Iterator[tuple[Booking, Person]]:
    """Who is to be reminded of which appointment at `now`, by its start.

    Who learned of the time when the reminder would have been due already needs none.
    """
    told = _told()
    for booking in _list_near(now):
        event = booking.event
        for person in (booking.client, *(one.person for one in booking.participants)):
            lead = get_wishes(person).reminder.lead
            if lead is None or (booking.id, person.id, event.starts_at) in told:
                continue
            if event.changed_at < event.starts_at - lead <= now:
                yield booking, person


def remind(*, booking: Booking, person: Person, now: datetime) -> bool:
    """Write the reminder. None for what was called off meanwhile.

    Of two workers the constraint lets one write it.
    """
    if booking.status != BookingStatus.CONFIRMED:
        return False
    note = INSERT[db.engine.dialect.name](BookingReminder.__table__).on_conflict_do_nothing()
    values = {
        "booking_id": booking.id,
        "person_id": person.id,
        "starts_at": booking.event.starts_at,
    }
    noted = db.session.scalar(note.values(values).returning(BookingReminder.id))
    if noted is None:
        return False
    notify(person=person, template=TEMPLATE, now=now, booking=booking)
    return True


def forget_reminders(*, now: datetime) -> None:
    """Of what has begun nobody is reminded any more."""
    db.session.execute(delete(BookingReminder).where(BookingReminder.starts_at <= now))


def _list_near(now: datetime) -> list[Booking]:
    """What takes place so soon that somebody may wish to be reminded of it by now."""
    query = (
        select(Booking)
        .join(Booking.event)
        .where(
            Booking.status == BookingStatus.CONFIRMED,
            Event.starts_at > now,
            Event.starts_at <= now + LONGEST_LEAD,
        )
        .options(
            joinedload(Booking.offer),
            joinedload(Booking.client),
            joinedload(Booking.event),
            selectinload(Booking.participants).joinedload(BookingParticipant.person),
        )
        .order_by(Event.starts_at, Booking.id)
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _told() -> set[tuple[int, int, datetime]]:
    noted = BookingReminder
    rows = db.session.execute(select(noted.booking_id, noted.person_id, noted.starts_at))
    return {(booking_id, person_id, starts_at) for booking_id, person_id, starts_at in rows}
