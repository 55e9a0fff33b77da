"""Reading a calendar in another process: what comes back is what the core found."""

from datetime import UTC, datetime

import pytest

from scheduling.busy.documents import contract_document, full_document, read_full_document
from scheduling.busy.guarded import CalendarRefused, read_busy_times
from scheduling.busy.intervals import BusyTimes, Skipped
from tests.scheduling.busy.calendars import BERLIN, calendar, event

OCTOBER, DECEMBER = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
HOUR = (datetime(2026, 11, 2, 8, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC))


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
    found = BusyTimes((HOUR,), (Skipped("odd", "why", ((first, HOUR[0]),)),))
    assert read_full_document(full_document(found)) == found
    assert contract_document(found) == {
        "busy": [["2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z"]],
        "skipped": [{"uid": "odd", "reason": "why"}],
    }
