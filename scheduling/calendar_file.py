"""Writes an iCalendar file (RFC 5545, RFC 7986) of dated entries. Pure.

The same entries give the same bytes, so that an ETag holds: nothing in the file tells when it was
written. DTSTAMP is when the entry last changed, as §3.8.7.2 has it for files without METHOD.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration

from scheduling.zone_component import zone_component

PRODUCT = "-//KommA//KommA//DE"
ASK_AGAIN_AFTER = timedelta(hours=1)
UTC_ZONES = {"UTC", "Etc/UTC"}  # written with Z, and need no VTIMEZONE
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One date as a calendar shows it. `zone` is the IANA zone of its wall time.

    `note` is read on opening the entry: where to learn what the entry itself does not say.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str = ""
    note: str = ""
    cancelled: bool = False
    created_at: datetime
    changed_at: datetime


def write_calendar(entries: Iterable[CalendarEntry], *, name: str, zone: str, year: int) -> bytes:
    """The file of `entries`, in their order, in UTF-8.

    `zone` and `year` give the one time zone that a file without entries holds, since a calendar
    needs a component. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    entries = list(entries)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", plain_text(name))
    calendar.add("X-WR-CALNAME", plain_text(name))
    calendar.add("REFRESH-INTERVAL", vDuration(ASK_AGAIN_AFTER), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN_AFTER))
    years = [at.year for entry in entries for at in (entry.starts_at, entry.ends_at)] or [year]
    for used in sorted({entry.zone for entry in entries} - UTC_ZONES) or [zone]:
        calendar.add_component(zone_component(used, min(years), max(years)))
    for entry in entries:
        calendar.add_component(event_component(entry))
    return calendar.to_ical()


def plain_text(text: str) -> str:
    """`text` with line feeds for every kind of line break and without control characters.

    RFC 5545 §3.1 allows none in a content line, and readers that split at U+2028 would choke.
    """
    text = LINE_BREAKS.sub("\n", text)
    return "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    )


def event_component(entry: CalendarEntry) -> Event:
    """The VEVENT of `entry`."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.changed_at.astimezone(UTC))
    event.add("CREATED", entry.created_at.astimezone(UTC))
    event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC))
    for name, at in zip(("DTSTART", "DTEND"), _wall_times(entry), strict=True):
        event.add(name, at)
    event.add("SUMMARY", plain_text(entry.title))
    if entry.place:
        event.add("LOCATION", plain_text(entry.place))
    if entry.note:
        event.add("DESCRIPTION", plain_text(entry.note))
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # What is called off keeps nobody busy, also where STATUS is not read.
    event.add("TRANSP", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    # Who shares a calendar with colleagues shares at most that there is something.
    event.add("CLASS", "PRIVATE")
    return event


def _wall_times(entry: CalendarEntry) -> tuple[datetime, datetime]:
    """Start and end in the entry's zone; in UTC where a wall time would be ambiguous.

    In autumn an hour comes twice, and §3.3.5 reads its wall times as the first of the two.
    """
    clock = UTC if entry.zone in UTC_ZONES else ZoneInfo(entry.zone)
    start, end = entry.starts_at.astimezone(clock), entry.ends_at.astimezone(clock)
    if start.fold or end.fold:
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end
