"""Coaches who want to be asked: a request keeps its time until it is answered or lapses."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from scheduling.coaching.errors import NotYetHeld, RequestIsGone, TooLateToChange
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.jobs import EXPIRE_JOB
from scheduling.coaching.models import BookingStatus, Side
from scheduling.coaching.services import (
    accept_request,
    answer_until,
    book_slot,
    cancel_booking,
    decline_request,
    mark_attendance,
    move_booking,
)
from scheduling.feeds.content import write_feed
from scheduling.queries import list_events_of
from scheduling.services import AlreadyTaken, EventIsCancelled
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.organisations.entitlements.factories import limit_coachings
from tests.organisations.factories import make_account, make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer
from tests.scheduling.factories import make_feed

HOUR = timedelta(hours=1)
NEXT_WEEK = TUESDAY_AT_TEN + timedelta(days=7)


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada", email="ada@example.org").person


@pytest.fixture
def offer(coach):
    return make_offer(coach.person, notice_minutes=60, needs_approval=True)


@pytest.fixture
def asked(ada, offer):
    return make_booking(offer, ada, NEXT_WEEK)


def recipients():
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [mail.recipient for mail in mails]


def is_free(offer, starts_at, now):
    return starts_at in [slot.start for slot in list_free_slots(offer, make_person(), now)]


def test_a_request_keeps_the_time_and_asks_the_coach_alone(coach, offer, asked):
    assert asked.status == BookingStatus.REQUESTED
    assert not asked.takes_place
    assert recipients() == [coach.email]
    with pytest.raises(AlreadyTaken):
        make_booking(offer, make_person(), NEXT_WEEK)


def test_agreeing_makes_it_an_appointment_of_both(ada, coach, asked):
    for _ in range(2):
        accept_request(booking=asked, now=START + HOUR)
    assert asked.status == BookingStatus.CONFIRMED
    assert recipients()[1:] == ["ada@example.org", coach.email]
    assert list_events_of(ada, since=START, until=NEXT_WEEK + HOUR)


def test_declining_frees_the_time_and_leaves_calendars_alone(ada, offer, asked):
    feed = make_feed(ada).feed
    decline_request(booking=asked, now=START + HOUR, reason="Da bin ich im Urlaub.")
    assert (asked.status, asked.reason) == (BookingStatus.DECLINED, "Da bin ich im Urlaub.")
    assert is_free(offer, NEXT_WEEK, START + HOUR)
    assert recipients()[1:] == ["ada@example.org"]
    assert "VEVENT" not in write_feed(feed, now=START + HOUR).decode()
    with pytest.raises(RequestIsGone):
        accept_request(booking=asked, now=START + HOUR)


def test_withdrawing_a_request_is_not_bound_by_the_deadline(offer, asked):
    asked.change_until_minutes = 30 * 24 * 60
    db.session.flush()
    cancel_booking(booking=asked, now=START)
    assert (asked.status, asked.cancelled_by) == (BookingStatus.CANCELLED, Side.CLIENT)
    assert is_free(offer, NEXT_WEEK, START)


def test_nobody_answers_until_the_notice_begins(clock, ada, offer, asked):
    lapse = NEXT_WEEK - HOUR
    assert asked.event.expires_at == lapse
    assert not is_free(offer, NEXT_WEEK, lapse - timedelta(seconds=1))
    with pytest.raises(RequestIsGone):
        accept_request(booking=asked, now=lapse)
    db.session.commit()
    clock.instant = lapse
    run_job(EXPIRE_JOB)
    assert asked.status == BookingStatus.LAPSED
    assert recipients()[1:] == ["ada@example.org"]


def test_whoever_asks_at_short_notice_leaves_half_the_time(offer, asked):
    now = NEXT_WEEK - HOUR
    assert answer_until(asked, now) == NEXT_WEEK - HOUR / 2


def test_a_lapsed_request_makes_room_before_the_job_has_come(offer, asked):
    offer.notice_minutes = 0
    db.session.flush()
    now = asked.event.expires_at
    assert make_booking(offer, make_person(), TUESDAY_AT_TEN).is_open
    booking = book_slot(offer=offer, client=make_person(), starts_at=NEXT_WEEK, now=now)
    assert booking.is_open
    assert asked.status == BookingStatus.LAPSED


def test_a_request_counts_to_the_quota_until_it_lapses(clock, offer):
    home = make_municipality()
    limit_coachings(home, 1)
    asked = make_booking(offer, make_person(municipality=home), NEXT_WEEK)
    quota = asked.quota
    assert quota.used == 1
    db.session.commit()
    clock.instant = asked.event.expires_at
    run_job(EXPIRE_JOB)
    db.session.refresh(quota)
    assert (quota.used, asked.quota) == (0, None)


def test_clients_move_and_cancel_until_the_deadline_and_coaches_until_the_start(ada, coach):
    offer = make_offer(coach.person, change_until_minutes=120)
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    deadline = TUESDAY_AT_TEN - 2 * HOUR
    late = deadline + timedelta(seconds=1)
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + HOUR, now=deadline)
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN, now=deadline)
    with pytest.raises(TooLateToChange):
        move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + HOUR, now=late)
    with pytest.raises(TooLateToChange):
        cancel_booking(booking=booking, now=late)
    cancel_booking(booking=booking, now=late, by=Side.COACH, reason="Ich bin krank.")
    assert (booking.cancelled_by, booking.reason) == (Side.COACH, "Ich bin krank.")


def test_who_came_is_said_from_the_start_on_and_can_be_corrected(ada, coach):
    booking = make_booking(make_offer(coach.person), ada, TUESDAY_AT_TEN)
    with pytest.raises(NotYetHeld):
        mark_attendance(booking=booking, attended=True, now=TUESDAY_AT_TEN - HOUR)
    for attended, status in ((False, BookingStatus.MISSED), (True, BookingStatus.ATTENDED)):
        mark_attendance(booking=booking, attended=attended, now=TUESDAY_AT_TEN)
        assert (booking.status, booking.takes_place) == (status, True)


def test_nobody_came_to_what_never_was(asked):
    with pytest.raises(EventIsCancelled):
        mark_attendance(booking=asked, attended=True, now=NEXT_WEEK + HOUR)


def test_each_request_is_answered_once(asked):
    accept_request(booking=asked, now=START)
    with pytest.raises(RequestIsGone):
        decline_request(booking=asked, now=START)
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 3


@on_sqlite_only
def test_what_waits_for_an_answer_stands_first_for_its_coach_alone(personas, coach, offer):
    make_booking(make_offer(coach.person), make_person(), TUESDAY_AT_TEN)
    asked = make_booking(offer, personas.owner.person, NEXT_WEEK)
    page = personas.client(coach).get("/bookings").text
    assert page.index("Warten auf Ihre Antwort") < page.index("Kommende Termine")
    assert page.count(f"/bookings/{asked.public_id}") == 1
    assert f"mit {personas.owner.person.name}, Antwort bis " in page
    start = personas.client(coach).get("/").text
    assert start.index("Jemand fragt nach einem Termin") < start.index(asked.public_id)
    assert "Jemand fragt" not in personas.client(personas.owner).get("/").text
    assert "Warten auf Ihre Antwort" not in personas.client(personas.owner).get("/bookings").text
