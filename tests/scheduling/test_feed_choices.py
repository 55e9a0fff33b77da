"""What a subscription holds is its person's choice: which events, how much of them, a reminder."""

import html
import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from app.kernel.db import db
from courses.cohorts.models import Cohort
from courses.cohorts.seats.services import enrol_person, withdraw
from courses.cohorts.services import SessionDates, open_cohort
from organisations.models import Person
from scheduling.coaching.offering import add_override
from scheduling.feeds.models import CalendarFeed
from scheduling.services import cancel_event
from tests.courses.factories import make_course
from tests.house.clock import START
from tests.house.databases import in_turn, on_sqlite_only
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event, make_feed

pytestmark = in_turn

DAY = timedelta(days=1)


@pytest.fixture
def ada(app) -> Person:
    return make_account(given_name="Ada").person


@pytest.fixture
def coach(app) -> Person:
    coach = make_coach(given_name="Cem").person
    make_working_time(coach)
    return coach


def opened(*trainers: Person) -> Cohort:
    days = (START + 7 * DAY, START + 8 * DAY)
    return open_cohort(
        course=make_course(),
        sessions=[SessionDates(day, day + DAY / 8) for day in days],
        trainers=trainers,
        capacity=5,
        place="Rathaus",
        zone="Europe/Berlin",
        actor=None,
        now=START,
    )


def shown(client, feed):
    db.session.commit()
    return Calendar.from_ical(client.get(f"/calendar/{feed.token}.ics").data).events


def uids(client, feed):
    return {entry["UID"] for entry in shown(client, feed)}


# --- which events ---------------------------------------------------------------------------


def test_a_subscription_holds_what_was_chosen_and_nothing_else(client, ada, coach):
    training = make_event(ada)
    coaching = make_booking(make_offer(coach), ada, TUESDAY_AT_TEN + timedelta(hours=4)).event
    expected = {
        "all": {training.uid, coaching.uid},
        "trainings": {training.uid},
        "coaching": {coaching.uid},
    }
    for contents, held in expected.items():
        assert uids(client, make_feed(ada, contents=contents)) == held, contents


def test_what_was_not_chosen_does_not_even_change_the_tag(client, ada, coach):
    """Whoever knows the address of a subscription to trainings learns of no coaching."""
    make_event(ada)
    feed = make_feed(ada, contents="trainings")
    before = client.get(f"/calendar/{feed.token}.ics").headers["ETag"]
    make_booking(make_offer(coach), ada, TUESDAY_AT_TEN + timedelta(hours=4))
    db.session.commit()
    assert client.get(f"/calendar/{feed.token}.ics").headers["ETag"] == before


def test_a_cohort_is_a_calendar_for_who_takes_part_or_runs_it_as_long_as_they_do(client, personas):
    owner, trainer = personas.owner.person, personas.trainer.person
    cohort = opened(trainer)
    enrolment = enrol_person(cohort=cohort, person=owner, actor=owner, now=START)
    make_event(owner, trainer)
    of_owner, of_trainer, of_other = (
        make_feed(person, contents="group", group_key=cohort.public_id)
        for person in (owner, trainer, personas.colleague.person)
    )
    sessions = {session.event.uid for session in cohort.sessions}
    assert uids(client, of_owner) == uids(client, of_trainer) == sessions
    assert uids(client, of_other) == set(), "a key alone opens nothing"
    withdraw(enrolment=enrolment, actor=owner, now=START)
    assert uids(client, of_owner) == set()
    assert uids(client, of_trainer) == sessions


def test_own_cohorts_are_offered_and_no_others(personas):
    owner = personas.owner.person
    mine, other = opened(personas.trainer.person), opened()
    enrol_person(cohort=mine, person=owner, actor=owner, now=START)
    ada = personas.client(personas.owner)
    page = ada.get("/calendar").text
    assert f'value="group:{mine.public_id}"' in page
    assert f'value="group:{other.public_id}"' not in page
    assert "Als Coach" not in page
    link = re.search(
        r'href="(/calendar\?contents=[^"]+)#', ada.get(f"/cohorts/{mine.public_id}").text
    )
    led_to = ada.get(html.unescape(link[1])).text
    assert re.search(rf'<option selected value="group:{mine.public_id}">', led_to)
    form = {"label": "Kurs", "key": "k" * 43}
    for_trainer = personas.client(personas.trainer).get(f"/manage/cohorts/{mine.public_id}").text
    assert link[1] in for_trainer
    refused = ada.post("/calendar", data=form | {"contents": f"group:{other.public_id}"})
    assert refused.status_code == 422
    sent = form | {"contents": f"group:{mine.public_id}", "detail": "busy", "remind": "60"}
    assert ada.post("/calendar", data=sent).status_code == 201
    [feed] = db.session.query(CalendarFeed)
    chosen = (feed.contents, feed.group_key, feed.detail, feed.remind_minutes)
    assert chosen == ("group", mine.public_id, "busy", 60)
    assert mine.course.title.de in ada.get("/calendar").text


@on_sqlite_only
def test_working_time_goes_by_the_coachs_clock(client, coach):
    feed = make_feed(coach, contents="coach")
    assert shown(client, feed)[0]["DTSTART"].params["TZID"] == "Europe/Berlin"
    coach.time_zone = "Europe/Lisbon"
    at_work = shown(client, feed)[0]
    assert at_work.start == TUESDAY_AT_TEN, "nine in Lisbon"
    assert at_work["DTSTART"].params["TZID"] == "Europe/Lisbon"


def test_a_coach_sees_appointments_and_working_time(client, ada, coach):
    booking = make_booking(make_offer(coach), ada, TUESDAY_AT_TEN)
    make_event(coach)
    feed = make_feed(coach, contents="coach")
    entries = shown(client, feed)
    at_work = [entry for entry in entries if entry["SUMMARY"] == "Arbeitszeit"]
    assert {entry["UID"] for entry in entries if entry not in at_work} == {booking.event.uid}
    assert len(at_work) == 12, "this week's Tuesday and those of eleven weeks more"
    assert all(entry["TRANSP"] == "TRANSPARENT" for entry in at_work)
    assert at_work[0].start == TUESDAY_AT_TEN - timedelta(hours=1)
    assert at_work[0].end == TUESDAY_AT_TEN + timedelta(hours=7)
    before = client.get(f"/calendar/{feed.token}.ics").headers["ETag"]
    add_override(coach=coach, day=TUESDAY_AT_TEN.date(), windows=[])
    db.session.commit()
    after = client.get(f"/calendar/{feed.token}.ics", headers={"If-None-Match": before})
    assert after.status_code == 200, "a day off is seen at once"
    assert after.text.count("SUMMARY:Arbeitszeit") == 11


# --- how much of them -----------------------------------------------------------------------


def test_each_amount_of_detail_says_no_more_than_it_promises(client, ada):
    event = make_event(ada)
    full, appointment, busy = (
        shown(client, make_feed(ada, detail=detail))[0]
        for detail in ("full", "appointment", "busy")
    )
    assert (full["SUMMARY"], full["LOCATION"]) == (event.title.de, event.place)
    assert appointment["SUMMARY"] == "KommA-Termin"
    assert "DESCRIPTION" in appointment
    assert "LOCATION" not in appointment
    assert busy["SUMMARY"] == "Beschäftigt"
    assert not {"LOCATION", "DESCRIPTION"} & set(busy)
    for entry in (full, appointment, busy):
        assert (entry["UID"], entry["CLASS"], entry["TRANSP"]) == (event.uid, "PRIVATE", "OPAQUE")


def test_busy_says_so_too_when_it_no_longer_is(client, ada):
    event = make_event(ada)
    cancel_event(event=event, now=START)
    [entry] = shown(client, make_feed(ada, detail="busy"))
    assert (entry["SUMMARY"], entry["STATUS"]) == ("Wieder frei", "CANCELLED")


def test_deciding_that_trainings_may_be_told_leaves_busy_calendars_alone(client, ada):
    event = make_event(ada)
    busy, appointment = make_feed(ada, detail="busy"), make_feed(ada, detail="appointment")
    make_wishes(ada, discreet_trainings=False)
    assert shown(client, busy)[0]["SUMMARY"] == "Beschäftigt"
    assert shown(client, appointment)[0]["SUMMARY"] == event.title.de


# --- reminders ------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [15, 60, 1440])
def test_a_reminder_comes_as_long_before_as_chosen_and_gives_nothing_away(client, ada, minutes):
    event, gone = make_event(ada), make_event(ada)
    cancel_event(event=gone, now=START)
    feed = make_feed(ada, remind_before=timedelta(minutes=minutes))
    reminders = {entry["UID"]: entry.walk("VALARM") for entry in shown(client, feed)}
    [reminder] = reminders[event.uid]
    assert reminder["ACTION"] == "DISPLAY"
    assert reminder["TRIGGER"].dt == -timedelta(minutes=minutes)
    assert reminder["DESCRIPTION"] == "KommA-Termin", "it comes up on lock screens"
    assert reminders[gone.uid] == []


def test_without_being_asked_nobody_is_reminded(client, ada):
    make_event(ada)
    assert "VALARM" not in client.get(f"/calendar/{make_feed(ada).token}.ics").text
