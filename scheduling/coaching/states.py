"""What state an appointment is in, in words, and what the reader can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from app.kernel.i18n import Message, local_datetime, localised
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person
from scheduling.coaching.models import Booking, BookingStatus, Side


@dataclass(frozen=True)
class State:
    """A word for it and the badge's colour; `ended` says that nobody is expected (any more)."""

    label: Message
    kind: str = "neutral"
    ended: bool = False


_STATES = {
    BookingStatus.HELD: State(_l("Reserviert"), "warning"),
    BookingStatus.REQUESTED: State(_l("Angefragt"), "warning"),
    BookingStatus.CONFIRMED: State(_l("Gebucht"), "success"),
    BookingStatus.DECLINED: State(_l("Abgelehnt"), "danger", ended=True),
    BookingStatus.LAPSED: State(_l("Verfallen"), "danger", ended=True),
    BookingStatus.CANCELLED: State(_l("Abgesagt"), "danger", ended=True),
    BookingStatus.ATTENDED: State(_l("Hat stattgefunden")),
    BookingStatus.MISSED: State(_l("Nicht erschienen"), "warning"),
}


def state_of(booking: Booking, now: datetime) -> State:
    """A request that nobody answered in time has lapsed, swept or not."""
    lapsed = booking.status == BookingStatus.REQUESTED and not booking.is_requested(now)
    return _STATES[BookingStatus.LAPSED if lapsed else BookingStatus(booking.status)]


def side_of(booking: Booking, person: Person) -> Side:
    """Whether `person` is its coach, or on the client's side."""
    return Side.COACH if booking.offer.coach_id == person.id else Side.CLIENT


@dataclass(frozen=True)
class WhatCanBeDone:
    """What the reader's page of an appointment offers."""

    as_coach: bool
    as_client: bool
    cancel: bool
    move: bool
    leave: bool
    hand_over: bool
    answer: bool
    mark: bool
    too_late: bool


def what_can_be_done(
    booking: Booking, reader: Person, now: datetime, *, may_book: bool
) -> WhatCanBeDone:
    """What `reader`, who may be coach, client or taken along, can do at `now`."""
    side = side_of(booking, reader)
    as_coach, as_client = side is Side.COACH, booking.client_id == reader.id
    to_come = booking.status == BookingStatus.CONFIRMED and now < booking.event.starts_at
    return WhatCanBeDone(
        as_coach=as_coach,
        as_client=as_client,
        cancel=(as_coach and to_come) or (as_client and booking.can_be_cancelled(now, side)),
        move=as_client and may_book and booking.can_be_moved(now, side),
        leave=not as_coach and not as_client and to_come,
        answer=as_coach and booking.is_requested(now),
        hand_over=as_coach and booking.can_be_cancelled(now, side),
        too_late=as_client and to_come and not booking.can_be_changed(now, side),
        mark=as_coach and booking.takes_place and now >= booking.event.starts_at,
    )


def booking_entry(
    booking: Booking, reader: Person, now: datetime, clashes: Sequence[str] | None = None
) -> dict[str, Any]:
    """`booking` as the timetable component wants it. The coach reads the client's name.

    `clashes` says what calendars outside of the reader have to say against it.
    """
    event, offer = booking.event, booking.offer
    if offer.coach_id == reader.id and booking.is_requested(now):
        until = local_datetime(event.expires_at)
        note = _("mit %(name)s, Antwort bis %(when)s", name=booking.client.name, when=until)
    elif offer.coach_id == reader.id:
        note = _("mit %(name)s", name=booking.client.name)
    else:
        note = _("bei %(name)s", name=offer.coach.name)
    state = state_of(booking, now)
    return {
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "title": localised(offer.title),
        "place": event.place,
        "notes": clashes,
        "note": note,
        "cancelled": booking.status == BookingStatus.CANCELLED,
        "badge": _badge(booking, state, clashing=bool(clashes)),
        "url": url_for("bookings.show", public_id=booking.public_id),
    }


def _badge(booking: Booking, state: State, *, clashing: bool) -> dict[str, Any] | None:
    if booking.status != BookingStatus.CONFIRMED:
        return {"label": state.label, "kind": state.kind}
    return {"label": _("Trifft auf Ihren Kalender"), "kind": "warning"} if clashing else None
