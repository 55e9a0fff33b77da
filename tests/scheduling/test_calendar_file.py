"""The iCalendar file: whatever is put in comes out again in another programme."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from scheduling.calendar_file import CalendarEntry, plain_text, write_calendar

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="abc@komma",
    sequence=0,
    title="Training",
    starts_at=NOON,
    ends_at=NOON + timedelta(hours=2),
    zone="Europe/Berlin",
    place="Rathaus",
    created_at=NOON - timedelta(days=9),
    changed_at=NOON - timedelta(days=2),
)
ZONES = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "UTC"]
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


def written(*entries: CalendarEntry) -> bytes:
    return write_calendar(entries, name="KommA", zone="Europe/Berlin", year=2026)


def read_back(*entries: CalendarEntry) -> Calendar:
    return Calendar.from_ical(written(*entries))


@given(title=TEXTS, place=TEXTS)
@example(title="Haltung, Recht; Praxis\nTeil 2\\n", place="Raum 1, „Süd“; Etage 2")
@example(title="👩🏽‍⚖️ Recht 🏳️‍🌈" * 20, place="Straße" * 40)
@example(title="מפגש، لقاء", place="‏بلدية‎")
@example(title="a\r\nb\rc\u2028d\x85e\x00f", place=' BEGIN:VEVENT ":; ')
def test_any_text_comes_back_as_it_was(title, place):
    [event] = read_back(replace(ENTRY, title=title, place=place)).events
    assert event["SUMMARY"] == plain_text(title)
    assert event["LOCATION"] == plain_text(place)


@given(title=TEXTS)
@example(title="ü" * 300)
@example(title="🏳️‍🌈" * 70)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(title):
    for line in written(replace(ENTRY, title=title)).split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode("utf-8")


@given(
    starts_at=st.integers(min_value=0, max_value=16 * 365 * 24 * 60).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    minutes=st.integers(min_value=1, max_value=3 * 24 * 60),
    zone=st.sampled_from(ZONES),
    sequence=st.integers(min_value=0, max_value=2**31 - 1),
    cancelled=st.booleans(),
)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 120, "Europe/Berlin", 0, False)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60, "Europe/Berlin", 0, False)
def test_any_time_comes_back_as_the_same_instant(starts_at, minutes, zone, sequence, cancelled):
    ends_at = starts_at + timedelta(minutes=minutes)
    [event] = read_back(
        replace(
            ENTRY,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=zone,
            sequence=sequence,
            cancelled=cancelled,
        )
    ).events
    assert (event.start, event.end) == (starts_at, ends_at)
    assert (event["UID"], event["SEQUENCE"]) == (ENTRY.uid, sequence)
    assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")
    assert event["TRANSP"] == ("TRANSPARENT" if cancelled else "OPAQUE")


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        ("2026-03-28", "+01:00"),
        ("2026-03-29", "+02:00"),
        ("2026-10-24", "+02:00"),
        ("2026-10-25", "+01:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_around_the_change_of_clocks(day, offset):
    starts_at = datetime.fromisoformat(f"{day}T09:00:00{offset}")
    calendar = read_back(
        replace(ENTRY, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    )
    [event] = calendar.events
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    wall_time = event["DTSTART"].dt.replace(tzinfo=None)
    assert wall_time.isoformat() == f"{day}T09:00:00"
    [zone] = calendar.timezones
    read = wall_time.replace(tzinfo=zone.to_tz(lookup_tzid=False))
    assert read.utcoffset() == starts_at.utcoffset(), "by nothing but the file's own VTIMEZONE"


def test_an_hour_that_comes_twice_is_told_in_utc():
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    text = written(
        replace(
            ENTRY,
            starts_at=second_half_past_two,
            ends_at=second_half_past_two + timedelta(hours=1),
        )
    ).decode()
    assert "DTSTART:20261025T013000Z" in text
    assert "DTEND:20261025T023000Z" in text


@given(zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=6))
def test_every_zone_that_is_named_is_explained_once(zones):
    calendar = read_back(
        *(replace(ENTRY, uid=f"{n}@komma", zone=zone) for n, zone in enumerate(zones))
    )
    named = {event["DTSTART"].params.get("TZID") for event in calendar.events} - {None}
    explained = [zone.tz_name for zone in calendar.timezones]
    assert named <= set(explained)
    assert len(explained) == len(set(explained))


def test_the_years_that_are_explained_reach_from_the_first_to_the_last_date():
    early = datetime(2024, 1, 1, 8, 0, tzinfo=UTC)
    late = datetime(2029, 12, 31, 8, 0, tzinfo=UTC)
    calendar = read_back(
        replace(ENTRY, starts_at=early, ends_at=early + timedelta(hours=1)),
        replace(ENTRY, uid="b@komma", starts_at=late, ends_at=late + timedelta(hours=1)),
    )
    zone = calendar.timezones[0].to_tz(lookup_tzid=False)
    for instant in (early, late):
        expected = instant.astimezone(ZoneInfo("Europe/Berlin")).utcoffset()
        assert instant.astimezone(zone).utcoffset() == expected


def test_clients_are_told_the_name_and_when_to_ask_again():
    text = written(ENTRY).decode()
    for line in (
        "VERSION:2.0",
        "PRODID:-//KommA//KommA//DE",
        "NAME:KommA",
        "X-WR-CALNAME:KommA",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert f"{line}\r\n" in text
    assert "METHOD" not in text


def test_the_stamp_is_the_last_change_and_the_bytes_are_always_the_same():
    text = written(ENTRY).decode()
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert f"{name}:20261121T110000Z" in text
    assert "CREATED:20261114T110000Z" in text
    assert written(ENTRY) == written(ENTRY)


def test_a_calendar_without_dates_is_a_whole_calendar():
    calendar = read_back()
    assert calendar.events == []
    assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Berlin"]
