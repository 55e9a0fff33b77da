"""What we write is read by another library exactly as it was meant, whatever people type."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.kernel.db import db
from scheduling.calendar_file import plain_text, write_calendar
from scheduling.feeds.working_time import list_working_time
from scheduling.free_busy import write_free_busy
from scheduling.invitation import Method, Participant, write_invitation
from scheduling.services import cancel_event, reschedule_event
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.coaching.factories import make_coach, make_working_time
from tests.scheduling.factories import make_event, make_feed
from tests.scheduling.ical_js import read_by_ical_js
from tests.scheduling.test_calendar_file import ENTRY

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
NASTY = (
    "Haltung, Recht; Praxis\\n Teil 2\\",
    "Krise\r\nATTENDEE:mailto:evil@example.org",
    "a\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil",
    "a\u2028BEGIN:VALARM\x85b\x00\x0bc",
    'Dr. "Max"; CN=x:mailto:evil@example.org^n',
    "👩🏽‍⚖️ Recht 🏳️‍🌈" * 20,
    "Straße" * 60,
    "מפגש، لقاء ‏בלדיה‎",
)
ORGANISER = Participant("KommA", "komma@example.org")


def iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_no_text_adds_a_property_or_an_event():
    plain = write_calendar([ENTRY], name="KommA", zone="Europe/Berlin", year=2026)
    files = [
        write_calendar(
            [replace(ENTRY, title=text, place=text)], name="KommA", zone="Europe/Berlin", year=2026
        )
        for text in NASTY
    ]
    expected, *read = read_by_ical_js(plain, *files)
    for text, calendar in zip(NASTY, read, strict=True):
        [event] = calendar["events"]
        assert (event["title"], event["place"]) == (plain_text(text), plain_text(text))
        assert event["names"] == expected["events"][0]["names"]
        assert calendar["names"] == expected["names"]


def test_no_name_adds_anything_to_an_invitation():
    def invitation(name: str) -> bytes:
        return write_invitation(
            ENTRY,
            method=Method.REQUEST,
            organiser=replace(ORGANISER, name=name),
            attendee=Participant(name, "ada@example.org"),
        )

    expected, *read = read_by_ical_js(invitation("Ada"), *map(invitation, NASTY))
    for calendar in read:
        assert calendar["method"] == "REQUEST"
        assert [event["names"] for event in calendar["events"]] == [expected["events"][0]["names"]]


def test_busy_times_are_read_as_periods():
    busy = [(START, START + HOUR), (START + 3 * HOUR, START + 4 * HOUR)]
    file = write_free_busy(
        busy, begin=START, end=START + 24 * HOUR, uid="x@komma", changed_at=START
    )
    [calendar] = read_by_ical_js(file)
    assert calendar["busy"] == [[iso(start), iso(end)] for start, end in busy]


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def server_zone(request, monkeypatch):
    """The zone of the machine that KommA runs on, which must not matter."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


#: Wall time in Berlin, its offset, and hours that pass until the end. The clocks go back on
#: 25 October 2026 at three, and forward on 28 March 2027 at two.
AROUND_THE_CHANGES = (
    ("2026-10-24T09:00:00", "+02:00", 2),
    ("2026-10-25T01:30:00", "+02:00", 3),
    ("2026-10-25T09:00:00", "+01:00", 2),
    ("2027-03-27T09:00:00", "+01:00", 2),
    ("2027-03-28T01:30:00", "+01:00", 1),
    ("2027-03-28T09:00:00", "+02:00", 2),
)


def test_a_feed_is_right_around_the_changes_of_clocks(client, server_zone):
    ada = make_person()
    expected = {}
    for wall_time, offset, hours in AROUND_THE_CHANGES:
        starts_at = datetime.fromisoformat(wall_time + offset)
        event = make_event(ada, starts_at=starts_at, ends_at=starts_at + hours * HOUR)
        expected[event.uid] = (iso(event.starts_at), iso(event.ends_at), wall_time)
    token = make_feed(ada, remind_before=HOUR).token
    db.session.commit()
    [calendar] = read_by_ical_js(client.get(f"/calendar/{token}.ics").data, zone=server_zone)
    assert calendar["zones"] == ["Europe/Berlin"]
    assert {
        event["uid"]: (event["start"], event["end"], event["wall_time"])
        for event in calendar["events"]
    } == expected
    assert {tuple(event["reminders"]) for event in calendar["events"]} == {(-3600,)}


def test_a_date_that_is_moved_across_the_change_keeps_its_wall_time(client, server_zone):
    ada = make_person()
    moved, off = (
        make_event(ada, starts_at=datetime(2027, 3, day, 9, 0, tzinfo=BERLIN)) for day in (27, 26)
    )
    token = make_feed(ada).token
    later = datetime(2027, 3, 28, 9, 0, tzinfo=BERLIN)
    reschedule_event(event=moved, starts_at=later, ends_at=later + 2 * HOUR, place="", now=START)
    cancel_event(event=off, now=START)
    db.session.commit()
    [calendar] = read_by_ical_js(client.get(f"/calendar/{token}.ics").data, zone=server_zone)
    read = {event["uid"]: event for event in calendar["events"]}
    assert read[moved.uid]["wall_time"] == "2027-03-28T09:00:00"
    assert (read[moved.uid]["start"], read[moved.uid]["sequence"]) == (iso(later), 1)
    assert (read[off.uid]["status"], read[off.uid]["sequence"]) == ("CANCELLED", 1)


def test_a_coach_who_works_at_nine_works_at_nine_after_the_change(app, server_zone):
    coach = make_coach().person
    make_working_time(coach, 9, 17, weekday=6)
    for sunday, offset in (("2026-10-25", "+01:00"), ("2027-03-28", "+02:00")):
        starts_at = datetime.fromisoformat(f"{sunday}T09:00:00{offset}")
        working = list_working_time(coach, now=starts_at - 3 * 24 * HOUR)
        assert working[0] == (starts_at, starts_at + 8 * HOUR)
