"""Several appointments at once: all or nothing, and what can be done with the rest of a series."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from notifications.wishes import CalendarBy
from organisations.entitlements.quotas import QuotaExhausted
from scheduling.coaching.errors import SomeTaken
from scheduling.coaching.holding import hold_slots, release_hold
from scheduling.coaching.models import Booking, BookingSeries, BookingStatus
from scheduling.coaching.queries import list_group
from scheduling.coaching.series import look_at_series
from scheduling.coaching.services import (
    accept_request,
    cancel_booking,
    confirm_booking,
    move_booking,
)
from scheduling.coaching.shifting import series_starts
from scheduling.models import Event
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.entitlements.factories import limit_coachings
from tests.organisations.factories import make_account, make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_feed

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
THREE = [TUESDAY_AT_TEN + number * WEEK for number in range(3)]
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada").person


def hold(offers, client, starts=THREE):
    return hold_slots(offers=offers, client=client, starts=starts, now=START)


def book(offer, client, starts=THREE):
    first = confirm_booking(booking=hold([offer], client, starts)[0], now=START)
    return list_group(first)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def begin(bookings):
    return [one.event.starts_at for one in bookings]


@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_series_keeps_its_clock_time_when_the_clocks_change(change):
    first = datetime.combine(change - timedelta(days=5), time(10), BERLIN)
    found = series_starts(first.astimezone(UTC), count=2, every_weeks=1, zone=BERLIN)
    assert [start.astimezone(BERLIN).hour for start in found] == [10, 10]
    assert abs(found[1] - found[0] - WEEK) == HOUR


def test_all_of_it_is_held_as_one_and_booked_as_one(ada, offer):
    held = hold([offer], ada)
    assert [one.hold_number for one in held] == [1, None, None]
    assert hold([offer], ada) == held, "the same form sent twice"
    confirm_booking(booking=held[0], now=START)
    assert begin(list_group(held[0])) == THREE
    assert {one.status for one in held} == {BookingStatus.CONFIRMED}


def test_who_subscribes_reads_of_it_once_and_who_gets_dates_by_mail_gets_each(ada, coach, offer):
    make_wishes(ada, calendar_by=CalendarBy.FEED)
    make_feed(ada)
    book(offer, ada)
    mails = db.session.scalars(select(OutboxMessage)).all()
    [told] = [mail for mail in mails if mail.recipient != coach.email]
    for day in ("24. November", "1. Dezember", "8. Dezember"):
        assert day in told.body
    assert told.calendar_body is None
    assert [m.calendar_method for m in mails if m.recipient == coach.email] == ["REQUEST"] * 3


def test_all_or_nothing(ada, offer):
    make_booking(offer, make_person(), THREE[1] + HOUR / 2)
    with pytest.raises(SomeTaken) as refusal:
        hold([offer], ada)
    assert refusal.value.taken == [THREE[1]]
    assert (count(Booking), count(Event), count(BookingSeries)) == (1, 1, 0)


def test_what_is_given_up_is_forgotten_as_a_whole(ada, offer):
    release_hold(booking=hold([offer], ada)[1])
    assert (count(Booking), count(Event), count(BookingSeries)) == (0, 0, 0)


def test_any_coach_of_a_series_is_one_who_is_free_at_all_of_it(ada, offer):
    busy = make_coach().person
    make_working_time(busy)
    other = make_offer(busy)
    make_booking(offer, make_person(), TUESDAY_AT_TEN + 3 * HOUR)
    make_event_at = make_booking(other, make_person(), THREE[2])
    make_event_at.booked_at = START - 100 * timedelta(days=1)
    held = hold([other, offer], ada)
    assert {one.offer for one in held} == {offer}


def test_the_quota_is_taken_for_each_or_for_none(offer):
    home = make_municipality()
    limit_coachings(home, 2)
    held = hold([offer], make_person(municipality=home))
    with pytest.raises(QuotaExhausted):
        confirm_booking(booking=held[0], now=START)
    assert {one.status for one in held} == {BookingStatus.HELD}


def test_alternatives_are_offered_for_just_those_that_clash(ada, offer):
    make_booking(offer, make_person(), THREE[1])
    first, second, third = look_at_series(offer, ada, THREE, START)
    assert (first.free, second.free, third.free) == (True, False, True)
    assert first.instead == third.instead == ()
    assert THREE[1] + HOUR in [slot.start for slot in second.instead]
    assert all(slot.start.date() == THREE[1].date() for slot in second.instead)


def test_a_request_for_a_series_is_answered_as_one(ada, coach):
    offer = make_offer(coach.person, needs_approval=True)
    group = book(offer, ada)
    assert {one.event.expires_at for one in group} == {group[0].event.expires_at}
    accept_request(booking=group[2], now=START)
    assert {one.status for one in group} == {BookingStatus.CONFIRMED}


def test_one_is_moved_or_all_that_follow(ada, offer):
    group = book(offer, ada)
    move_booking(booking=group[0], starts_at=THREE[0] + HOUR, now=START)
    assert begin(group) == [THREE[0] + HOUR, *THREE[1:]]
    move_booking(booking=group[1], starts_at=THREE[2], now=START, and_following=True)
    assert begin(group) == [THREE[0] + HOUR, THREE[2], THREE[2] + WEEK]
    assert [one.event.sequence for one in group] == [1, 1, 1]


def test_following_ones_move_all_or_none(ada, offer):
    group = book(offer, ada)
    make_booking(offer, make_person(), THREE[2] + HOUR)
    with pytest.raises(SomeTaken), db.session.begin_nested():
        move_booking(booking=group[1], starts_at=THREE[1] + HOUR, now=START, and_following=True)
    db.session.expire_all()
    assert begin(group) == THREE


def test_one_is_called_off_or_all_that_follow(ada, offer):
    group = book(offer, ada)
    cancel_booking(booking=group[1], now=START)
    assert [one.takes_place for one in group] == [True, False, True]
    cancel_booking(booking=group[0], now=START, and_following=True)
    assert not any(one.takes_place for one in group)
    assert [one.event.sequence for one in group] == [1, 1, 1]


def test_pages_lead_from_the_first_date_to_the_whole_series(personas, offer):
    make_booking(offer, make_person(), THREE[1])
    ada = personas.client(personas.owner)
    wish = {"start": "2026-11-24T09:00:00Z", "count": "3", "every_weeks": "1"}
    look = ada.post(f"/coaching/{offer.public_id}", data=wish).location
    page = ada.get(look).text
    assert "Nicht alle Zeiten sind frei." in page
    assert "Dienstag, 1. Dezember 2026, 10:00–11:00 Uhr ist nicht frei. Stattdessen:" in page
    path = f"/coaching/{offer.public_id}/series"
    data = wish | {f"wanted-{n}": f"{start:%FT%TZ}" for n, start in enumerate(THREE)}
    data |= {"start-0": f"{THREE[0]:%FT%TZ}", "start-2": f"{THREE[2]:%FT%TZ}"}
    undecided = ada.post(path, data=data)
    assert undecided.status_code == 422
    assert "Wählen Sie zu jedem Termin" in undecided.text
    taken = ada.post(path, data=data | {"start-1": f"{THREE[1]:%FT%TZ}"})
    assert taken.status_code == 422
    assert "Nicht frei ist: Dienstag, 1. Dezember 2026, 10:00 Uhr." in taken.text
    hold = ada.post(path, data=data | {"start-1": f"{THREE[1] + HOUR:%FT%TZ}"}).location
    page = ada.get(hold).text
    for text in ("24. November 2026, 10:00", "1. Dezember 2026, 11:00", "8. Dezember 2026, 10:00"):
        assert text in page
    booked = ada.post(hold).location
    assert "Auch alle folgenden Termine dieser Reihe" in ada.get(f"{booked}/cancel").text
    assert "Alle folgenden Termine dieser Reihe mit verschieben" in ada.get(f"{booked}/move").text
    assert ada.post(f"{booked}/cancel", data={"and_following": "y"}).status_code == 303
    standing = db.session.scalars(select(Booking)).all()
    assert sum(one.takes_place for one in standing) == 1, "somebody else's"


@pytest.mark.parametrize("changes", [{"count": "1"}, {"count": "99"}, {"start": "x"}])
def test_no_series_leads_back(personas, offer, changes):
    query = {"start": "2026-11-24T09:00:00Z", "count": "3", "every_weeks": "1"} | changes
    client = personas.client(personas.owner)
    answer = client.get(f"/coaching/{offer.public_id}/series", query_string=query)
    assert answer.location == f"/coaching/{offer.public_id}"
