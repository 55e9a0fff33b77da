"""Coach, client and programme go by different clocks: every page, mail and file means one instant.

The programme's zone is Europe/Berlin here.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.accounts.models import Account
from scheduling.coaching.companions import Companions
from scheduling.coaching.finding import DayTime, Search
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.models import Booking
from scheduling.coaching.offering import add_override
from scheduling.coaching.services import confirm_booking, mark_attendance
from scheduling.coaching.waiting import ask_to_be_told, tell_if_free
from scheduling.coaching.waiting_models import FreeTimeWish
from scheduling.feeds.content import write_feed
from scheduling.slots import Slot
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_feed

BERLIN, LISBON, TOKYO = "Europe/Berlin", "Europe/Lisbon", "Asia/Tokyo"
HOUR = timedelta(hours=1)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = {3: "März", 10: "Oktober", 11: "November", 12: "Dezember"}

pytestmark = on_sqlite_only


def day_in_words(day):
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month]} {day.year}"


def in_words(instant, zone):
    """An hour from `instant` on as the clock of `zone` shows it; worked out by the library."""
    begin, end = (at.astimezone(ZoneInfo(zone)) for at in (instant, instant + HOUR))
    return f"{day_in_words(begin.date())}, {begin:%H:%M}–{end:%H:%M} Uhr"


def starts_in(file):
    """By the time zone they name, when the entries of an iCalendar file begin."""
    events = Calendar.from_ical(file).walk("VEVENT")
    return [(one["DTSTART"].params.get("TZID"), one["DTSTART"].dt) for one in events]


def free(offer, client=None, now=START):
    return [slot.start for slot in list_free_slots(offer, client or make_person(), now)]


def coach_in(zone, start=9, end=17, weekday=1, **terms):
    """The offer of somebody who works by the clock of `zone`."""
    coach = make_coach(given_name="Cem", family_name="Kaya", time_zone=zone).person
    make_working_time(coach, start, end, weekday)
    return make_offer(coach, **({"step_minutes": 60} | terms))


def browser_of(app, person):
    """Somebody's browser, signed in."""
    client = app.test_client()
    client.sign_in(db.session.scalars(select(Account).filter_by(person_id=person.id)).one())
    return client


@pytest.mark.parametrize("zone", [LISBON, TOKYO])
@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_list_pages_mail_and_file_agree_on_the_days_on_which_clocks_change(
    app, clock, sunday, zone
):
    """Two hours before clocks change in Berlin, one after, and whatever the client's clock does."""
    clock.instant = datetime.combine(sunday, time(9), UTC) - timedelta(days=3)
    offer = coach_in(BERLIN, 0, 8, weekday=6)
    account = make_account(given_name="Ada", time_zone=zone)
    make_wishes(account.person, discreet_coaching=False)
    ada = browser_of(app, account.person)
    until = clock.instant + timedelta(days=4)
    starts = [at for at in free(offer, account.person, clock.instant) if at < until]
    assert starts[0] == datetime.combine(sunday, time(), ZoneInfo(BERLIN))
    assert len(starts) == (9 if sunday.month == 10 else 7), "as long as that night is"
    page = ada.get(f"/coaching/{offer.public_id}").text
    assert f"Zeiten in Ihrer Zeitzone: {zone}" in page
    for start in starts:
        day, _, times = in_words(start, zone).rpartition(", ")
        assert f"{day}, </span>{times}" in page
    chosen = starts[3]
    there = f"{chosen.astimezone(ZoneInfo(BERLIN)):%H:%M} Uhr, {BERLIN}"
    stamp = f"{chosen.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    hold = ada.post(f"/coaching/{offer.public_id}", data={"start": stamp}).location
    booked = ada.post(hold).location
    page = ada.get(booked).text
    assert in_words(chosen, zone) in page
    assert "bei Cem Kaya ist es dann" in page
    assert there in page
    booking = db.session.scalars(select(Booking)).one()
    assert (booking.event.starts_at, booking.event.zone) == (chosen, BERLIN)
    [mail] = db.session.scalars(select(OutboxMessage).filter_by(recipient=account.email))
    assert f"{in_words(chosen, zone)} ({zone})" in mail.body
    [to_coach] = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.recipient != account.email)
    )
    assert f"{in_words(chosen, BERLIN)} ({BERLIN})" not in to_coach.body
    assert in_words(chosen, BERLIN) in to_coach.body
    feed = write_feed(make_feed(account.person).feed, now=clock.instant)
    # An hour that comes twice cannot be told by a wall clock, so files tell it in UTC.
    named = None if sunday.month == 10 else BERLIN
    for file in (mail.calendar_body, feed):
        if file is not None:
            assert starts_in(file) == [(named, chosen)]


def test_a_coach_elsewhere_works_by_their_own_clock(app, personas):
    """In November it is nine in Lisbon when it is ten in Berlin."""
    offer = coach_in(LISBON)
    assert free(offer)[0] == TUESDAY_AT_TEN
    ada = personas.client(personas.owner)
    page = ada.get(f"/coaching/{offer.public_id}").text
    assert "10:00–11:00 Uhr" in page
    assert "Bei Cem Kaya gilt eine andere Zeitzone: Europe/Lisbon." in page
    assert "bei Cem Kaya 09:00 Uhr" in page
    assert "Zeiten in" not in page, "the reader goes by the programme's clock"
    found = ada.get("/coaching/find").text
    assert "10:00–11:00 Uhr, bei Cem Kaya ist es dann 09:00 Uhr, Europe/Lisbon" in found
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    assert booking.event.zone == LISBON
    feed = write_feed(make_feed(offer.coach).feed, now=START)
    assert starts_in(feed) == [(LISBON, TUESDAY_AT_TEN)]
    zones = [one["TZID"] for one in Calendar.from_ical(feed).walk("VTIMEZONE")]
    assert zones == [LISBON]


def test_a_coachs_days_are_those_of_their_clock(app):
    """15:00 UTC is midnight in Tokyo, and the middle of a day elsewhere."""
    offer = coach_in(TOKYO, 20, 24, max_per_day=1)
    make_working_time(offer.coach, 0, 3, weekday=2)
    midnight = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    before = free(offer)[:7]
    assert before == [midnight + hours * HOUR for hours in range(-4, 3)]
    make_booking(offer, make_person(), midnight - HOUR)
    assert free(offer)[:3] == [midnight, midnight + HOUR, midnight + 2 * HOUR]
    add_override(coach=offer.coach, day=date(2026, 11, 25), windows=[])
    assert free(offer)[0].astimezone(ZoneInfo(TOKYO)).date() == date(2026, 12, 1)


def test_who_moves_to_another_zone_takes_their_hours_along_and_no_appointment(app, personas):
    offer = coach_in(None)
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    before = free(offer)
    token = make_feed(offer.coach)
    offer.coach.time_zone = LISBON
    assert booking.event.starts_at == TUESDAY_AT_TEN
    assert booking.event.zone == BERLIN
    assert free(offer)[-1] == before[-1] + HOUR
    assert starts_in(write_feed(token.feed, now=START)) == [(BERLIN, TUESDAY_AT_TEN)]


def test_the_coach_sees_and_asks_by_their_own_clock(app):
    offer = coach_in(LISBON, 9, 12)
    cem = browser_of(app, offer.coach)
    month = cem.get("/manage/availability/month").text
    assert "09:00–12:00" in month
    assert "Zeiten in Ihrer Zeitzone: Europe/Lisbon" in month
    why = "/manage/availability/why?day=2026-11-24&time="
    assert "09:00 Uhr: „" in cem.get(f"{why}09:00").text
    assert "wird angeboten" in cem.get(f"{why}09:00").text
    assert "wird nicht angeboten" in cem.get(f"{why}12:00").text


def test_a_series_keeps_the_coachs_clock_and_tells_everybody_theirs(app, clock):
    clock.instant = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
    offer = coach_in(BERLIN)
    account = make_account(time_zone=TOKYO)
    ada = browser_of(app, account.person)
    first = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
    address = f"/coaching/{offer.public_id}/series?start=2026-10-20T08:00:00Z&count=2&every_weeks=1"
    page = ada.get(address).text
    for start, here in ((first, "17:00–18:00"), (first + timedelta(days=7) + HOUR, "18:00–19:00")):
        assert in_words(start, TOKYO) in page
        assert here in in_words(start, TOKYO)
    assert page.count("bei Cem Kaya ist es dann 10:00 Uhr, Europe/Berlin") == 2


def test_a_time_of_day_is_that_of_whoever_looks(app):
    """The coach's afternoon is the night of somebody in Tokyo, and their next morning."""
    at = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    slot = Slot(at, at + HOUR)
    assert Search(day_time=DayTime.AFTERNOON).allows(slot)
    assert Search(day_time=DayTime.MORNING, zone=ZoneInfo(TOKYO)).allows(slot)
    assert not Search(day_time=DayTime.AFTERNOON, zone=ZoneInfo(TOKYO)).allows(slot)


def test_who_waits_for_a_time_of_day_means_their_own_and_is_told_so(app):
    offer = coach_in(BERLIN, 9, 17)
    account = make_account(time_zone=TOKYO)
    make_wishes(account.person, discreet_coaching=False)
    ask = {"offers": [offer], "earlier_than": None, "now": START}
    ask_to_be_told(person=account.person, day_time=DayTime.MORNING, **ask)
    [wish] = db.session.scalars(select(FreeTimeWish))
    assert tell_if_free(wish=wish, now=START)
    [mail] = db.session.scalars(select(OutboxMessage))
    assert "Mittwoch, 25. November 2026, 00:00–01:00 Uhr (Asia/Tokyo)" in mail.body


def test_guests_read_the_clock_of_who_invites_them_and_its_name(app):
    offer = coach_in(BERLIN, most_people=3)
    client = make_account(given_name="Ada", time_zone=LISBON).person
    held = hold_slot(offer=offer, client=client, starts_at=TUESDAY_AT_TEN, now=START)
    companions = Companions(people=(), guests=("gast@example.org",))
    confirm_booking(booking=held, now=START, companions=companions)
    [mail] = db.session.scalars(select(OutboxMessage).filter_by(recipient="gast@example.org"))
    shown = f"{in_words(TUESDAY_AT_TEN, LISBON)} ({LISBON})"
    assert shown in mail.body
    path = re.search(r"http://localhost(/guest/\S+)", mail.body).group(1)
    assert shown in app.test_client().get(path).text


def test_the_office_moves_by_the_clock_it_reads(app, personas, offer):
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    personas.office.person.time_zone = TOKYO
    office = personas.client(personas.office)
    path = f"/manage/appointments/{booking.public_id}"
    assert "18:00–19:00 Uhr" in office.get(path).text
    new = {"move-day": "2026-11-24", "move-time": "20:00", "move-reason": "client_asked"}
    assert office.post(f"{path}/move", data=new).status_code == 303
    assert booking.event.starts_at == TUESDAY_AT_TEN + 2 * HOUR
    personas.office.person.time_zone = None
    in_the_gap = new | {"move-day": "2027-03-28", "move-time": "02:30"}
    answer = office.post(f"{path}/move", data=in_the_gap)
    assert answer.status_code == 422
    assert "Diese Uhrzeit gibt es an dem Tag nicht." in answer.text
    assert booking.event.starts_at == TUESDAY_AT_TEN + 2 * HOUR


def test_a_statement_of_hours_goes_by_the_programmes_clock(app, clock):
    """The last evening of November in Berlin is December in Tokyo."""
    offer = coach_in(TOKYO, 0, 24)
    at = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
    booking = make_booking(offer, make_person(), at)
    clock.instant = at + HOUR
    mark_attendance(booking=booking, attended=True, now=clock.instant)
    cem = browser_of(app, offer.coach)
    table = cem.get("/manage/hours/2026-11.csv").text
    assert "30.11.2026;22:00" in table
    page = cem.get("/manage/hours?period=2026-11").text
    assert "22:00" in page
    assert "Zeiten in der Zeitzone des Programms: Europe/Berlin" in page
    assert booking.public_id not in cem.get("/manage/hours/2026-12.csv").text
