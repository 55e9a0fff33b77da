"""When somebody is busy, clause by clause of the contract."""

import pytest

from scheduling.busy.components import NotACalendar
from scheduling.busy.intervals import MOST_APART
from tests.scheduling.busy.calendars import busy_in, calendar, event, read

AT_NINE = ("DTSTART;TZID=Europe/Berlin:20261102T090000", "DTEND;TZID=Europe/Berlin:20261102T100000")
NINE = "11-02 08:00/09:00"


def at(zone_or_text: str) -> str:
    return event(f"DTSTART;{zone_or_text}:20261102T090000", "DURATION:PT1H")


@pytest.mark.parametrize(
    ("line", "busy"),
    [
        ("TRANSP:TRANSPARENT", False),
        ("transp:transparent", False),
        ("STATUS:CANCELLED", False),
        ("STATUS:TENTATIVE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", True),
        ("CLASS:PRIVATE", True),
    ],
)
def test_what_counts_as_busy(line, busy):
    assert busy_in(event(*AT_NINE, line)) == ([NINE] if busy else [])


def test_touching_and_overlapping_times_become_one_and_end_with_the_window():
    parts = [
        event(f"DTSTART:202611{day}Z", "DURATION:PT2H")
        for day in ("01T100000", "01T120000", "01T130000")
    ]
    assert busy_in(*parts) == ["11-01 10:00/15:00"]
    assert busy_in(*parts, begin="2026-11-01T11:00Z", end="2026-11-01T12:30Z") == [
        "11-01 11:00/12:30"
    ]


def test_they_are_also_told_one_by_one_unless_there_are_very_many():
    hour = ("DTSTART:20261101T100000Z", "DURATION:PT1H")
    nested = event("DTSTART:20261101T103000Z", "DURATION:PT10M")
    touching = event("DTSTART:20261101T110000Z", "DURATION:PT2H")
    content = calendar(event(*hour), event(*hour), nested, touching)
    found = read(content, begin="2026-11-01T10:15Z", end="2026-11-01T12:00Z", apart=True)
    told = [f"{start:%H:%M}/{stop:%H:%M}" for start, stop in found.apart]
    assert told == ["10:15/11:00", "10:30/10:40", "11:00/12:00"]
    many = event(
        "DTSTART:20261101T100000Z",
        "DURATION:PT1M",
        f"RRULE:FREQ=MINUTELY;COUNT={MOST_APART + 2}",
        "EXDATE:20261101T100000Z",
    )
    found = read(calendar(many), apart=True)
    assert found.apart == found.busy
    assert len(found.busy) == 1


def test_without_a_length_there_is_nothing_to_be_busy_with():
    assert busy_in(event("DTSTART:20261102T090000Z")) == []
    assert busy_in(event("DTSTART;VALUE=DATE:20261102", "DTEND;VALUE=DATE:20261102")) == []


def test_whole_days_are_the_days_of_the_reader_also_when_the_clock_changes():
    assert busy_in(event("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026")) == [
        "10-23 22:00/10-25 23:00"
    ]
    assert busy_in(event("DTSTART;VALUE=DATE:20261102")) == ["11-01 23:00/11-02 23:00"]


def test_a_day_on_the_calendar_is_no_24_hours_but_hours_are():
    night = "DTSTART;TZID=Europe/Berlin:20261024T220000"
    assert busy_in(event(night, "DURATION:P1D")) == ["10-24 20:00/10-25 21:00"]
    assert busy_in(event(night, "DURATION:PT24H")) == ["10-24 20:00/10-25 20:00"]
    daily = event(night, "DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=2")
    assert busy_in(daily) == ["10-24 20:00/10-25 04:00", "10-25 21:00/10-26 05:00"]


def test_times_without_a_zone_are_those_of_the_calendar_else_of_the_reader():
    floating = event("DTSTART:20261102T090000", "DURATION:PT1H")
    assert busy_in(floating) == [NINE]
    assert busy_in("X-WR-TIMEZONE:America/New_York", floating) == ["11-02 14:00/15:00"]
    assert busy_in("X-WR-TIMEZONE:", floating) == [NINE]


@pytest.mark.parametrize(
    "zone",
    [
        "TZID=Europe/Berlin",
        "TZID=europe/berlin",
        'TZID="W. Europe Standard Time"',
        "TZID=W. Europe Standard Time",
        "TZID=/mozilla.org/20050126_1/Europe/Berlin",
        "TZID=/freeassociation.sourceforge.net/Europe/Berlin",
        "tzid=Europe/Berlin",
    ],
)
def test_names_of_zones(zone):
    assert busy_in(at(zone)) == [NINE]


def zone(name: str, offset: str = "+0300") -> str:
    return "\r\n".join(
        (
            "BEGIN:VTIMEZONE",
            f"TZID:{name}",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            f"TZOFFSETFROM:{offset}",
            f"TZOFFSETTO:{offset}",
            "END:STANDARD",
            "END:VTIMEZONE",
        )
    )


def test_a_zone_of_the_file_s_own_is_used_but_never_against_a_known_name():
    assert busy_in(zone("Here"), at("TZID=Here")) == ["11-02 06:00/07:00"]
    assert busy_in(zone("Here\\, there"), at('TZID="Here, there"')) == ["11-02 06:00/07:00"]
    assert busy_in(zone("Here\\, there"), at("TZID=Here\\, there")) == ["11-02 06:00/07:00"]
    assert busy_in(zone("Europe/Berlin"), at("TZID=Europe/Berlin")) == [NINE]


def test_an_unknown_zone_is_never_guessed():
    found = read(
        calendar(
            event("UID:odd", "DTSTART;TZID=Atlantis:20261102T090000", "DURATION:PT1H"),
            event(*AT_NINE),
        )
    )
    assert len(found.busy) == 1
    assert [skipped.uid for skipped in found.skipped] == ["odd"]
    assert "Atlantis" in found.skipped[0].reason


def described_berlin() -> str:
    parts = ["BEGIN:VTIMEZONE", "TZID:Own"]
    for name, start, before, after in (
        ("DAYLIGHT", "19700329T020000", "+0100", "+0200"),
        ("STANDARD", "19701025T030000", "+0200", "+0100"),
    ):
        month = start[4:6]
        parts += [
            f"BEGIN:{name}",
            f"DTSTART:{start}",
            f"TZOFFSETFROM:{before}",
            f"TZOFFSETTO:{after}",
            f"RRULE:FREQ=YEARLY;BYMONTH={int(month)};BYDAY=-1SU",
            f"END:{name}",
        ]
    return "\r\n".join((*parts, "END:VTIMEZONE"))


@pytest.mark.parametrize(
    "wall",
    ["20261025T013000", "20261025T023000", "20261025T033000", "20260329T023000", "20260401T120000"],
)
def test_a_described_zone_changes_its_clock_as_the_known_one(wall):
    window = {"begin": "2026-03-01T00:00Z", "end": "2026-12-01T00:00Z"}
    lines = (f"{wall}", "DURATION:PT10M")
    own = busy_in(described_berlin(), event(f"DTSTART;TZID=Own:{lines[0]}", lines[1]), **window)
    assert own == busy_in(event(f"DTSTART;TZID=Europe/Berlin:{lines[0]}", lines[1]), **window)


WEEKLY = ("UID:week", *AT_NINE, "RRULE:FREQ=WEEKLY;COUNT=4")


def test_occurrences_that_are_left_out_moved_or_cancelled():
    assert busy_in(
        event(*WEEKLY, "EXDATE;TZID=Europe/Berlin:20261109T090000", "EXDATE:20261116T080000Z")
    ) == [NINE, "11-23 08:00/09:00"]
    moved = event(
        "UID:week",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261109T090000",
        "DTSTART:20261110T120000Z",
        "DTEND:20261110T130000Z",
    )
    gone = event(
        "UID:week", "RECURRENCE-ID:20261116T080000Z", "STATUS:CANCELLED", "DTSTART:20261116T080000Z"
    )
    expected = [NINE, "11-10 12:00/13:00", "11-23 08:00/09:00"]
    assert busy_in(moved, event(*WEEKLY), gone) == expected
    assert busy_in(event(*WEEKLY), gone, moved) == expected


def test_what_was_moved_into_the_window_counts():
    long_ago = event(
        "UID:week", "RECURRENCE-ID:20250106T080000Z", "DTSTART:20261105T080000Z", "DURATION:PT1H"
    )
    master = event(
        "UID:week", "DTSTART:20250106T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"
    )
    assert busy_in(master, long_ago) == ["11-05 08:00/09:00"]


@pytest.mark.parametrize("newer_first", [True, False])
@pytest.mark.parametrize("newer", [("SEQUENCE:2",), ("SEQUENCE:1", "DTSTAMP:20260102T000000Z")])
def test_of_several_versions_the_newest_counts(newer, newer_first):
    old = event("UID:one", "SEQUENCE:1", "DTSTAMP:20260101T000000Z", *AT_NINE)
    new = event("UID:one", *newer, "DTSTART:20261103T080000Z", "DURATION:PT1H")
    parts = (new, old) if newer_first else (old, new)
    assert busy_in(*parts) == ["11-03 08:00/09:00"]


def test_further_dates_and_periods():
    assert busy_in(
        event(
            *AT_NINE,
            "RDATE;VALUE=PERIOD:20261104T100000Z/20261104T120000Z,20261105T100000Z/PT30M",
            "RDATE;TZID=Europe/Berlin:20261106T090000",
        )
    ) == [NINE, "11-04 10:00/12:00", "11-05 10:00/10:30", "11-06 08:00/09:00"]


@pytest.mark.parametrize(
    "until", ["20261109T080000Z", "20261109T090000", "20261109", "20261109T235959Z"]
)
def test_a_rule_ends_with_its_last_day(until):
    assert busy_in(event(*AT_NINE, f"RRULE:FREQ=WEEKLY;UNTIL={until}")) == [
        NINE,
        "11-09 08:00/09:00",
    ]


def test_a_beginning_off_its_rule_is_an_occurrence():
    assert busy_in(event(*AT_NINE, "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=1")) == [
        NINE,
        "11-03 08:00/09:00",
    ]


def test_elapsed_intervals_are_worked_out_not_counted():
    endless = event("DTSTART:20200101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")
    assert busy_in(endless) == ["10-01 00:00/12-01 00:00"]
    ended = event(
        "DTSTART:20200101T000000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY;UNTIL=20261002T115900Z"
    )
    assert busy_in(ended) == ["10-01 00:00/10-02 12:00"]
    counted = event(
        "DTSTART:20261001T000000Z",
        "DURATION:PT2H",
        "RRULE:FREQ=HOURLY;COUNT=5",
    )
    assert busy_in(counted) == ["10-01 00:00/06:00"]


def test_busy_times_that_are_told_as_such():
    told = "\r\n".join(
        (
            "BEGIN:VFREEBUSY",
            "FREEBUSY:20261102T080000Z/PT1H",
            "FREEBUSY;FBTYPE=FREE:20261103T080000Z/PT1H",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261104T080000Z/20261104T090000Z,20261105T080000Z/PT1H",
            "END:VFREEBUSY",
        )
    )
    assert busy_in(told) == [NINE, "11-04 08:00/09:00", "11-05 08:00/09:00"]


def test_what_is_broken_beside_an_event_does_not_hide_it():
    alarm = event(*AT_NINE, "BEGIN:VALARM", "TRIGGER:-PT15M")
    task = "BEGIN:VTODO\r\nSUMMARY:never closed"
    later = event("DTSTART:20261103T080000Z", "DURATION:PT1H")
    assert busy_in(task, alarm, later) == [NINE, "11-03 08:00/09:00"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20261332T090000Z", "DURATION:PT1H"), "day"),
        (("DTSTART:soon",), "DTSTART"),
        (("SUMMARY:when?",), "beginning"),
        (("DTSTART:20261102T090000Z", "DTEND:20261102T080000Z"), "before"),
        (("DTSTART:20261102T090000Z", "DURATION:ages"), "duration"),
        (("DTSTART:20261102T090000Z", "DURATION:PT1H", "RRULE:FREQ=SOMETIMES"), "frequency"),
        (("DTSTART:20261102T090000Z", "DURATION:PT1H", "RECURRENCE-ID:never"), "RECURRENCE-ID"),
    ],
)
def test_an_event_that_cannot_be_read_is_named_and_hides_no_other(lines, reason):
    found = read(calendar(event("UID:broken", *lines), event("UID:good", *AT_NINE)))
    assert len(found.busy) == 1
    [skipped] = found.skipped
    assert skipped.uid == "broken"
    assert reason in skipped.reason


def test_only_what_stands_in_a_calendar_counts_and_there_may_be_several():
    outside = event("DTSTART:20261101T080000Z", "DURATION:PT1H").encode()
    two = calendar(event(*AT_NINE)) + calendar(event("DTSTART:20261103T080000Z", "DURATION:PT1H"))
    found = read(outside + b"\r\n" + two)
    assert [f"{start:%m-%d}" for start, _stop in found.busy] == ["11-02", "11-03"]


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("latin-1"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("DTSTART", "dtstart").replace("BEGIN", "begin").encode(),
        lambda text: text.replace("20261102T", "2026\r\n 1102T").encode(),
    ],
)
def test_however_it_is_written_down(encoded):
    text = calendar(event("SUMMARY:Gespräch", *AT_NINE)).decode()
    assert len(read(encoded(text)).busy) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Sign in</body></html>",
        b'{"error": 404}',
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        b"BEGIN:VCALENDAR\r\nX-NOTE:END:VCALENDAR\r\n",
        b"END:VCALENDAR\r\n",
    ],
)
def test_what_is_no_calendar_never_reads_as_free(content):
    with pytest.raises(NotACalendar):
        read(content)
