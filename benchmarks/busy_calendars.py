"""Busy times of a calendar from outside: ours beside a plain expansion, with one answer.

200 appointments a week over twelve weeks in which the clock changes, 2,400 in all. The plain
expansion is handed its appointments as Python's own values; ours reads them from a file first.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.busy.guarded import read_busy_times
from scheduling.busy.intervals import busy_times
from scheduling.interval import Interval, merged

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 9, 7)  # noqa: DTZ001 - wall time; summer time ends on 25 October
EVENTS, WEEKS = 200, 12
LENGTH = timedelta(minutes=45)
BEGIN = MONDAY.replace(tzinfo=BERLIN).astimezone(UTC)
END = BEGIN + timedelta(weeks=WEEKS)


def busy_calendar_cases() -> dict[str, dict[str, Callable[[], object]]]:
    """The plain expansion and ours, after both have given the same answer."""
    content = calendar_file()

    def ours() -> list[Interval]:
        return list(busy_times(content, begin=BEGIN, end=END, zone=BERLIN).busy)

    def guarded() -> object:
        return read_busy_times(content, begin=BEGIN, end=END, zone=BERLIN)

    if ours() != plain_expansion():
        raise RuntimeError("the busy times differ from those of the plain expansion")
    return {
        f"Busy times of {EVENTS} weekly appointments, {WEEKS} weeks": {
            "plain expansion, nothing to read": plain_expansion,
            "read from a file": ours,
            "read in a process of its own": guarded,
        }
    }


def beginnings() -> list[datetime]:
    """The wall times at which the appointments begin for the first time."""
    return [
        MONDAY + timedelta(days=number % 5, hours=8, minutes=15 * (number % 37))
        for number in range(EVENTS)
    ]


def plain_expansion() -> list[Interval]:
    """The plain way: each appointment in each week."""
    found = []
    for first in beginnings():
        for week in range(WEEKS):
            wall = first + timedelta(weeks=week)
            start = wall.replace(tzinfo=BERLIN).astimezone(UTC)
            found.append((start, start + LENGTH))
    return merged(found, begin=BEGIN, end=END)


def calendar_file() -> bytes:
    """The appointments as programs out there write them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number, first in enumerate(beginnings()):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@calendar.example",
            "DTSTAMP:20260901T080000Z",
            "SUMMARY:Jour fixe",
            f"DTSTART;TZID=Europe/Berlin:{first:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Berlin:{first + LENGTH:%Y%m%dT%H%M%S}",
            "RRULE:FREQ=WEEKLY",
            "END:VEVENT",
        ]
    return "\r\n".join((*lines, "END:VCALENDAR", "")).encode()
