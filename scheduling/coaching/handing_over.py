"""Hand an appointment over to another coach, when its own cannot come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import delete

from app.kernel.db import conflicts_explained, db
from scheduling.coaching import queries
from scheduling.coaching.approval import tell_if_unsure
from scheduling.coaching.coach_models import CoachNote
from scheduling.coaching.coach_queries import town_of
from scheduling.coaching.errors import AppointmentBegun, CannotStandIn, CoachChanged, SomeTaken
from scheduling.coaching.holding import let_go_of_expired
from scheduling.coaching.mails import tell_of_giving_away, tell_of_new_coach, tell_of_passing_on
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer, Side
from scheduling.coaching.services import answer_until, lock_booking, people_of
from scheduling.coaching.standing_in import can_stand_in, is_free_for
from scheduling.services import EventIsCancelled, replace_occupant


def hand_over(
    *, booking: Booking, offer: CoachingOffer, now: datetime, and_following: bool = False
) -> Booking:
    """Have the coach of `offer` hold the appointment instead, and tell everyone by mail.

    Time and length stay as they were booked; place, buffers and deadline are those of `offer`. The
    former coach's note is deleted. With `and_following` the later ones of its series go along, all
    or nothing. A request goes along with its whole series, and the new coach is asked. The same
    form sent twice hands over once. Raises SomeTaken or AlreadyTaken where the new coach has no
    time, CannotStandIn where the offer does not fit, EventIsCancelled, AppointmentBegun from the
    start on, and CoachChanged where somebody else was faster.
    """
    going = list_going_along(booking, and_following=and_following)
    people = chain.from_iterable(people_of(one) for one in going)
    try:
        again = lock_booking(booking, [*people, offer.coach])
    except CoachChanged:
        if booking.offer_id == offer.id:
            return booking
        raise
    _refuse(again, now)
    db.session.refresh(offer)
    let_go_of_expired([offer.coach], now=now)
    going = list_going_along(booking, and_following=and_following)
    with conflicts_explained():  # all or nothing, the mails included
        tell_of_giving_away(going, now=now)
        taken = [one.event.starts_at for one in going if not _take_over(one, offer, now)]
        if taken:
            raise SomeTaken(taken, offer)
    _tell(going, now)
    return booking


def list_going_along(booking: Booking, *, and_following: bool) -> Sequence[Booking]:
    """What is handed over together with `booking`, itself included, by start."""
    if booking.status == BookingStatus.REQUESTED:
        group = queries.list_group(booking)
    elif and_following:
        group = queries.list_group(booking, since=booking.event.starts_at)
    else:
        return [booking]
    return [one for one in group if one.status == booking.status]


def _refuse(booking: Booking | None, now: datetime) -> None:
    if booking is None or not (booking.takes_place or booking.is_requested(now)):
        raise EventIsCancelled
    if not booking.can_be_cancelled(now, Side.COACH):
        raise AppointmentBegun(AppointmentBegun.NOT_HANDED_OVER)


def _take_over(booking: Booking, offer: CoachingOffer, now: datetime) -> bool:
    """False where the coach of `offer` has no time."""
    if not can_stand_in(booking, offer):
        raise CannotStandIn(CannotStandIn.MESSAGE)
    if not is_free_for(booking, offer, now):
        return False
    former = booking.offer.coach
    replace_occupant(
        event=booking.event,
        person=former,
        by=offer.coach,
        place=offer.place,
        town=town_of(offer),
        now=now,
        before=timedelta(minutes=offer.buffer_before_minutes),
        after=timedelta(minutes=offer.buffer_after_minutes),
    )
    booking.offer, booking.change_until_minutes = offer, offer.change_until_minutes
    booking.handed_over_at, booking.any_coach = now, False
    db.session.execute(
        delete(CoachNote).where(CoachNote.booking_id == booking.id, CoachNote.coach_id == former.id)
    )
    db.session.flush()  # the next one of a series is to see it
    return True


def _tell(handed_over: Sequence[Booking], now: datetime) -> None:
    first = handed_over[0]
    if first.takes_place:
        tell_of_new_coach(handed_over, now=now)
        tell_if_unsure(handed_over, now=now)
        return
    for one in handed_over:
        one.event.expires_at = answer_until(first, now)
    db.session.flush()
    tell_of_passing_on(handed_over, now=now)
