"""What both sides are told by mail, with a file for their calendars where they get dates by mail.

Wording is as discreet as each of them wishes, see `notifications.wishes`.
"""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.i18n import gettext as _
from app.kernel.i18n import in_language
from app.kernel.mail_text import absolute_address
from notifications.services import notify
from organisations.models import Person
from scheduling.calendar_file import CalendarEntry
from scheduling.coaching.models import Booking
from scheduling.discretion import Discretion, discretion_about
from scheduling.feeds.queries import gets_dates_by_mail
from scheduling.invitation import Method
from scheduling.mailing import attach_invitation
from scheduling.queries import find_occupancy


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
    invites = _invites(person, booking, method)
    message = notify(
        person=person, template=template, now=now, booking=booking, invites=invites, **context
    )
    if message is None or not invites:
        return
    with in_language(person.language):
        entry = _entry(booking, discretion_about(booking.event, person))
    # Whoever the other side is, no file names them.
    attach_invitation(message, entry, method=method, attendee=person)
    if method is Method.REQUEST:
        _note_invitation(person, booking, now)


def _invites(person: Person, booking: Booking, method: Method) -> bool:
    """Whether the mail brings a file: as the person wishes; what was brought is kept true."""
    if method is Method.REQUEST and gets_dates_by_mail(person, booking.event):
        return True
    occupancy = find_occupancy(booking.event, person)
    return occupancy is not None and occupancy.invited_at is not None


def _note_invitation(person: Person, booking: Booking, now: datetime) -> None:
    occupancy = find_occupancy(booking.event, person)
    if occupancy is not None:
        occupancy.invited_at = now


def _entry(booking: Booking, discretion: Discretion) -> CalendarEntry:
    """Discreet as a discreet subscription: who sees the calendar learns that there is something.

    The place is left out, too: a counselling room says what it is about.
    """
    event = booking.event
    address = absolute_address("bookings.show", public_id=booking.public_id)
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        title=discretion.title_of(event),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=discretion.place_of(event),
        note=_("Alles Weitere nach der Anmeldung: %(address)s", address=address),
        cancelled=not booking.takes_place,
        created_at=event.created_at,
        changed_at=event.changed_at,
    )
