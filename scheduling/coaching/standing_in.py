"""Which colleagues can take over a coach's appointments.

The working time, vacations, limits, buffers and ways of whoever takes over hold as for any booking.
Their notice, horizon and grid do not: whoever falls ill falls ill at short notice, and the time is
fixed already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduling.coaching import queries
from scheduling.coaching.approval import list_unsure_coaches
from scheduling.coaching.free_time import coach_question
from scheduling.coaching.holding import FAIR_OVER
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.slot_reasons import OffGrid, TooFarAhead, TooSoon, reasons_against
from scheduling.slots import SlotQuestion
from scheduling.travel import fold

_NO_OBSTACLES = (TooSoon, TooFarAhead, OffGrid)


def list_stand_ins(
    bookings: Sequence[Booking], now: datetime
) -> Mapping[Booking, list[CoachingOffer]]:
    """By booking, with which offers colleagues could take it over: one each, least booked first.

    Those whose calendar outside is stale come last. A colleague's offer of the same length goes
    before others.
    """
    offered = {one.client: queries.list_offers_for(one.client) for one in bookings}
    fitting = {
        one: [offer for offer in offered[one.client] if _fits(one, offer)] for one in bookings
    }
    offers = {offer for found in fitting.values() for offer in found}
    questions = {offer: _question(offer, bookings, now) for offer in offers}
    booked = queries.count_bookings_since([offer.coach for offer in offers], now - FAIR_OVER)
    unsure = list_unsure_coaches(list(offers), now)

    def in_turn(booking: Booking) -> list[CoachingOffer]:
        free = (one for one in fitting[booking] if _is_free(questions[one], booking))
        ranked = sorted(
            free,
            key=lambda one: (
                *(one.coach_id in unsure, booked[one.coach_id], one.coach_id),
                *(timedelta(minutes=one.duration_minutes) != _length(booking), one.id),
            ),
        )
        return list({one.coach_id: one for one in reversed(ranked)}.values())[::-1]

    return {booking: in_turn(booking) for booking in bookings}


def coaches_for_all(found: Mapping[Booking, Sequence[CoachingOffer]]) -> set[int]:
    """The ids of the coaches who could take over all of what `list_stand_ins` was asked about."""
    return set.intersection(*({offer.coach_id for offer in offers} for offers in found.values()))


def can_stand_in(booking: Booking, offer: CoachingOffer) -> bool:
    """Whether `offer` can be taken instead of that of `booking`, by this client; not yet when."""
    return _fits(booking, offer) and queries.has_offer_for(booking.client, offer)


def is_free_for(booking: Booking, offer: CoachingOffer, now: datetime) -> bool:
    """Whether the coach of `offer` has time for `booking`, as long as it was booked."""
    return _is_free(_question(offer, [booking], now), booking)


def _fits(booking: Booking, offer: CoachingOffer) -> bool:
    own = booking.offer
    companions = {one.person_id for one in booking.participants}
    guests = [guest for guest in booking.guests if guest.declined_at is None]
    return (
        offer.kind is own.kind
        and offer.coach_id not in {own.coach_id, booking.client_id, *companions}
        and not set(own.languages).isdisjoint(offer.languages)
        and 1 + len(companions) + len(guests) <= offer.most_people
        and _is_at_same_place(booking, offer)
    )


def _is_at_same_place(booking: Booking, offer: CoachingOffer) -> bool:
    """Both online, or both in one town; where no town is told, the place decides."""
    if offer.online or booking.offer.online:
        return offer.online and booking.offer.online
    event = booking.event
    return fold(offer.town or offer.place) == fold(event.town or event.place)


def _question(offer: CoachingOffer, bookings: Iterable[Booking], now: datetime) -> SlotQuestion:
    starts = [one.event.starts_at for one in bookings]
    ends = [one.event.ends_at for one in bookings]
    return coach_question(offer, now, min(starts), max(ends))


def _is_free(question: SlotQuestion, booking: Booking) -> bool:
    minutes = _length(booking) // timedelta(minutes=1)
    asked = replace(question, offer=replace(question.offer, duration=minutes))
    reasons = reasons_against(asked, booking.event.starts_at)
    return all(isinstance(reason, _NO_OBSTACLES) for reason in reasons)


def _length(booking: Booking) -> timedelta:
    return booking.event.ends_at - booking.event.starts_at
