"""Events that cannot be read: they are left out, but what is known of their time is told."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scheduling.busy.calendars import calendar, event, read

NINE = "DTSTART;TZID=Europe/Berlin:20261102T090000"
HOUR = "DURATION:PT1H"
DAILY = "RRULE:FREQ=DAILY;COUNT=3"


def words(times) -> list[str]:
    return [f"{start:%d %H}/{stop:%d %H}" for start, stop in times]


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        ((NINE, HOUR, "RRULE:FREQ=SOMETIMES"), ["02 08/02 09"]),
        ((NINE, HOUR, 'RRULE;X="a:FREQ=DAILY'), ["02 08/02 09"]),
        ((NINE, HOUR, DAILY, "EXDATE:20261103T080000Z,soon"), ["02 08/02 09", "04 08/04 09"]),
        (
            (NINE, HOUR, DAILY, "EXDATE;TZID=Nowhere:20261103T080000"),
            ["02 08/02 09", "03 08/03 09", "04 08/04 09"],
        ),
        ((NINE, HOUR, "RDATE:soon,20261105T080000Z"), ["02 08/02 09", "05 08/05 09"]),
        (
            (NINE, HOUR, "RDATE;VALUE=PERIOD:20261105T080000Z/ages,20261106T080000Z/PT1H"),
            ["02 08/02 09", "06 08/06 09"],
        ),
        ((NINE, HOUR, "RECURRENCE-ID:never"), ["02 08/02 09"]),
        # Its end is unknown: the rest of its day.
        ((NINE, "DURATION:ages"), ["02 08/02 23"]),
        ((NINE, "DURATION:ages", "RRULE:FREQ=DAILY;COUNT=2"), ["02 08/02 23", "03 08/03 23"]),
        ((NINE, "DTEND;TZID=Nowhere:20261102T100000"), ["02 08/02 23"]),
        ((NINE, "DURATION:-PT1H"), ["02 08/02 23"]),
        (("DTSTART;VALUE=DATE:20261102", "DURATION:ages"), ["01 23/02 23"]),
        (("DTSTART;TZID=Nowhere:20261102T090000", HOUR), []),
        (("DTSTART:soon", HOUR), []),
        ((NINE, HOUR, "RECURRENCE-ID:never", "STATUS:CANCELLED"), []),
    ],
)
def test_what_is_known_of_the_time_of_an_unreadable_event(lines, known):
    found = read(calendar(event("UID:it", *lines)))
    assert found.busy == ()
    assert [(skipped.uid, words(skipped.times)) for skipped in found.skipped] == [("it", known)]


def test_what_is_known_ends_with_the_window():
    window = {"begin": "2026-11-02T08:30Z", "end": "2026-11-02T12:00Z"}
    found = read(calendar(event(NINE, "DURATION:ages")), **window)
    assert [f"{start:%H:%M}/{stop:%H:%M}" for start, stop in found.skipped[0].times] == [
        "08:30/12:00"
    ]


def test_of_too_many_occurrences_the_first_are_known():
    found = read(
        calendar(event("UID:bomb", NINE, "DURATION:PT1S", "RRULE:FREQ=SECONDLY;BYMONTH=11"))
    )
    assert found.busy == ()
    assert [(skipped.uid, len(skipped.times)) for skipped in found.skipped] == [("bomb", 1)]


def test_what_cannot_be_read_leaves_in_place_what_it_would_have_replaced():
    master = event("UID:it", NINE, HOUR, DAILY)
    broken = event("UID:it", "RECURRENCE-ID:20261103T080000Z", "DTSTART:soon")
    newer = event("UID:it", "SEQUENCE:9", "DTSTART:soon")
    found = read(calendar(broken, newer, master))
    assert words(found.busy) == ["02 08/02 09", "03 08/03 09", "04 08/04 09"]
    assert [skipped.uid for skipped in found.skipped] == ["it", "it"]


def test_a_period_that_cannot_be_read_hides_no_other():
    lines = "FREEBUSY:20261102T080000Z/PT1H,20261103T080000Z/ages,20261104T080000Z/PT1H"
    found = read(calendar("BEGIN:VFREEBUSY", "UID:it", lines, "END:VFREEBUSY"))
    assert words(found.busy) == ["02 08/02 09", "04 08/04 09"]
    assert [skipped.uid for skipped in found.skipped] == ["it"]


def test_many_that_take_too_much_work_leave_enough_for_the_others():
    bombs = [
        event(f"UID:{number}", NINE, HOUR, "RRULE:FREQ=SECONDLY;INTERVAL=7;BYMONTH=11")
        for number in range(30)
    ]
    found = read(calendar(*bombs, event("UID:good", NINE, HOUR, "RRULE:FREQ=WEEKLY")))
    assert len(found.busy) == 5
    assert len(found.skipped) == 30


ODD_LINES = [
    f"{name}{value}"
    for name in ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID", "DTSTAMP")
    for value in (
        ":00010101T000000",
        ";TZID=America/New_York:99991231T235959",
        ";TZID=Asia/Kolkata:00010101T000000",
        ";VALUE=DATE:99991231",
        ":20261102T080000Z/P999999999W",
        ":20261030T080000,20261102T080000Z,20261104",
        ":",
        "",
    )
] + [
    "DURATION:P999999999W",
    "DURATION:-P1D",
    "RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=MO,-1TU",
    "RRULE:FREQ=SECONDLY;INTERVAL=999999999999",
    "RRULE:FREQ=HOURLY;UNTIL=00010101",
    "RRULE:FREQ=YEARLY;BYWEEKNO=53,-53;BYSETPOS=-1",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31,-31;COUNT=999999999999",
    "SEQUENCE:-1",
    "BEGIN:VALARM",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
]


@given(
    lines=st.lists(st.sampled_from(ODD_LINES), max_size=8),
    window=st.sampled_from(
        [
            {},
            {"begin": "0001-01-01T00:00Z", "end": "9999-12-31T23:59:59Z"},
            {"begin": "2026-11-02T08:30Z", "end": "2026-11-02T08:45Z"},
        ]
    ),
)
def test_whatever_stands_in_an_event_hides_no_other(lines, window):
    good = event("UID:good", "DTSTART:20261102T080000Z", "DURATION:PT1H")
    found = read(calendar(event("UID:odd", *lines)) + calendar(good), **window)
    moment = datetime(2026, 11, 2, 8, 40, tzinfo=UTC)
    assert any(start <= moment < stop for start, stop in found.busy)
    assert "good" not in [skipped.uid for skipped in found.skipped]
    assert list(found.busy) == sorted(found.busy)
