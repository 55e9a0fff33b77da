"""A time is kept while somebody decides: for ten minutes, two at most, and then for others."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from organisations.entitlements.quotas import QuotaExhausted
from scheduling.coaching.errors import HoldIsGone, TooManyHolds
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.holding import hold_slot, release_hold
from scheduling.coaching.jobs import EXPIRE_JOB
from scheduling.coaching.models import Booking, BookingStatus
from scheduling.coaching.services import confirm_booking
from scheduling.models import Event, Occupancy
from scheduling.queries import list_events_of
from scheduling.services import AlreadyTaken
from tests.house.clock import START
from tests.organisations.entitlements.factories import limit_coachings
from tests.organisations.factories import make_account, make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer

HOUR = timedelta(hours=1)
LAST_MOMENT = START + timedelta(minutes=10) - timedelta(seconds=1)
TEN_MINUTES_LATER = START + timedelta(minutes=10)


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada").person


def hold(offer, client, starts_at=TUESDAY_AT_TEN, now=START):
    return hold_slot(offer=offer, client=client, starts_at=starts_at, now=now)


def starts(offer, client, now):
    return [slot.start for slot in list_free_slots(offer, client, now)]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_what_is_held_is_free_for_nobody_and_stands_in_no_calendar(ada, coach, offer):
    held = hold(offer, ada)
    assert held.status == BookingStatus.HELD
    for now in (START, LAST_MOMENT):
        assert TUESDAY_AT_TEN not in starts(offer, make_person(), now)
    with pytest.raises(AlreadyTaken):
        make_booking(offer, make_person(), TUESDAY_AT_TEN)
    for person in (ada, coach.person):
        assert not list_events_of(person, since=START, until=START + 100 * HOUR)
    assert count(OutboxMessage) == 0


def test_after_ten_minutes_it_is_somebody_elses_without_a_trace(ada, offer):
    hold(offer, ada)
    assert TUESDAY_AT_TEN in starts(offer, make_person(), TEN_MINUTES_LATER)
    booking = hold(offer, make_person(), now=TEN_MINUTES_LATER)
    assert (count(Booking), count(Event), count(Occupancy)) == (1, 1, 2)
    assert booking.is_held(TEN_MINUTES_LATER)


def test_an_expired_hold_is_not_booked_even_where_nobody_else_came(ada, offer):
    held = hold(offer, ada)
    with pytest.raises(HoldIsGone):
        confirm_booking(booking=held, now=TEN_MINUTES_LATER)
    assert confirm_booking(booking=held, now=LAST_MOMENT).takes_place


def test_the_job_forgets_what_has_expired(ada, clock, offer):
    hold(offer, ada)
    db.session.commit()
    assert run_job(EXPIRE_JOB) == 0
    clock.instant = TEN_MINUTES_LATER
    assert run_job(EXPIRE_JOB) == 1
    assert (count(Booking), count(Event), count(Occupancy)) == (0, 0, 0)


def test_confirming_tells_both_and_is_harmless_to_repeat(ada, offer):
    held = hold(offer, ada)
    for _ in range(2):
        booking = confirm_booking(booking=held, now=START)
    assert (booking.status, booking.hold_number) == (BookingStatus.CONFIRMED, None)
    assert (booking.event.expires_at, booking.event.sequence) == (None, 0)
    assert count(OutboxMessage) == 2


def test_nobody_holds_more_than_two(ada, offer):
    for number in range(2):
        assert hold(offer, ada, TUESDAY_AT_TEN + number * HOUR).hold_number == number + 1
    with pytest.raises(TooManyHolds):
        hold(offer, ada, TUESDAY_AT_TEN + 3 * HOUR)
    assert hold(offer, ada, TUESDAY_AT_TEN).hold_number == 1, "the same form sent twice"
    assert hold(offer, ada, TUESDAY_AT_TEN + 3 * HOUR, now=TEN_MINUTES_LATER).hold_number == 1


def test_booking_or_releasing_one_makes_room_for_another(ada, offer):
    first, second = (hold(offer, ada, TUESDAY_AT_TEN + number * HOUR) for number in range(2))
    confirm_booking(booking=first, now=START)
    assert hold(offer, ada, TUESDAY_AT_TEN + 2 * HOUR).hold_number == 1
    for _ in range(2):
        release_hold(booking=second)
    assert TUESDAY_AT_TEN + HOUR in starts(offer, ada, START)


def test_what_is_booked_cannot_be_released(ada, offer):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    release_hold(booking=booking)
    assert booking.takes_place


def test_a_hold_counts_to_the_day_and_to_no_quota(coach):
    home = make_municipality()
    limit_coachings(home, 1)
    offer = make_offer(coach.person, max_per_day=1)
    first, second = (make_person(municipality=home) for _ in range(2))
    held = hold(offer, first)
    assert held.quota is None
    with pytest.raises(AlreadyTaken):
        hold(offer, second, TUESDAY_AT_TEN + 2 * HOUR)
    next_week = hold(offer, second, TUESDAY_AT_TEN + timedelta(days=7))
    confirm_booking(booking=held, now=START)
    with pytest.raises(QuotaExhausted):
        confirm_booking(booking=next_week, now=START)
    with pytest.raises(QuotaExhausted):
        hold(offer, make_person(municipality=home), TUESDAY_AT_TEN + timedelta(days=14))
