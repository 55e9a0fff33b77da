"""What both sides are told by mail, with a file for their calendars where they get dates by mail.

Wording is as discreet as each of them wishes, see `notifications.wishes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel.i18n import as_read_by
from app.kernel.i18n import gettext as _
from app.kernel.mail_text import absolute_address, render_mail
from app.kernel.outbox import enqueue
from notifications.services import notify
from organisations.models import Person
from scheduling.calendar_file import CalendarEntry
from scheduling.coaching.guest_links import guest_token
from scheduling.coaching.models import Booking
from scheduling.discretion import Discretion, discretion_about
from scheduling.feeds.queries import gets_dates_by_mail
from scheduling.invitation import Method
from scheduling.mailing import attach_invitation
from scheduling.models import EventStatus
from scheduling.queries import find_occupancy


@dataclass(frozen=True)
class TimeSpan:
    """When an appointment was to take place before it was moved."""

    starts_at: datetime
    ends_at: datetime


def tell_of_booking(bookings: Sequence[Booking], *, now: datetime) -> None:
    """Tell everyone who is to come of an appointment or a series; their calendars take it in.

    A calendar takes in one date by one mail. Whoever subscribes reads of a series once.
    """
    first = bookings[0]
    recipients = [(person, "coaching/booked") for person in _clients(first)]
    for person, template in (*recipients, (first.offer.coach, "coaching/taken")):
        _tell_of_dates(person, template, bookings, Method.REQUEST, now)
    for booking in bookings:
        _tell_guests("guests/invited", booking, Method.REQUEST, now)


def tell_of_move(booking: Booking, *, before: TimeSpan, now: datetime) -> None:
    """Tell everyone of the new time; their calendars move it.

    RFC 5546 §3.2.2.1: the same UID with a higher SEQUENCE, and REQUEST again.
    """
    for person in (*_clients(booking), booking.offer.coach):
        _tell(person, "coaching/moved", booking, Method.REQUEST, now, before=before)
    _tell_guests("guests/moved", booking, Method.REQUEST, now, before=before)


def tell_of_cancellation(booking: Booking, *, now: datetime) -> None:
    """Tell everyone that it is off; their calendars take it out.

    Of what was only requested, none but client and coach have heard.
    """
    agreed = booking.event.status == EventStatus.CANCELLED
    for person in (*_clients(booking), booking.offer.coach) if agreed else _both(booking):
        _tell(person, "coaching/cancelled", booking, Method.CANCEL, now)
    if agreed:
        _tell_guests("guests/cancelled", booking, Method.CANCEL, now)


def tell_of_giving_away(bookings: Sequence[Booking], *, now: datetime) -> None:
    """Tell the coach that somebody else takes over; their calendar takes it out.

    Before the appointments take them up no longer: that says which calendar holds them.
    """
    coach = bookings[0].offer.coach
    _tell_of_dates(coach, "coaching/given_away", bookings, Method.CANCEL, now)


def tell_of_new_coach(bookings: Sequence[Booking], *, now: datetime) -> None:
    """Tell the new coach of what they take over, and all others with whom it is now.

    Their calendars keep the date, by the same UID.
    """
    first = bookings[0]
    _tell_of_dates(first.offer.coach, "coaching/taken_over", bookings, Method.REQUEST, now)
    _tell_of_dates(first.client, "coaching/other_coach", bookings, Method.REQUEST, now)
    for booking in bookings:
        for one in booking.participants:
            _tell_of_dates(one.person, "coaching/other_coach", [booking], Method.REQUEST, now)
        _tell_guests("guests/other_coach", booking, Method.REQUEST, now)


def tell_of_passing_on(bookings: Sequence[Booking], *, now: datetime) -> None:
    """Ask the new coach about a request, and tell the client who answers it now.

    Of what was only requested, none but client and coach have heard.
    """
    first = bookings[0]
    tell_of_request(bookings, now=now)
    events = [one.event for one in bookings]
    notify(
        person=first.client,
        template="coaching/passed_on",
        now=now,
        booking=first,
        events=events,
    )


def tell_of_request(bookings: Sequence[Booking], *, now: datetime, unsure: bool = False) -> None:
    """Ask the coach whether they agree; a series is one question.

    `unsure` says that they are asked because a calendar of theirs is stale.
    """
    first = bookings[0]
    notify(
        person=first.offer.coach,
        template="coaching/requested",
        now=now,
        booking=first,
        unsure=unsure,
        events=[one.event for one in bookings],
    )


def tell_of_refusal(booking: Booking, *, now: datetime) -> None:
    """Tell the client that the coach cannot."""
    notify(person=booking.client, template="coaching/declined", now=now, booking=booking)


def tell_of_lapse(booking: Booking, *, now: datetime) -> None:
    """Tell the client that the coach did not answer in time."""
    notify(person=booking.client, template="coaching/lapsed", now=now, booking=booking)


def tell_of_leaving(booking: Booking, person: Person, *, now: datetime) -> None:
    """Tell somebody who was taken along that they are expected no longer, and their calendar."""
    _tell(person, "coaching/left", booking, Method.CANCEL, now)


def _both(booking: Booking) -> tuple[Person, ...]:
    return booking.client, booking.offer.coach


def _clients(booking: Booking) -> tuple[Person, ...]:
    """The client and those who come along."""
    return booking.client, *(one.person for one in booking.participants)


def _tell_of_dates(
    person: Person, template: str, bookings: Sequence[Booking], method: Method, now: datetime
) -> None:
    """A calendar takes in or gives up one date by one mail; others read of a series once."""
    if any(_invites(person, booking, method) for booking in bookings):
        for booking in bookings:
            _tell(person, template, booking, method, now, events=[booking.event])
    else:
        events = [booking.event for booking in bookings]
        _tell(person, template, bookings[0], method, now, events=events)


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
    with as_read_by(person):
        address = absolute_address("bookings.show", public_id=booking.public_id)
        note = _("Alles Weitere nach der Anmeldung: %(address)s", address=address)
        entry = _entry(booking, discretion_about(booking.event, person), note, method)
    # Whoever the other side is, no file names them.
    attach_invitation(message, entry, method=method, name=person.name)
    if method is Method.REQUEST:
        _note_invitation(person, booking, now)


def _tell_guests(
    template: str, booking: Booking, method: Method, now: datetime, **context: object
) -> None:
    """Guests have no wishes that we know of, so all of it is discreet. As the client reads it."""
    for guest in booking.guests:
        if guest.declined_at is not None:
            continue
        address = absolute_address("guests.show", token=guest_token(guest))
        subject, body = render_mail(
            template, reader=booking.client, booking=booking, address=address, **context
        )
        message = enqueue(recipient=guest.email, subject=subject, body=body, now=now)
        with as_read_by(booking.client):
            note = _("Alles Weitere: %(address)s", address=address)
            entry = _entry(booking, Discretion(discreet=True), note, method)
        attach_invitation(message, entry, method=method, name=guest.email)


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


def _entry(booking: Booking, discretion: Discretion, note: str, method: Method) -> CalendarEntry:
    """Discreet as a discreet subscription: who sees the calendar learns that there is something.

    The place is left out, too: a counselling room says what it is about. Whoever leaves an
    appointment that takes place is sent a CANCEL, which needs a SEQUENCE of its own.
    """
    event = booking.event
    off = method is Method.CANCEL
    leaves = off and event.status != EventStatus.CANCELLED
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence + leaves,
        title=discretion.title_of(event),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=discretion.place_of(event),
        note=note,
        cancelled=off,
        created_at=event.created_at,
        changed_at=event.changed_at,
    )
