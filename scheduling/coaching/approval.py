"""Whether a coach agrees to each appointment, and what they are told where they could not.

Free times rest on the coach's calendars from outside. Where one of these has not been read for over
a day, a time is no promise any more: what a client takes is a request, whatever the offer says. Why
is the coach's business; the client reads what they read of any offer with approval.

A crisis talk is booked all the same: whoever is under threat must not be left waiting. Nor is
asked again about an appointment that both agreed upon when it moves or is handed over, as with any
offer with approval: nobody is to lose it over that. Then the coach is told at once to look.
"""

from collections.abc import Sequence
from datetime import datetime

from notifications.services import notify
from scheduling.busy_calendars.queries import find_people_with_stale_calendars
from scheduling.coaching.models import Booking, CoachingOffer

TEMPLATE = "coaching/unchecked"


def is_request(offer: CoachingOffer, now: datetime) -> bool:
    """Whether what a client takes of `offer` at `now` is a request until the coach agrees."""
    return offer.needs_approval or (not offer.crisis and is_unsure(offer, now))


def is_unsure(offer: CoachingOffer, now: datetime) -> bool:
    """Whether a calendar on which free times of `offer` rest is stale; one query."""
    return bool(find_people_with_stale_calendars([offer.coach_id], now))


def list_unsure_coaches(offers: Sequence[CoachingOffer], now: datetime) -> set[int]:
    """The ids of those coaches of `offers` of whom a calendar is stale; one query."""
    return find_people_with_stale_calendars({offer.coach_id for offer in offers}, now)


def tell_if_unsure(bookings: Sequence[Booking], *, now: datetime) -> None:
    """Tell the coach to look whether they have time, where their calendar could not say.

    `bookings` are agreed upon, and all with one coach.
    """
    offer = bookings[0].offer
    if is_unsure(offer, now):
        events = [one.event for one in bookings]
        notify(person=offer.coach, template=TEMPLATE, now=now, booking=bookings[0], events=events)
