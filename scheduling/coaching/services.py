"""Commands around appointments: agree on one, move it, call it off, and say who came."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from app.kernel.db import conflicts_explained, db
from organisations.entitlements.models import CoachingQuota
from organisations.entitlements.quotas import give_back_to_quota, quota_year
from organisations.models import Person
from scheduling.coaching import queries
from scheduling.coaching.approval import is_request, tell_if_unsure
from scheduling.coaching.clash_telling import tell_of_clashes
from scheduling.coaching.companions import NOBODY, Companions, add_companions, refuse_too_many
from scheduling.coaching.counting import take_for
from scheduling.coaching.errors import (
    AppointmentBegun,
    CoachChanged,
    CompanionsCannotCome,
    HoldIsGone,
    NotYetHeld,
    RequestIsGone,
    SomeTaken,
    TooLateToChange,
)
from scheduling.coaching.free_time import can_move_to
from scheduling.coaching.holding import take_slot
from scheduling.coaching.mails import (
    TimeSpan,
    tell_of_booking,
    tell_of_cancellation,
    tell_of_move,
    tell_of_refusal,
    tell_of_request,
)
from scheduling.coaching.models import AGREED, Booking, BookingStatus, CoachingOffer, Side
from scheduling.coaching.outside_clashes import list_outside_clashes
from scheduling.coaching.shifting import moved_along
from scheduling.coaching.waiting import stop_waiting_for_booked
from scheduling.services import (
    AlreadyTaken,
    EventIsCancelled,
    cancel_event,
    confirm_event,
    drop_event,
    lock_people,
    reschedule_event,
)


def book_slot(
    *, offer: CoachingOffer, client: Person, starts_at: datetime, now: datetime
) -> Booking:
    """Take the appointment of `offer` at `starts_at` for `client` in one go, as deputies do.

    The same form sent twice gives the same booking. Raises AlreadyTaken where the time is not free
    (any more), and QuotaExhausted where the client's municipality has none left in that year.
    """
    booking = take_slot(offer=offer, client=client, starts_at=starts_at, now=now)
    return confirm_booking(booking=booking, now=now)


def confirm_booking(*, booking: Booking, now: datetime, companions: Companions = NOBODY) -> Booking:
    """Book what is held, with its whole series, and tell both sides by mail.

    Where the coach is asked, see `approval`, it becomes a request. It counts to the quota from now
    on. The same form sent twice books once. Raises HoldIsGone, QuotaExhausted,
    CompanionsCannotCome, and SomeTaken where a calendar outside has come in the way meanwhile. Two
    at once: see `holding.hold_slots`; `ck_coaching_quotas_exhausted` holds whatever happens.
    """
    held = lock_booking(booking, companions.people)
    if held is None:
        raise HoldIsGone(HoldIsGone.MESSAGE)
    if not held.is_held(now):
        if held.takes_place or held.is_requested(now):
            return held
        raise HoldIsGone(HoldIsGone.MESSAGE)
    refuse_too_many(held.offer, companions)
    group = queries.list_group(held)
    _refuse_busy_outside(group, companions, now)
    with conflicts_explained():
        for one in group:
            one.quota = take_for(one.offer, one.client, one.event.starts_at)
            one.hold_number, one.booked_at = None, now
            one.status = BookingStatus.REQUESTED
    add_companions(group, companions, now=now)
    stop_waiting_for_booked(held)
    if not is_request(held.offer, now):
        _agree(group, now)
        if held.offer.crisis:  # nobody was asked
            tell_if_unsure(group, now=now)
        return held
    for one in group:
        one.event.expires_at = answer_until(group[0], now)
    db.session.flush()
    tell_of_request(group, now=now, unsure=not held.offer.needs_approval)
    return held


def answer_until(booking: Booking, now: datetime) -> datetime:
    """When a request lapses: at its start minus the notice that the coach wants.

    Whoever asks at short notice leaves the coach half the time that is left.
    """
    starts_at = booking.event.starts_at
    return max(
        starts_at - timedelta(minutes=booking.offer.notice_minutes), now + (starts_at - now) / 2
    )


def accept_request(*, booking: Booking, now: datetime) -> Booking:
    """Agree to what a client asked for, with its whole series. Raises RequestIsGone."""
    asked = _lock_requested(booking, now)
    return asked[0] if asked[0].takes_place else _agree(asked, now)[0]


def decline_request(*, booking: Booking, now: datetime, reason: str = "") -> Booking:
    """Turn down what a client asked for, with its whole series. Raises RequestIsGone."""
    asked = _lock_requested(booking, now)
    if asked[0].takes_place:
        raise RequestIsGone(RequestIsGone.MESSAGE)
    for one in asked:
        one.status, one.reason = BookingStatus.DECLINED, reason
        drop_event(event=one.event, now=now)
    _give_back(asked)
    tell_of_refusal(asked[0], now=now)
    return asked[0]


def move_booking(
    *,
    booking: Booking,
    starts_at: datetime,
    now: datetime,
    by: Side = Side.CLIENT,
    and_following: bool = False,
) -> Booking:
    """Have the appointment begin at `starts_at` instead, and tell everyone by mail.

    Length, place and buffers stay as they were booked. Its own time counts as free, and the old one
    is free for others afterwards. With `and_following`, the later ones of its series move along by
    the same days and clock time; all or nothing. The same form sent twice moves once. Raises
    AlreadyTaken where the time is not free (any more), SomeTaken where that is so for one of the
    series, QuotaExhausted where it lies in a year of which none is left, EventIsCancelled,
    AppointmentBegun from its start on, and TooLateToChange after the client's deadline. The office
    is bound by no rule of the offer, but by `no_double_booking` as everybody.
    """
    again = lock_booking(booking)
    if again is None or not again.takes_place:
        raise EventIsCancelled
    if again.event.starts_at == starts_at:
        return again
    _refuse_moving(again, now, by)
    plan = _plan(again, starts_at, and_following)
    for one, wanted in plan:
        if by is not Side.OFFICE and not can_move_to(one, wanted, now):
            if len(plan) > 1:
                raise SomeTaken([wanted], one.offer)
            raise AlreadyTaken(AlreadyTaken.MESSAGE)
        _move(one, wanted, now)
    tell_if_unsure([one for one, _wanted in plan], now=now)
    if by is Side.OFFICE:  # what stands in calendars outside did not keep it
        for person in people_of(again):
            tell_of_clashes(person=person, now=now)
    return again


def cancel_booking(
    *,
    booking: Booking,
    now: datetime,
    by: Side = Side.CLIENT,
    reason: str = "",
    and_following: bool = False,
) -> Booking:
    """Call the appointment off and tell everyone by mail. Harmless to repeat.

    Nobody is asked for a reason; what is given is read by the other side. With `and_following` the
    later ones of its series are called off, too. Raises AppointmentBegun from its start on, and
    TooLateToChange after the client's deadline.
    """
    again = lock_booking(booking)
    if again is None or again.status not in (*AGREED, BookingStatus.REQUESTED):
        return booking
    _refuse_cancelling(again, now, by)
    for one in _and_following(again) if and_following else [again]:
        if one.status in (BookingStatus.CONFIRMED, BookingStatus.REQUESTED):
            _cancel(one, now, by, reason)
    return again


def mark_attendance(*, booking: Booking, attended: bool, now: datetime) -> Booking:
    """Note whether the client came, as the coach says; they may correct themselves.

    Raises NotYetHeld before the start, and EventIsCancelled for what was never agreed upon.
    """
    again = lock_booking(booking)
    if again is None or not again.takes_place:
        raise EventIsCancelled
    if now < again.event.starts_at:
        raise NotYetHeld(NotYetHeld.MESSAGE)
    again.status = BookingStatus.ATTENDED if attended else BookingStatus.MISSED
    db.session.flush()
    return again


def people_of(booking: Booking) -> list[Person]:
    """All whom the appointment takes up."""
    companions = [one.person for one in booking.participants]
    return [booking.offer.coach, booking.client, *companions]


def lock_booking(booking: Booking, more: Iterable[Person] = ()) -> Booking | None:
    """Let nobody else change the appointment, and read it anew: somebody may just have.

    None where it is gone. Raises CoachChanged where it was handed over meanwhile: the new coach is
    not among those who are locked, nor was the former one asked.
    """
    coach_id = booking.offer.coach_id
    lock_people(chain(people_of(booking), more))
    again = queries.find_booking_again(booking)
    if again is not None:
        if again.offer.coach_id != coach_id:
            raise CoachChanged(CoachChanged.MESSAGE)
        for known in (again.offer, *again.event.occupancies):
            db.session.refresh(known)
    return again


def _agree(group: Sequence[Booking], now: datetime) -> Sequence[Booking]:
    for one in group:
        one.status = BookingStatus.CONFIRMED
        confirm_event(event=one.event, now=now)
    tell_of_booking(group, now=now)
    return group


def _refuse_busy_outside(group: Sequence[Booking], companions: Companions, now: datetime) -> None:
    """What was read while the time was held has told nobody: it is held, not booked."""
    first = group[0]
    people = [first.offer.coach, first.client, *companions.people]
    clashes = list_outside_clashes(group, people, now)
    both = {first.offer.coach_id, first.client_id}
    taken = [one.booking.event.starts_at for one in clashes if one.person_id in both]
    if taken:
        raise SomeTaken(list(dict.fromkeys(taken)), first.offer)
    if clashes:
        raise CompanionsCannotCome(CompanionsCannotCome.TAKEN, field="colleagues")


def _lock_requested(booking: Booking, now: datetime) -> Sequence[Booking]:
    again = lock_booking(booking)
    if again is None or not (again.takes_place or again.is_requested(now)):
        raise RequestIsGone(RequestIsGone.MESSAGE)
    return [one for one in queries.list_group(again) if one.status == again.status]


def _refuse_moving(booking: Booking, now: datetime, by: Side) -> None:
    if not booking.can_be_moved(now, Side.COACH):
        raise AppointmentBegun(AppointmentBegun.NOT_MOVED)
    if not booking.can_be_moved(now, by):
        raise TooLateToChange(TooLateToChange.NOT_MOVED)


def _refuse_cancelling(booking: Booking, now: datetime, by: Side) -> None:
    if not booking.can_be_cancelled(now, Side.COACH):
        raise AppointmentBegun(AppointmentBegun.MESSAGE)
    if not booking.can_be_cancelled(now, by):
        raise TooLateToChange(TooLateToChange.NOT_CANCELLED)


def _plan(
    booking: Booking, starts_at: datetime, and_following: bool
) -> list[tuple[Booking, datetime]]:
    """Who moves where, in an order in which none of them stands in the way of the next."""
    if not and_following:
        return [(booking, starts_at)]
    group = [one for one in _and_following(booking) if one.status == BookingStatus.CONFIRMED]
    wanted = moved_along(booking.event, [one.event.starts_at for one in group], starts_at)
    later = starts_at > booking.event.starts_at
    return sorted(zip(group, wanted, strict=True), key=lambda pair: pair[1], reverse=later)


def _and_following(booking: Booking) -> Sequence[Booking]:
    return queries.list_group(booking, since=booking.event.starts_at)


def _move(booking: Booking, starts_at: datetime, now: datetime) -> None:
    event = booking.event
    before = TimeSpan(event.starts_at, event.ends_at)
    _count_in_year_of(booking, starts_at)
    booking.former_starts_at = before.starts_at
    reschedule_event(
        event=event,
        starts_at=starts_at,
        ends_at=starts_at + (before.ends_at - before.starts_at),
        place=event.place,
        now=now,
    )
    tell_of_move(booking, before=before, now=now)


def _cancel(booking: Booking, now: datetime, by: Side, reason: str) -> None:
    requested = booking.status == BookingStatus.REQUESTED
    booking.status, booking.cancelled_at = BookingStatus.CANCELLED, now
    booking.cancelled_by, booking.reason = by, reason
    if requested:
        drop_event(event=booking.event, now=now)
    else:
        cancel_event(event=booking.event, now=now)
    _give_back([booking])
    tell_of_cancellation(booking, now=now)


def _give_back(bookings: Sequence[Booking]) -> None:
    for booking in bookings:
        give_back_to_quota(quota=booking.quota)
        booking.quota = None
    db.session.flush()


def _count_in_year_of(booking: Booking, starts_at: datetime) -> None:
    """Where the appointment counts to a year's quota, have it count to that of `starts_at`."""
    counted: CoachingQuota | None = booking.quota
    if counted is not None and counted.year != quota_year(starts_at):
        booking.quota = take_for(booking.offer, booking.client, starts_at)
        give_back_to_quota(quota=counted)
