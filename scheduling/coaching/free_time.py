"""Which appointments of offers can be taken: the database's side of the pure core in slots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from organisations.models import Person
from scheduling import slots
from scheduling.coaching import queries
from scheduling.coaching.known_times import KnownTimes, read_times
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.taken_time import TakenTime
from scheduling.models import Event
from scheduling.slots import Busy, Slot, SlotQuestion, free_slots

SECOND = timedelta(seconds=1)


def list_free_slots(offer: CoachingOffer, client: Person, now: datetime) -> list[Slot]:
    """Everything that `client` can take of `offer` at `now`, by start.

    The coach is busy with whatever is in their calendar, also with a training that they give:
    nobody could ask them about a clash. The client is busy with what takes them up exclusively.
    Both are busy when their calendars outside say so. The buffers are the coach's: a client may
    come from another appointment.
    """
    return known_free_slots(know_times([offer], [client], now), offer, client)


def know_times(
    offers: Sequence[CoachingOffer], clients: Iterable[Person], now: datetime
) -> KnownTimes:
    """All that `known_free_slots` of `offers` for `clients` follow from, in a few queries."""
    until = max((_horizon(offer, now) for offer in offers), default=now)
    return _know([_as_offered(offer) for offer in offers], clients, now, now, until)


def known_free_slots(known: KnownTimes, offer: CoachingOffer, client: Person) -> list[Slot]:
    """What `list_free_slots` says, of an offer and a client of whom all is known; no query."""
    return _free_slots(known, _as_offered(offer), client)


def is_free(offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime) -> bool:
    """Whether `client` can take the appointment of `offer` that begins at `starts_at`."""
    return _is_among(_as_offered(offer), client, starts_at, now)


def list_other_slots(booking: Booking, now: datetime) -> list[Slot]:
    """Everything that `booking` can be moved to at `now`, by start.

    Its own time is free for it, so that it can be moved by less than its length. None where the
    offer cannot be booked any more, or where it has begun or is called off.
    """
    offer, starts_at = booking.offer, booking.event.starts_at
    if not booking.can_be_moved(now) or not queries.has_offer_for(booking.client, offer):
        return []
    wanted = _as_booked(booking)
    until = _horizon(offer, now)
    known = _know([wanted], [booking.client], now, now, until, besides=booking.event)
    found = _free_slots(known, wanted, booking.client)
    return [slot for slot in found if slot.start != starts_at]


def can_move_to(booking: Booking, starts_at: datetime, now: datetime) -> bool:
    """Whether `booking` can begin at `starts_at` instead."""
    offered = queries.has_offer_for(booking.client, booking.offer)
    return offered and _is_among(_as_booked(booking), booking.client, starts_at, now)


def coach_question(
    offer: CoachingOffer, now: datetime, begin: datetime, end: datetime
) -> SlotQuestion:
    """What `offer` offers to anybody in [begin, end), and what is booked, whatever the limits."""
    wanted = _as_offered(offer)
    return _question(_know([wanted], [], now, begin, end, explained=True), wanted)


@dataclass(frozen=True)
class _Wanted:
    """What is looked for, in minutes; `moved` is the event that is to give up its own time."""

    offer: CoachingOffer
    duration: int
    buffer_before: int
    buffer_after: int
    moved: Event | None = None

    @property
    def is_limited(self) -> bool:
        """It matters how much else is booked on the day or in the week."""
        return (self.offer.max_per_day, self.offer.max_per_week) != (None, None)


def _as_offered(offer: CoachingOffer) -> _Wanted:
    return _Wanted(
        offer,
        offer.duration_minutes,
        offer.buffer_before_minutes,
        offer.buffer_after_minutes,
    )


def _as_booked(booking: Booking) -> _Wanted:
    """An appointment keeps its length, buffers and town, whatever the coach offers meanwhile."""
    event, coach_id = booking.event, booking.offer.coach_id
    [kept] = [one for one in event.occupancies if one.person_id == coach_id]
    return _Wanted(
        booking.offer,
        _minutes(event.ends_at - event.starts_at),
        _minutes(event.starts_at - kept.starts_at),
        _minutes(kept.ends_at - event.ends_at),
        moved=event,
    )


def _is_among(wanted: _Wanted, client: Person, starts_at: datetime, now: datetime) -> bool:
    begin, end = starts_at, starts_at + SECOND
    known = _know([wanted], [client], now, begin, end, besides=wanted.moved)
    return any(slot.start == starts_at for slot in _free_slots(known, wanted, client))


def _know(
    wanted: Sequence[_Wanted],
    clients: Iterable[Person],
    now: datetime,
    begin: datetime,
    end: datetime,
    *,
    explained: bool = False,
    besides: Event | None = None,
) -> KnownTimes:
    """Everything that slots of `wanted` follow from.

    With `explained` also what a coach is told: titles, and what is booked whatever the limits.
    """
    return read_times(
        [one.offer.coach for one in wanted],
        clients,
        now,
        begin,
        end,
        longest=timedelta(minutes=max((one.duration for one in wanted), default=0)),
        counted=[one.offer.coach for one in wanted if explained or one.is_limited],
        titled=explained,
        besides=besides,
    )


def _free_slots(known: KnownTimes, wanted: _Wanted, client: Person) -> list[Slot]:
    kept = [one for one in known.taken.get(client.id, ()) if one.exclusive]
    slots = free_slots(_question(known, wanted))
    return [slot for slot in slots if not any(_meets(slot, one) for one in kept)]


def _question(known: KnownTimes, wanted: _Wanted) -> SlotQuestion:
    offer, coach_id = wanted.offer, wanted.offer.coach_id
    town = wanted.moved.town if wanted.moved else known.town_of(offer)
    travel = known.travel[coach_id]
    return SlotQuestion(
        hours=known.hours[coach_id],
        offer=slots.Offer(
            duration=wanted.duration,
            step=offer.step_minutes,
            buffer_before=wanted.buffer_before,
            buffer_after=wanted.buffer_after,
            min_notice=offer.notice_minutes,
            max_per_day=offer.max_per_day,
            max_per_week=offer.max_per_week,
            horizon_days=offer.horizon_days,
        ),
        now=known.now,
        begin=known.begin,
        end=known.end,
        busy=tuple(
            Busy(
                *(one.starts_at, one.ends_at),
                travel=travel.between(one.town, town),
                title=one.title,
                calendar=one.calendar,
            )
            for one in known.taken.get(coach_id, ())
        ),
        booked_per_day=known.booked_per_day.get(coach_id, {}),
    )


def _horizon(offer: CoachingOffer, now: datetime) -> datetime:
    return now + timedelta(days=offer.horizon_days)


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def _meets(slot: Slot, taken: TakenTime) -> bool:
    return slot.start < taken.ends_at and taken.starts_at < slot.end
