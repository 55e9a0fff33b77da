"""The demo's coaching: something to book, to look back on and ahead to, at any time of the year."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.accounts.queries import get_account_by_email
from organisations.demo import load_demo as load_people
from scheduling.coaching import queries
from scheduling.coaching.demo import load_demo
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.models import Booking
from tests.house.demo import CASES, loaded_demo

MONTH = timedelta(days=30)


def person(account):
    return get_account_by_email(f"{account}@example.org").person


@pytest.fixture(scope="module", params=CASES)
def now(request):
    with loaded_demo(request, load_people, load_demo) as now:
        yield now


def test_two_coaches_have_three_offers_with_time_to_book(now):
    leitung = person("leitung")
    offers = queries.list_offers_for(leitung)
    assert {offer.coach for offer in offers} == {person("coach"), person("coach2")}
    assert [bool(list_free_slots(offer, leitung, now)) for offer in offers] == [True] * 3


def test_each_of_the_last_two_and_the_next_three_months_has_appointments(now):
    bookings = db.session.scalars(select(Booking)).all()
    standing = [booking.event for booking in bookings if booking.takes_place]
    for month in (-2, -1, 0, 1, 2):
        begin, end = now + month * MONTH, now + (month + 1) * MONTH
        assert any(begin <= event.starts_at < end for event in standing), month
    assert len(standing) < len(bookings), "some were called off"


def test_nobody_is_mailed_about_the_past(now):
    waiting = select(func.count()).where(OutboxMessage.sent_at.is_(None))
    assert db.session.scalar(waiting) == 0
