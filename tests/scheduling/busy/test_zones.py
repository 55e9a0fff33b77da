"""What zone a calendar means by a name, and what its own descriptions of zones say."""

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduling.busy.zones import known_zone
from tests.scheduling.busy.calendars import busy_in, calendar, event, read


def at_nine(parameters: str) -> str:
    return event("UID:it", f"DTSTART;{parameters}:20261102T090000", "DURATION:PT1H")


def zone(name: str, *observances: str) -> str:
    return "\r\n".join(("BEGIN:VTIMEZONE", f"TZID:{name}", *observances, "END:VTIMEZONE"))


def observance(start: str, before: str, after: str, *lines: str, kind: str = "STANDARD") -> str:
    offsets = (f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}")
    return "\r\n".join((f"BEGIN:{kind}", f"DTSTART:{start}", *offsets, *lines, f"END:{kind}"))


MOSCOW = observance("19700101T000000", "+0300", "+0300")
SIX, EIGHT, NINE = "11-02 06:00/07:00", "11-02 08:00/09:00", "11-02 09:00/10:00"


@pytest.mark.parametrize(
    ("parameters", "busy"),
    [
        ("TZID=UTC", NINE),
        ("TZID=Etc/GMT-1", EIGHT),
        ("TZID='Europe/Berlin'", EIGHT),
        ("TZID=/Europe/Berlin", EIGHT),
        ("TZID=/mozilla.org/20070129_1/UTC", NINE),
        ("TZID=/citadel.org/20210210_1/europe/berlin", EIGHT),
        ("TZID=/x.org/America/Argentina/Buenos_Aires", "11-02 12:00/13:00"),
        ("TZID=asia/calcutta", "11-02 03:30/04:30"),
        ("tzid=w. europe standard time", EIGHT),
        ("TZID=UTC-02", "11-02 11:00/12:00"),
        ("TZID=", EIGHT),
    ],
)
def test_names_that_are_known(parameters, busy):
    assert busy_in(at_nine(parameters)) == [busy]


@pytest.mark.parametrize("name", ["localtime", "Factory", "GMT+0100", "Z", "a/Europe/Berlin", "/"])
def test_names_that_mean_nothing_or_another_thing_on_each_machine(name):
    found = read(calendar(at_nine(f"TZID={name}")))
    assert (found.busy, [skipped.uid for skipped in found.skipped]) == ((), ["it"])


def test_all_names_of_windows_are_known():
    # Those of the CLDR, as another library has them.
    assert len(WINDOWS_TO_OLSON) > 130
    assert [name for name in WINDOWS_TO_OLSON if known_zone(name) is None] == []


def test_a_calendar_of_an_unknown_zone_leaves_times_without_a_zone_unread():
    floating = event("UID:floating", "DTSTART:20261102T090000", "DURATION:PT1H")
    found = read(calendar("X-WR-TIMEZONE:Nowhere", floating, at_nine("TZID=UTC")))
    assert [f"{start:%H:%M}" for start, _stop in found.busy] == ["09:00"]
    assert [skipped.uid for skipped in found.skipped] == ["floating"]
    named = calendar("X-WR-TIMEZONE:Here\\, there", zone("Here\\, there", MOSCOW), floating)
    assert [f"{start:%H:%M}" for start, _stop in read(named).busy] == ["06:00"]


@pytest.mark.parametrize(
    ("described", "used"),
    [
        ('"Here"', '"Here"'),
        ("(UTC+01:00) Amsterdam\\, Bern", "(UTC+01:00) Amsterdam, Bern"),
        ("(UTC+01:00) Amsterdam\\, Bern", "(UTC+01:00) Amsterdam\\, Bern"),
        ("(UTC+01:00) Amsterdam\\, Bern", '"(UTC+01:00) Amsterdam, Bern"'),
        ("UTC+03:00", "UTC+03:00"),
        ("tzone://Microsoft/Custom", "tzone://Microsoft/Custom"),
    ],
)
def test_a_description_is_found_however_its_name_is_written(described, used):
    event_first = at_nine(f"TZID={used}"), zone(described, MOSCOW)
    assert busy_in(*event_first) == [SIX]


def test_a_description_in_one_calendar_of_a_file_serves_the_others():
    first, second = calendar(zone("Here", MOSCOW)), calendar(at_nine("TZID=Here"))
    nearer = calendar(
        zone("Here", observance("19700101T000000", "+0000", "+0000")), at_nine("TZID=Here")
    )
    assert (
        read(first + second).busy
        == read(second + first).busy
        == read(calendar(at_nine("TZID=Europe/Moscow"))).busy
    )
    assert read(first + nearer).busy == read(calendar(at_nine("TZID=UTC"))).busy


@pytest.mark.parametrize(
    ("observances", "busy"),
    [
        ((observance("00010101T000000", "+0300", "+0300"),), SIX),
        ((observance("20271101T000000", "+0300", "+0100"),), SIX),
        ((MOSCOW, observance("20201101T000000", "+0300", "+0100", "RDATE:20261101T000000")), EIGHT),
        ((MOSCOW, "BEGIN:X-NOTE", "END:X-NOTE"), SIX),
        # Until a moment in UTC that is exactly the last change: it takes place.
        (
            (
                observance("20200601T020000", "+0400", "+0100", "RRULE:FREQ=YEARLY;COUNT=6"),
                observance(
                    "20200101T020000",
                    "+0100",
                    "+0300",
                    "RRULE:FREQ=YEARLY;UNTIL=20260101T010000Z",
                    kind="DAYLIGHT",
                ),
            ),
            SIX,
        ),
    ],
)
def test_descriptions_of_zones(observances, busy):
    assert busy_in(zone("Own", *observances), at_nine("TZID=Own")) == [busy]


@pytest.mark.parametrize(
    "observances",
    [
        (),
        (observance("19700101T000000", "+0300", "East"),),
        (observance("19700101T000000", "+2500", "+2500"),),
        (observance("soon", "+0300", "+0300"),),
        (observance("19700101T000000", "+0300", "+0300", "RRULE:FREQ=SECONDLY"),),
    ],
)
def test_a_description_that_cannot_be_read_leaves_its_events_unread(observances):
    found = read(calendar(zone("Own", *observances), at_nine("TZID=Own"), at_nine("TZID=Own")))
    assert found.busy == ()
    assert {skipped.uid for skipped in found.skipped} == {"it"}
