"""Reading a calendar in another process: what comes back is what the core found."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.busy.documents import contract_document, full_document, read_full_document
from scheduling.busy.guarded import CalendarRefused, read_busy_times
from scheduling.busy.intervals import BusyTimes, Skipped
from tests.scheduling.busy.calendars import BERLIN, calendar, event

OCTOBER, DECEMBER = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
HOUR = (datetime(2026, 11, 2, 8, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC))

HALF = timedelta(minutes=30)


def test_instants_come_back_in_utc_and_faults_with_them():
    content = calendar(
        event("UID:good", "DTSTART:20261102T080000Z", "DURATION:PT1H"),
        event("UID:odd", "DTSTART;TZID=Atlantis:20261102T080000", "DURATION:PT1H"),
    )
    found = read_busy_times(content, begin=OCTOBER, end=DECEMBER, zone=BERLIN)
    assert found.busy == (HOUR,)
    assert found.skipped == (Skipped("odd", "the time zone 'Atlantis' is unknown"),)
    with pytest.raises(CalendarRefused, match="END:VCALENDAR"):
        read_busy_times(b"<html>", begin=OCTOBER, end=DECEMBER, zone=BERLIN)


def test_the_child_hands_over_what_the_contract_leaves_out():
    first = datetime(1, 1, 1, tzinfo=UTC)
    halves = ((HOUR[0], HOUR[0] + HALF), (HOUR[0] + HALF, HOUR[1]))
    found = BusyTimes((HOUR,), (Skipped("odd", "why", ((first, HOUR[0]),)),), halves)
    assert read_full_document(full_document(found)) == found
    assert contract_document(found) == {
        "busy": [["2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z"]],
        "skipped": [{"uid": "odd", "reason": "why"}],
    }


EVERYTHING = ";".join(
    f"{name}={','.join(map(str, range(first, last + 1)))}"
    for name, first, last in (
        ("BYMONTHDAY", 1, 31),
        ("BYHOUR", 0, 23),
        ("BYMINUTE", 0, 59),
        ("BYSECOND", 0, 59),
    )
)
HOUR_AT_NIGHT = ("DTSTART:20200101T000000Z", "DURATION:PT1H")
OWN_ZONE = "BEGIN:VTIMEZONE\nTZID:{0}\nBEGIN:STANDARD\nDTSTART:16010101T000000\n{1}END:STANDARD\n"
OFFSETS = "TZOFFSETFROM:+0{0}00\nTZOFFSETTO:+0{0}00\n"


@pytest.mark.parametrize(
    "bomb",
    [
        event(*HOUR_AT_NIGHT, f"RRULE:FREQ=MONTHLY;BYSETPOS=1;{EVERYTHING}") + "\r\n",
        event("DTSTART:00010101T000000Z", "RRULE:FREQ=YEARLY;COUNT=9;BYMONTH=2;BYMONTHDAY=30")
        * 900,
        event(*HOUR_AT_NIGHT, f"RDATE:{'20260102T000000Z,' * 20_000}"),
        event(*HOUR_AT_NIGHT, f"EXDATE;TZID={'%' * 1_000_000}x:20260102T000000".replace("%", "\\")),
        "\n" * 500_000,
        "END:VCALENDAR\nBEGIN:VCALENDAR\n".join(
            OWN_ZONE.format(number, OFFSETS.format(number % 9)) for number in range(3000)
        ),
    ],
    ids=["sets", "never", "dates", "escapes", "lines", "zones"],
)
def test_a_bomb_hides_no_other_event(bomb):
    if bomb.startswith("BEGIN:VEVENT"):
        bomb = bomb.replace("END:VEVENTBEGIN", "END:VEVENT\r\nBEGIN")
    good = event("UID:good", "DTSTART:20261102T080000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY")
    found = read_busy_times(calendar(bomb, good), begin=OCTOBER, end=DECEMBER, zone=BERLIN)
    assert HOUR in found.busy
