"""Which appointments of an offer can be taken: the database's side of the pure core in slots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.kernel.i18n import zone_of
from organisations.models import Person
from scheduling import slots
from scheduling.coaching import queries
from scheduling.coaching.coach_models import LONGEST_TRAVEL_MINUTES
from scheduling.coaching.coach_queries import town_of, travel_times_of
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.taken_time import TakenTime, count_bookings_per_day, list_taken_times
from scheduling.coaching.working_time import hours_of
from scheduling.models import Event
from scheduling.slots import Busy, Slot, SlotQuestion, free_slots

# How far something can reach to be in the way: no buffer is longer than a day, see the checks of
# CoachingOffer, and no travel longer than that of TravelTime.
FARTHEST = timedelta(days=1, minutes=LONGEST_TRAVEL_MINUTES)
SECOND = timedelta(seconds=1)


def list_free_slots(offer: CoachingOffer, client: Person, now: datetime) -> list[Slot]:
    """Everything that `client` can take of `offer` at `now`, by start.

    The coach is busy with whatever is in their calendar, also with a training that they give:
    nobody could ask them about a clash. The client is busy with what takes them up exclusively. The
    buffers are the coach's: a client may come from another appointment.
    """
    return _free_slots(_as_offered(offer), client, now, now, _horizon(offer, now))


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
    found = _free_slots(_as_booked(booking), booking.client, now, now, _horizon(offer, now))
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
    taken = _taken(wanted, [offer.coach], now, begin, end)
    booked = count_bookings_per_day(offer.coach, now, zone_of(offer.coach))
    return replace(_question(wanted, taken, now, begin, end), booked_per_day=booked)


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: minutes and town, and the event that is to give up its own time."""

    offer: CoachingOffer
    duration: int
    buffer_before: int
    buffer_after: int
    town: str | None
    moved: Event | None = None


def _as_offered(offer: CoachingOffer) -> _Wanted:
    return _Wanted(
        offer,
        offer.duration_minutes,
        offer.buffer_before_minutes,
        offer.buffer_after_minutes,
        town_of(offer),
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
        event.town,
        moved=event,
    )


def _is_among(wanted: _Wanted, client: Person, starts_at: datetime, now: datetime) -> bool:
    found = _free_slots(wanted, client, now, starts_at, starts_at + SECOND)
    return any(slot.start == starts_at for slot in found)


def _free_slots(
    wanted: _Wanted, client: Person, now: datetime, begin: datetime, end: datetime
) -> list[Slot]:
    taken = _taken(wanted, [wanted.offer.coach, client], now, begin, end)
    kept = [one for one in taken if one.person_id == client.id and one.exclusive]
    slots = free_slots(_question(wanted, taken, now, begin, end))
    return [slot for slot in slots if not any(_meets(slot, one) for one in kept)]


def _taken(
    wanted: _Wanted, people: Sequence[Person], now: datetime, begin: datetime, end: datetime
) -> list[TakenTime]:
    """Everything that can touch a slot that starts in [begin, end)."""
    until = end + timedelta(minutes=wanted.duration) + FARTHEST
    return list_taken_times(people, begin - FARTHEST, until, now, besides=wanted.moved)


def _question(
    wanted: _Wanted, taken: Sequence[TakenTime], now: datetime, begin: datetime, end: datetime
) -> SlotQuestion:
    offer, coach, zone = wanted.offer, wanted.offer.coach, zone_of(wanted.offer.coach)
    travel = travel_times_of(coach)
    return SlotQuestion(
        hours=hours_of(coach, begin, end),
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
        now=now,
        begin=begin,
        end=end,
        busy=tuple(
            Busy(one.starts_at, one.ends_at, travel.between(one.town, wanted.town), one.title)
            for one in taken
            if one.person_id == coach.id
        ),
        booked_per_day=_booked_per_day(wanted, now, zone),
    )


def _booked_per_day(wanted: _Wanted, now: datetime, zone: ZoneInfo) -> Mapping[date, int]:
    if wanted.offer.max_per_day is None and wanted.offer.max_per_week is None:
        return {}
    return count_bookings_per_day(wanted.offer.coach, now, zone, besides=wanted.moved)


def _horizon(offer: CoachingOffer, now: datetime) -> datetime:
    return now + timedelta(days=offer.horizon_days)


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def _meets(slot: Slot, taken: TakenTime) -> bool:
    return slot.start < taken.ends_at and taken.starts_at < slot.end
