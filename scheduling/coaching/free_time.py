"""Which appointments of an offer can be taken: the database's side of the pure core in slots."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.kernel.i18n import programme_zone
from organisations.models import Person
from scheduling import slots
from scheduling.coaching import queries
from scheduling.coaching.models import AvailabilityRule, CoachingOffer
from scheduling.coaching.queries import TakenTime
from scheduling.slots import Slot, SlotQuestion, Window, free_slots

# No buffer is longer than a day, see the checks of CoachingOffer.
LONGEST_BUFFER = timedelta(days=1)
SECOND = timedelta(seconds=1)


def list_free_slots(offer: CoachingOffer, client: Person, now: datetime) -> list[Slot]:
    """Everything that `client` can take of `offer` at `now`, by start.

    The coach is busy with whatever is in their calendar, also with a training that they give:
    nobody could ask them about a clash. The client is busy with what takes them up exclusively. The
    buffers are the coach's: a client may come from another appointment.
    """
    return _free_slots(offer, client, now, now, now + timedelta(days=offer.horizon_days))


def is_free(offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime) -> bool:
    """Whether `client` can take the appointment of `offer` that begins at `starts_at`."""
    found = _free_slots(offer, client, now, starts_at, starts_at + SECOND)
    return any(slot.start == starts_at for slot in found)


def _free_slots(
    offer: CoachingOffer, client: Person, now: datetime, begin: datetime, end: datetime
) -> list[Slot]:
    coach, zone = offer.coach, programme_zone()
    until = end + timedelta(minutes=offer.duration_minutes) + LONGEST_BUFFER
    taken = queries.list_taken_times([coach, client], begin - LONGEST_BUFFER, until)
    question = SlotQuestion(
        zone=zone,
        offer=slots.Offer(
            duration=offer.duration_minutes,
            step=offer.step_minutes,
            buffer_before=offer.buffer_before_minutes,
            buffer_after=offer.buffer_after_minutes,
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
        booked_per_day=_booked_per_day(offer, now, zone),
    )
    kept = [one for one in taken if one.person_id == client.id and one.exclusive]
    return [slot for slot in free_slots(question) if not any(_meets(slot, one) for one in kept)]


def _booked_per_day(offer: CoachingOffer, now: datetime, zone: ZoneInfo) -> Mapping[date, int]:
    if offer.max_per_day is None:
        return {}
    return queries.count_bookings_per_day(offer.coach, now, zone)


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
