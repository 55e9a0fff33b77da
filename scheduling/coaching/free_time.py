"""Which appointments of an offer can be taken: the database's side of the pure core in slots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.kernel.i18n import programme_zone
from organisations.models import Person
from scheduling import slots
from scheduling.coaching import queries
from scheduling.coaching.models import AvailabilityRule, Booking, CoachingOffer
from scheduling.coaching.queries import TakenTime
from scheduling.models import Event
from scheduling.slots import Slot, SlotQuestion, Window, free_slots

# No buffer is longer than a day, see the checks of CoachingOffer.
LONGEST_BUFFER = timedelta(days=1)
SECOND = timedelta(seconds=1)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def list_free_slots(offer: CoachingOffer, client: Person, now: datetime) -> list[Slot]:
    """Everything that `client` can take of `offer` at `now`, by start.

    The coach is busy with whatever is in their calendar, also with a training that they give:
    nobody could ask them about a clash. The client is busy with what takes them up exclusively. The
    buffers are the coach's: a client may come from another appointment.
    """
    return _free_slots(_as_offered(offer, client), now, now, _horizon(offer, now))


def is_free(offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime) -> bool:
    """Whether `client` can take the appointment of `offer` that begins at `starts_at`."""
    return _is_among(_as_offered(offer, client), starts_at, now)


def list_other_slots(booking: Booking, now: datetime) -> list[Slot]:
    """Everything that `booking` can be moved to at `now`, by start.

    Its own time is free for it, so that it can be moved by less than its length. None where the
    offer cannot be booked any more, or where it has begun or is called off.
    """
    offer, starts_at = booking.offer, booking.event.starts_at
    if not booking.can_be_moved(now) or not queries.has_offer_for(booking.client, offer):
        return []
    found = _free_slots(_as_booked(booking), now, now, _horizon(offer, now))
    return [slot for slot in found if slot.start != starts_at]


def can_move_to(booking: Booking, starts_at: datetime, now: datetime) -> bool:
    """Whether `booking` can begin at `starts_at` instead."""
    offered = queries.has_offer_for(booking.client, booking.offer)
    return offered and _is_among(_as_booked(booking), starts_at, now)


def list_working_windows(coach: Person, days: Sequence[date]) -> dict[date, list[tuple[int, int]]]:
    """When `coach` works on each of `days`, in minutes of the local clock."""
    rules = tuple(_rule(rule) for rule in queries.list_rules_of(coach))
    overrides = {
        override.day: tuple(Window(start, end) for start, end in override.windows)
        for override in queries.list_overrides_of(coach)
    }
    hours = SlotQuestion(
        zone=programme_zone(),
        offer=slots.Offer(duration=1, step=1),
        now=_ANY_TIME,
        begin=_ANY_TIME,
        end=_ANY_TIME,
        rules=rules,
        overrides=overrides,
    )
    return {day: [(window.start, window.end) for window in hours.windows_on(day)] for day in days}


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: the minutes it takes, and the event that is to give up its own time."""

    offer: CoachingOffer
    client: Person
    duration: int
    buffer_before: int
    buffer_after: int
    moved: Event | None = None


def _as_offered(offer: CoachingOffer, client: Person) -> _Wanted:
    return _Wanted(
        offer,
        client,
        offer.duration_minutes,
        offer.buffer_before_minutes,
        offer.buffer_after_minutes,
    )


def _as_booked(booking: Booking) -> _Wanted:
    """An appointment keeps its length and buffers, whatever the coach offers meanwhile."""
    event, coach_id = booking.event, booking.offer.coach_id
    [kept] = [one for one in event.occupancies if one.person_id == coach_id]
    return _Wanted(
        booking.offer,
        booking.client,
        _minutes(event.ends_at - event.starts_at),
        _minutes(event.starts_at - kept.starts_at),
        _minutes(kept.ends_at - event.ends_at),
        moved=event,
    )


def _is_among(wanted: _Wanted, starts_at: datetime, now: datetime) -> bool:
    found = _free_slots(wanted, now, starts_at, starts_at + SECOND)
    return any(slot.start == starts_at for slot in found)


def _free_slots(wanted: _Wanted, now: datetime, begin: datetime, end: datetime) -> list[Slot]:
    offer, client, zone = wanted.offer, wanted.client, programme_zone()
    coach = offer.coach
    until = end + timedelta(minutes=wanted.duration) + LONGEST_BUFFER
    taken = queries.list_taken_times(
        [coach, client], begin - LONGEST_BUFFER, until, besides=wanted.moved
    )
    question = SlotQuestion(
        zone=zone,
        offer=slots.Offer(
            duration=wanted.duration,
            step=offer.step_minutes,
            buffer_before=wanted.buffer_before,
            buffer_after=wanted.buffer_after,
            min_notice=offer.notice_minutes,
            max_per_day=offer.max_per_day,
            horizon_days=offer.horizon_days,
        ),
        now=now,
        begin=begin,
        end=end,
        rules=tuple(_rule(rule) for rule in queries.list_rules_of(coach)),
        overrides={
            override.day: tuple(Window(start, end) for start, end in override.windows)
            for override in queries.list_overrides_of(coach)
        },
        busy=tuple((one.starts_at, one.ends_at) for one in taken if one.person_id == coach.id),
        booked_per_day=_booked_per_day(wanted, now, zone),
    )
    kept = [one for one in taken if one.person_id == client.id and one.exclusive]
    return [slot for slot in free_slots(question) if not any(_meets(slot, one) for one in kept)]


def _booked_per_day(wanted: _Wanted, now: datetime, zone: ZoneInfo) -> Mapping[date, int]:
    if wanted.offer.max_per_day is None:
        return {}
    return queries.count_bookings_per_day(wanted.offer.coach, now, zone, besides=wanted.moved)


def _horizon(offer: CoachingOffer, now: datetime) -> datetime:
    return now + timedelta(days=offer.horizon_days)


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def _meets(slot: Slot, taken: TakenTime) -> bool:
    return slot.start < taken.ends_at and taken.starts_at < slot.end


def _rule(rule: AvailabilityRule) -> slots.Rule:
    return slots.Rule(
        weekday=rule.weekday,
        window=Window(rule.start_minute, rule.end_minute),
        first=rule.first_date,
        last=rule.last_date,
        every_weeks=rule.every_weeks,
        anchor=rule.anchor if rule.every_weeks > 1 else None,
    )
