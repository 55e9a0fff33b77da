"""Commands that keep a time for somebody while they decide, and let go of it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete

from app.kernel.db import conflicts_explained, db
from app.kernel.i18n import Bilingual, zone_of
from organisations.models import Person
from scheduling.coaching import queries
from scheduling.coaching.approval import list_unsure_coaches
from scheduling.coaching.clash_models import ToldClash
from scheduling.coaching.coach_models import CoachNote
from scheduling.coaching.coach_queries import town_of
from scheduling.coaching.counting import refuse_exhausted
from scheduling.coaching.errors import SomeTaken, TooManyHolds
from scheduling.coaching.free_time import is_free
from scheduling.coaching.mails import tell_of_lapse
from scheduling.coaching.models import (
    HOLDS_PER_PERSON,
    Booking,
    BookingGuest,
    BookingParticipant,
    BookingSeries,
    BookingStatus,
    CoachingOffer,
)
from scheduling.coaching.reminder_models import BookingReminder
from scheduling.models import Event, Occupancy
from scheduling.services import AlreadyTaken, drop_event, lock_people, schedule_event

EVENT_OWNER = "coaching"
# What it is about stays between the two, also where colleagues see the calendar.
DISCREET_TITLE = Bilingual(de="Coaching", en="Coaching")
HOLD_FOR = timedelta(minutes=10)
FAIR_OVER = timedelta(days=90)


def hold_slot(
    *, offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime
) -> Booking:
    """Keep the appointment of `offer` at `starts_at` for `client` for ten minutes.

    Errors are those of `hold_slots`.
    """
    return hold_slots(offers=[offer], client=client, starts=[starts_at], now=now)[0]


def hold_slots(
    *,
    offers: Sequence[CoachingOffer],
    client: Person,
    starts: Sequence[datetime],
    now: datetime,
    every_weeks: int = 1,
    any_coach: bool = False,
) -> Sequence[Booking]:
    """Keep all of `starts` for `client` for ten minutes, with one of `offers`; all or nothing.

    With several offers that is the one whose coach was booked least lately, of those who can say
    for sure if there are any, see `approval`. The same form sent twice gives the same. Raises
    AlreadyTaken where the time is not free (any more), SomeTaken where that is so for some of
    several, TooManyHolds, and QuotaExhausted where the client's municipality has none left in that
    year. Two at once: the locks let one after the other look, and the constraints
    `no_double_booking` and `uq_bookings_client_id_hold_number` hold whatever happens.
    """
    known = _prepare(offers, client, starts, now)
    if known:
        return known
    number = _free_hold_number(client)
    held = _take_of_fairest(offers, client, starts, now, every_weeks)
    with conflicts_explained():
        held[0].hold_number = number
    for booking in held:
        booking.any_coach = any_coach
    return held


def take_slot(
    *, offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime
) -> Booking:
    """As `hold_slot`, for somebody who confirms in the same transaction: it counts as no hold."""
    known = _prepare([offer], client, [starts_at], now)
    return known[0] if known else _take_of_fairest([offer], client, [starts_at], now, 1)[0]


def release_hold(*, booking: Booking) -> None:
    """Give up what is held, with its whole series. Harmless to repeat, and for all else."""
    lock_people([booking.client, booking.offer.coach])
    again = queries.find_booking_again(booking)
    if again is not None and again.status == BookingStatus.HELD:
        forget_bookings(queries.list_group(again))


def let_go_of_expired(people: Sequence[Person], *, now: datetime) -> None:
    """Free the time of `people` that holds and requests kept until now. Lock `people` before.

    A hold leaves nothing behind. A lapsed request stays and the client is told; its quota is given
    back by the job, since another municipality's counter must not be locked in between here.
    """
    expired = queries.list_expired(now, people)
    forget_bookings([one for one in expired if one.status == BookingStatus.HELD])
    asked = [one for one in expired if one.status == BookingStatus.REQUESTED]
    for booking in asked:
        booking.status = BookingStatus.LAPSED
        drop_event(event=booking.event, now=now)
    for booking in {one.series_id or one.public_id: one for one in reversed(asked)}.values():
        tell_of_lapse(booking, now=now)  # a series was one question


def forget_bookings(bookings: Iterable[Booking]) -> None:
    """Delete `bookings` with their events, so that nobody finds a trace of them."""
    kept = list(bookings)
    if not kept:
        return
    ids, events = [one.id for one in kept], [one.event_id for one in kept]
    series = {one.series_id for one in kept if one.series_id is not None}
    for part in (BookingParticipant, BookingGuest, BookingReminder, ToldClash, CoachNote):
        db.session.execute(delete(part).where(part.booking_id.in_(ids)))
    db.session.execute(delete(Booking).where(Booking.id.in_(ids)))
    db.session.execute(delete(Occupancy).where(Occupancy.event_id.in_(events)))
    db.session.execute(delete(Event).where(Event.id.in_(events)))
    db.session.execute(
        delete(BookingSeries).where(BookingSeries.id.in_(series), ~BookingSeries.bookings.any())
    )


def _prepare(
    offers: Sequence[CoachingOffer], client: Person, starts: Sequence[datetime], now: datetime
) -> Sequence[Booking]:
    """Take the locks and clear what has expired; what `client` has of it already, if they do."""
    people = [client, *(offer.coach for offer in offers)]
    lock_people(people)
    for offer in offers:
        db.session.refresh(offer)
    let_go_of_expired(people, now=now)
    known = queries.find_booking(offers, client, starts[0])
    if known is not None and len(starts) > 1:
        group = queries.list_group(known)
        return group if [one.event.starts_at for one in group] == list(starts) else []
    return [known] if known is not None else []


def _free_hold_number(client: Person) -> int:
    taken = queries.list_hold_numbers(client)
    free = [number for number in range(1, HOLDS_PER_PERSON + 1) if number not in taken]
    if not free:
        raise TooManyHolds(TooManyHolds.MESSAGE)
    return free[0]


def _take_of_fairest(
    offers: Sequence[CoachingOffer],
    client: Person,
    starts: Sequence[datetime],
    now: datetime,
    every_weeks: int,
) -> list[Booking]:
    """Take `starts` with the first coach, of those booked least, who is free at all of them.

    Whoever can say for sure goes before those whose calendar is stale.
    """
    booked = queries.count_bookings_since([offer.coach for offer in offers], now - FAIR_OVER)
    unsure = list_unsure_coaches(offers, now) if offers[1:] else ()
    in_turn = sorted(offers, key=lambda one: (one.coach_id in unsure, booked[one.coach_id], one.id))
    refusals = []
    for offer in in_turn:
        try:
            return _take(offer, client, starts, now, every_weeks)
        except SomeTaken as refusal:
            refusals.append(refusal)
    least = min(refusals, key=lambda refusal: len(refusal.taken), default=None)
    if least is None or len(starts) == 1:
        raise AlreadyTaken(AlreadyTaken.MESSAGE)
    raise least


def _take(
    offer: CoachingOffer,
    client: Person,
    starts: Sequence[datetime],
    now: datetime,
    every_weeks: int,
) -> list[Booking]:
    refuse_exhausted(offer, client, starts)
    found, taken = [], []
    with conflicts_explained():
        series = BookingSeries(every_weeks=every_weeks, created_at=now) if starts[1:] else None
        for starts_at in starts:
            if offer.active and is_free(offer, client, starts_at, now):
                booking = _hold(offer, client, starts_at, now)
                booking.series = series
                db.session.flush()  # the next one is to see it
                found.append(booking)
            else:
                taken.append(starts_at)
        if taken:
            raise SomeTaken(taken, offer)
    return found


def _hold(offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime) -> Booking:
    event = schedule_event(
        owner=EVENT_OWNER,
        title=DISCREET_TITLE,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=offer.duration_minutes),
        zone=zone_of(offer.coach).key,
        place=offer.place,
        town=town_of(offer),
        occupants=(offer.coach, client),
        buffers={
            offer.coach: (
                timedelta(minutes=offer.buffer_before_minutes),
                timedelta(minutes=offer.buffer_after_minutes),
            )
        },
        exclusive=True,
        now=now,
        tentative_until=now + HOLD_FOR,
    )
    # Not in the audit trail: whoever reads it has no business with who goes to a coaching.
    booking = Booking(offer=offer, client=client, event=event, booked_at=now)
    booking.status = BookingStatus.HELD
    booking.change_until_minutes = offer.change_until_minutes
    db.session.add(booking)
    return booking
