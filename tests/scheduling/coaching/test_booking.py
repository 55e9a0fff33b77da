"""Taking an appointment and calling it off."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from scheduling.coaching.errors import AppointmentBegun
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.models import Booking
from scheduling.coaching.offering import add_override, switch_offer
from scheduling.coaching.services import cancel_booking
from scheduling.feeds.content import write_feed
from scheduling.queries import list_events_of
from scheduling.services import AlreadyTaken, cancel_event
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer
from tests.scheduling.factories import make_event, make_feed

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada").person


def starts(offer, client, now=START):
    return [slot.start for slot in list_free_slots(offer, client, now)]


def count_mails():
    return db.session.scalar(select(func.count()).select_from(OutboxMessage))


def test_free_is_what_the_coach_works_on_the_grid(ada, offer):
    found = [start for start in starts(offer, ada) if start < START + WEEK]
    first, last = TUESDAY_AT_TEN - HOUR, TUESDAY_AT_TEN + 6 * HOUR
    assert (found[0], found[1], found[-1]) == (first, first + 15 * MINUTE, last)
    assert len(found) == 7 * 4 + 1


def test_a_booking_takes_up_both_and_says_little(ada, coach, offer):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    event = booking.event
    assert (event.owner, event.title.de, event.place) == ("coaching", "Coaching", offer.place)
    assert (event.starts_at, event.ends_at) == (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
    assert {o.person for o in event.occupancies} == {ada, coach.person}
    assert all(o.exclusive for o in event.occupancies)
    for person in (ada, coach.person):
        assert list(list_events_of(person, since=START, until=START + WEEK)) == [event]


def test_what_is_taken_is_no_longer_free(ada, offer):
    make_booking(offer, make_person(), TUESDAY_AT_TEN)
    taken = {TUESDAY_AT_TEN + n * 15 * MINUTE for n in range(-3, 4)}
    assert not taken & set(starts(offer, ada))
    assert TUESDAY_AT_TEN + HOUR in starts(offer, ada)
    for start in sorted(taken):
        with pytest.raises(AlreadyTaken):
            make_booking(offer, ada, start)


def test_a_client_cannot_be_with_two_coaches_at_once(ada, offer):
    make_event(ada, starts_at=TUESDAY_AT_TEN, exclusive=True)
    assert TUESDAY_AT_TEN + HOUR not in starts(offer, ada)
    with pytest.raises(AlreadyTaken):
        make_booking(offer, ada, TUESDAY_AT_TEN + HOUR)


def test_the_clients_training_does_not_stand_in_the_way(ada, offer):
    make_event(ada, starts_at=TUESDAY_AT_TEN)
    assert make_booking(offer, ada, TUESDAY_AT_TEN).takes_place


def test_a_training_of_the_coach_does_until_it_is_called_off(ada, coach, offer):
    training = make_event(coach.person, starts_at=TUESDAY_AT_TEN, ends_at=TUESDAY_AT_TEN + HOUR)
    assert TUESDAY_AT_TEN not in starts(offer, ada)
    with pytest.raises(AlreadyTaken):
        make_booking(offer, ada, TUESDAY_AT_TEN)
    cancel_event(event=training, now=START)
    assert make_booking(offer, ada, TUESDAY_AT_TEN).takes_place


def test_the_buffers_are_the_coachs(ada, coach):
    """A client may come straight from another appointment."""
    make_event(ada, starts_at=TUESDAY_AT_TEN - HOUR, ends_at=TUESDAY_AT_TEN, exclusive=True)
    offer = make_offer(coach.person, buffer_before_minutes=30)
    assert starts(offer, ada)[0] == TUESDAY_AT_TEN
    assert make_booking(offer, ada, TUESDAY_AT_TEN).takes_place


def test_buffers_of_neighbours_add(ada, coach):
    offer = make_offer(coach.person, buffer_before_minutes=15, buffer_after_minutes=15)
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    [kept] = [o for o in booking.event.occupancies if o.person == coach.person]
    assert (kept.starts_at, kept.ends_at) == (
        TUESDAY_AT_TEN - 15 * MINUTE,
        TUESDAY_AT_TEN + 75 * MINUTE,
    )
    after = [s for s in starts(offer, make_person()) if s > TUESDAY_AT_TEN]
    assert after[0] == TUESDAY_AT_TEN + 90 * MINUTE


def test_all_offers_of_a_coach_share_the_time_and_the_limit(ada, coach, offer):
    other = make_offer(coach.person, max_per_day=1)
    make_booking(offer, ada, TUESDAY_AT_TEN)
    assert TUESDAY_AT_TEN not in starts(other, make_person())
    assert all(start > TUESDAY_AT_TEN + timedelta(days=1) for start in starts(other, ada))


@pytest.mark.parametrize(
    "shift", [timedelta(minutes=7), -3 * HOUR, timedelta(days=-7), 10 * WEEK, 400_000 * WEEK]
)
def test_what_was_never_offered_cannot_be_booked(ada, offer, shift):
    with pytest.raises(AlreadyTaken):
        make_booking(offer, ada, TUESDAY_AT_TEN + shift)


def test_a_day_off_and_a_closed_offer_cannot_be_booked(ada, coach, offer):
    add_override(coach=coach.person, day=TUESDAY_AT_TEN.date(), windows=[])
    with pytest.raises(AlreadyTaken):
        make_booking(offer, ada, TUESDAY_AT_TEN)
    switch_offer(offer=offer, active=False, actor=coach.person, now=START)
    with pytest.raises(AlreadyTaken):
        make_booking(offer, ada, TUESDAY_AT_TEN + WEEK)


def test_the_same_form_sent_twice_books_once(ada, offer):
    first = make_booking(offer, ada, TUESDAY_AT_TEN)
    assert make_booking(offer, ada, TUESDAY_AT_TEN) == first
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 1
    assert count_mails() == 2


def test_cancelling_frees_the_time_for_both(ada, offer):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    cancel_booking(booking=booking, now=START + MINUTE)
    assert not booking.takes_place
    assert booking.cancelled_at == START + MINUTE
    assert make_booking(offer, ada, TUESDAY_AT_TEN) != booking


def test_cancelling_twice_tells_once(ada, offer):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    for _ in range(2):
        cancel_booking(booking=booking, now=START)
    assert count_mails() == 4
    assert booking.event.sequence == 1


def test_what_has_begun_stays(ada, offer):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    with pytest.raises(AppointmentBegun):
        cancel_booking(booking=booking, now=TUESDAY_AT_TEN)


def test_the_feed_shows_it_and_then_that_it_is_off(ada, offer):
    make_wishes(ada, discreet_coaching=False)
    feed = make_feed(ada).feed
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    db.session.commit()  # as a calendar would find it
    shown = write_feed(feed, now=START).decode()
    assert "SUMMARY:Coaching" in shown
    assert "STATUS:CONFIRMED" in shown
    cancel_booking(booking=booking, now=START + HOUR)
    db.session.commit()
    shown = write_feed(feed, now=START + HOUR).decode()
    assert "SUMMARY:Abgesagt: Coaching" in shown
    assert "STATUS:CANCELLED" in shown
