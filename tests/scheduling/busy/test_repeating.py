"""Events that repeat: what is left out, replaced, added, and where the clock changes."""

from zoneinfo import ZoneInfo

import pytest

from tests.scheduling.busy.calendars import busy_in, calendar, event, read

ALL_DAY = "DTSTART;VALUE=DATE:20261102"
BERLIN = "DTSTART;TZID=Europe/Berlin:20261102T090000"
NEW_YORK = "DTSTART;TZID=America/New_York:20261102T090000"
HOUR = "DURATION:PT1H"
THREE_DAYS = "RRULE:FREQ=DAILY;COUNT=3"


@pytest.mark.parametrize(
    ("lines", "starts"),
    [
        # Left out by the same moment in another zone, by the day, by the wall time alone.
        ((BERLIN, HOUR, "EXDATE;TZID=America/New_York:20261103T030000"), ["02 08", "04 08"]),
        ((BERLIN, HOUR, "EXDATE;VALUE=DATE:20261103,20261104"), ["02 08"]),
        ((NEW_YORK, HOUR, "EXDATE:20261103T090000"), ["02 14", "04 14"]),
        ((NEW_YORK, HOUR, "EXDATE:20261103T150000"), ["02 14", "04 14"]),
        ((BERLIN, HOUR, "EXDATE:20261103T080001Z", "EXDATE:"), ["02 08", "03 08", "04 08"]),
        ((BERLIN, HOUR, "EXDATE:20261102T080000Z"), ["03 08", "04 08"]),
        # Whole days: by the day, its first moment, or its midnight in whatever zone.
        ((ALL_DAY, "EXDATE:20261103T000000Z,20261103T230000Z"), ["01 23"]),
        ((ALL_DAY, "EXDATE:20261103T090000"), ["01 23"]),
        # What an addition repeats is there once, and may be left out, too.
        (
            (BERLIN, HOUR, "RDATE:20261103T080000Z,20261107T080000Z"),
            ["02 08", "03 08", "04 08", "07 08"],
        ),
        (
            (BERLIN, HOUR, "RDATE:20261107T080000Z", "EXDATE:20261107T080000Z"),
            ["02 08", "03 08", "04 08"],
        ),
    ],
)
def test_what_is_left_out_and_added(lines, starts):
    found = read(calendar(event(*lines, THREE_DAYS)))
    assert [f"{start:%d %H}" for start, _stop in found.busy] == starts


@pytest.mark.parametrize("recurrence", [":20261103T000000Z", ";VALUE=DATE:20261103"])
def test_a_replaced_whole_day_may_be_told_as_a_midnight(recurrence):
    moved = event("UID:a", f"RECURRENCE-ID{recurrence}", "DTSTART;VALUE=DATE:20261120")
    found = read(calendar(event("UID:a", ALL_DAY, THREE_DAYS), moved))
    assert [f"{start:%d %H}" for start, _stop in found.busy] == ["01 23", "03 23", "19 23"]


def test_an_occurrence_is_replaced_by_its_wall_time_where_the_zone_was_forgotten():
    master = event("UID:a", NEW_YORK, HOUR, THREE_DAYS)
    gone = event("UID:a", "RECURRENCE-ID:20261103T090000", "STATUS:CANCELLED", NEW_YORK)
    assert busy_in(master, gone) == ["11-02 14:00/15:00", "11-04 14:00/15:00"]


@pytest.mark.parametrize(
    ("rule", "busy"),
    [
        # RFC 5545 §3.3.10: times of day mean nothing for whole days.
        ("FREQ=DAILY;COUNT=2;BYHOUR=9;BYMINUTE=30;BYSECOND=5", ["11-01 23:00/11-03 23:00"]),
        ("FREQ=HOURLY;COUNT=5", ["11-01 23:00/11-02 23:00"]),
        (
            "FREQ=WEEKLY;COUNT=2;BYSETPOS=1;BYDAY=MO,TU",
            ["11-01 23:00/11-02 23:00", "11-08 23:00/11-09 23:00"],
        ),
    ],
)
def test_whole_days_begin_at_midnight_whatever_the_rule_says(rule, busy):
    assert busy_in(event(ALL_DAY, f"RRULE:{rule}")) == busy


@pytest.mark.parametrize("rule", ["FREQ=HOURLY;COUNT=6", "FREQ=HOURLY;BYMINUTE=0;COUNT=6"])
@pytest.mark.parametrize("exception", ["EXDATE:20200101T000000Z", "X-NONE:"])
@pytest.mark.parametrize(
    ("day", "length", "busy"),
    [
        # RFC 5545 §3.3.10: wall times, as if each were written down. In October, 2 o'clock is
        # the first one; in March there is none, and 3 o'clock stands for it.
        (
            "20261025",
            "PT30M",
            ["24 22:00", "24 23:00", "25 00:00", "25 02:00", "25 03:00", "25 04:00"],
        ),
        ("20261025", "PT1H", ["24 22:00", "25 02:00"]),
        ("20260329", "PT30M", ["28 23:00", "29 00:00", "29 01:00", "29 02:00", "29 03:00"]),
        ("20260329", "PT1H", ["28 23:00"]),
    ],
)
def test_every_hour_is_one_that_the_clock_shows(rule, exception, day, length, busy):
    start = f"DTSTART;TZID=Europe/Berlin:{day}T000000"
    lines = start, f"DURATION:{length}", f"RRULE:{rule}", exception
    found = read(calendar(event(*lines)), begin="2026-03-01T00:00Z")
    assert [f"{begin:%d %H:%M}" for begin, _stop in found.busy] == busy


@pytest.mark.parametrize(
    "frequency", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "SECONDLY"]
)
@pytest.mark.parametrize("part", ["", ";BYMONTH=11"])
def test_what_never_comes_again_takes_place_once(frequency, part):
    rule = f"RRULE:FREQ={frequency};INTERVAL=999999999999{part}"
    assert busy_in(event(BERLIN, HOUR, rule)) == ["11-02 08:00/09:00"]


@pytest.mark.parametrize("limit", ["COUNT=3", "UNTIL=20261104T080000Z", "UNTIL=20261104"])
@pytest.mark.parametrize("frequency", ["DAILY", "WEEKLY;BYDAY=MO,TU,WE", "MONTHLY;BYDAY=MO,TU,WE"])
def test_a_rule_that_ends_is_no_burden_in_the_widest_window(frequency, limit):
    lines = BERLIN, HOUR, f"RRULE:FREQ={frequency};{limit}"
    found = read(calendar(event(*lines)), begin="0001-01-01T00:00Z", end="9999-12-31T23:59:59Z")
    assert (len(found.busy), found.skipped) == (3, ())


def test_the_end_of_a_rule_in_another_zone_may_be_its_last_occurrence():
    for until in ("20261104T140000Z", "20261104T090000"):
        rule = f"RRULE:FREQ=DAILY;UNTIL={until}"
        assert len(read(calendar(event(NEW_YORK, HOUR, rule))).busy) == 3
    too_early = "RRULE:FREQ=DAILY;UNTIL=20261104T135959Z"
    assert len(read(calendar(event(NEW_YORK, HOUR, too_early))).busy) == 2


@pytest.mark.parametrize(
    ("until", "days"),
    [("20261104", 3), ("20261104T000000Z", 3), ("20261104T050000Z", 3), ("20261104T045959Z", 2)],
)
def test_the_last_whole_day_may_be_told_as_a_moment(until, days):
    content = calendar(event(ALL_DAY, f"RRULE:FREQ=DAILY;UNTIL={until}"))
    window = {"begin": "2026-11-01T00:00Z", "end": "2026-12-01T00:00Z"}
    [(start, stop)] = read(content, zone=ZoneInfo("America/New_York"), **window).busy
    assert (stop - start).days == days


def test_whole_days_that_are_written_with_their_midnights():
    lines = "DTSTART;VALUE=DATE:20261102T000000", "DTEND;VALUE=DATE:20261103T000000"
    assert busy_in("X-WR-TIMEZONE:America/New_York", event(*lines)) == ["11-01 23:00/11-02 23:00"]
