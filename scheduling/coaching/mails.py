"""What both sides are told by mail, with a file for their calendars. Wording is discreet."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from flask import current_app

from app.kernel.i18n import gettext as _
from app.kernel.i18n import in_language
from app.kernel.mail_text import absolute_address
from app.kernel.outbox import attach_calendar
from notifications.services import notify
from organisations.models import Person
from scheduling.calendar_file import CalendarEntry
from scheduling.coaching.models import Booking
from scheduling.invitation import Method, Participant, write_invitation


@dataclass(frozen=True)
class TimeSpan:
    """When an appointment was to take place before it was moved."""

    starts_at: datetime
    ends_at: datetime


def tell_of_booking(booking: Booking, *, now: datetime) -> None:
    """Tell client and coach of the appointment; their calendars take it in."""
    _tell(booking.client, "coaching/booked", booking, Method.REQUEST, now)
    _tell(booking.offer.coach, "coaching/taken", booking, Method.REQUEST, now)


def tell_of_move(booking: Booking, *, before: TimeSpan, now: datetime) -> None:
    """Tell client and coach of the new time; their calendars move it.

    RFC 5546 §3.2.2.1: the same UID with a higher SEQUENCE, and REQUEST again.
    """
    for person in (booking.client, booking.offer.coach):
        _tell(person, "coaching/moved", booking, Method.REQUEST, now, before=before)


def tell_of_cancellation(booking: Booking, *, now: datetime) -> None:
    """Tell client and coach that it is off; their calendars take it out."""
    for person in (booking.client, booking.offer.coach):
        _tell(person, "coaching/cancelled", booking, Method.CANCEL, now)


def _tell(
    person: Person,
    template: str,
    booking: Booking,
    method: Method,
    now: datetime,
    **context: object,
) -> None:
    message = notify(person=person, template=template, now=now, booking=booking, **context)
    if message is None:
        return
    with in_language(person.language):
        entry = _entry(booking)
    calendar = write_invitation(
        entry,
        method=method,
        organiser=Participant(*parseaddr(current_app.extensions["komma"].settings.mail_sender)),
        attendee=Participant(person.name, message.recipient),
    )
    attach_calendar(message, method=method, calendar=calendar)


def _entry(booking: Booking) -> CalendarEntry:
    """As in a discreet subscription: colleagues who see the calendar learn that there is something.

    The place is left out, too: a counselling room says what it is about.
    """
    event = booking.event
    address = absolute_address("bookings.show", public_id=booking.public_id)
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        title=_("KommA-Termin"),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        note=_("Alles Weitere nach der Anmeldung: %(address)s", address=address),
        cancelled=not booking.takes_place,
        created_at=event.created_at,
        changed_at=event.changed_at,
    )
