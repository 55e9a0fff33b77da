"""Writes an iCalendar file (RFC 5545, RFC 7986) of dated entries. Pure.

An entry is rendered by the library once and its lines are kept; a file is those lines joined. What
is the same for all entries of one reader (their own word for a date, a reminder) is put between
the kept lines and the end of each entry while joining, so that thousands cost as much as a copy.

The same entries give the same bytes, so that an ETag holds: nothing in the file tells when it was
written. DTSTAMP is when the entry last changed, as §3.8.7.2 has it for files without METHOD.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration

from scheduling.zone_component import zone_component

PRODUCT = "-//KommA//KommA//DE"
ASK_AGAIN_AFTER = timedelta(hours=1)
UTC_ZONES = {"UTC", "Etc/UTC"}  # written with Z, and need no VTIMEZONE
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

_BEGIN, _END, _END_OF_FILE = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"
_STAMPS = "DTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\nLAST-MODIFIED:{at:%Y%m%dT%H%M%SZ}\r\n"
_STAMPS_LENGTH = len(_STAMPS.format(at=datetime(2026, 1, 1, tzinfo=UTC)))


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One date as a calendar shows it. `zone` is the IANA zone of its wall time.

    `note` is read on opening the entry: where to learn what the entry itself does not say. One that
    is `free` takes up nobody's time. Without a title, whoever joins the entry gives it one.
    """

    uid: str
    sequence: int
    title: str = ""
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str = ""
    note: str = ""
    cancelled: bool = False
    free: bool = False
    created_at: datetime
    changed_at: datetime


class ZoneSpan(NamedTuple):
    """A zone that entries name, and the years from the first to the last of them."""

    zone: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class RenderedEntry:
    """A VEVENT without its end. Its last lines are the two stamps, see `stamped_anew`."""

    lines: bytes
    span: ZoneSpan


class EntryGroup(NamedTuple):
    """Lines of entries that all end with `ending`."""

    ending: bytes
    lines: Sequence[bytes]


def write_calendar(entries: Iterable[CalendarEntry], *, name: str, zone: str, year: int) -> bytes:
    """The file of `entries`, in their order, in UTF-8.

    `zone` and `year` give the one time zone that a file without entries holds, since a calendar
    needs a component. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    rendered = [render_entry(entry) for entry in entries]
    spans = zone_spans((entry.span for entry in rendered), otherwise=ZoneSpan(zone, year, year))
    return join_calendar(
        [EntryGroup(ending(), [entry.lines for entry in rendered])], name=name, spans=spans
    )


def render_entry(entry: CalendarEntry) -> RenderedEntry:
    """The lines of `entry`, folded and escaped by the library."""
    lines = event_component(entry, stamped=False).to_ical().removesuffix(_END)
    return RenderedEntry(
        lines=lines + _stamps(entry.changed_at),
        span=ZoneSpan(entry.zone, entry.starts_at.year, entry.ends_at.year),
    )


def stamped_anew(lines: Iterable[bytes], at: datetime) -> list[bytes]:
    """Rendered `lines` of entries that have looked different since `at`."""
    stamps = _stamps(at)
    return [entry[:-_STAMPS_LENGTH] + stamps for entry in lines]


@lru_cache(maxsize=4096)
def ending(title: str = "", *, remind_before: timedelta | None = None, reminder: str = "") -> bytes:
    """What ends an entry: the title where it has none yet, and a reminder (§3.6.6) if wanted."""
    event = Event()
    if title:
        event.add("SUMMARY", plain_text(title))
    if remind_before is not None:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", -remind_before)
        alarm.add("DESCRIPTION", plain_text(reminder))
        event.add_component(alarm)
    return event.to_ical().removeprefix(_BEGIN)


def zone_spans(spans: Iterable[ZoneSpan], *, otherwise: ZoneSpan) -> tuple[ZoneSpan, ...]:
    """Each zone once, from the first to the last year of all; `otherwise` where there is none."""
    spans = set(spans)
    years = [year for span in spans for year in span[1:]]
    zones = sorted({span.zone for span in spans} - UTC_ZONES)
    if not zones:
        years = years or list(otherwise[1:])
        zones = [otherwise.zone]
    return tuple(ZoneSpan(zone, min(years), max(years)) for zone in zones)


def join_calendar(groups: Iterable[EntryGroup], *, name: str, spans: tuple[ZoneSpan, ...]) -> bytes:
    """The file of entries that have been rendered, with a VTIMEZONE for each of `spans`."""
    pieces = [_head(name, spans)]
    for group in groups:
        if group.lines:
            pieces += (group.ending.join(group.lines), group.ending)
    return b"".join((*pieces, _END_OF_FILE))


def plain_text(text: str) -> str:
    """`text` with line feeds for every kind of line break and without control characters.

    RFC 5545 §3.1 allows none in a content line, and readers that split at U+2028 would choke.
    """
    text = LINE_BREAKS.sub("\n", text)
    return "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    )


def event_component(entry: CalendarEntry, *, stamped: bool = True) -> Event:
    """The VEVENT of `entry`; `stamped` says whether it tells when it last changed."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("CREATED", entry.created_at.astimezone(UTC))
    if stamped:
        event.add("DTSTAMP", entry.changed_at.astimezone(UTC))
        event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC))
    for name, at in zip(("DTSTART", "DTEND"), _wall_times(entry), strict=True):
        event.add(name, at)
    if entry.title:
        event.add("SUMMARY", plain_text(entry.title))
    if entry.place:
        event.add("LOCATION", plain_text(entry.place))
    if entry.note:
        event.add("DESCRIPTION", plain_text(entry.note))
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # What is called off keeps nobody busy, also where STATUS is not read.
    event.add("TRANSP", "TRANSPARENT" if entry.cancelled or entry.free else "OPAQUE")
    # Who shares a calendar with colleagues shares at most that there is something.
    event.add("CLASS", "PRIVATE")
    return event


@lru_cache(maxsize=256)
def _head(name: str, spans: tuple[ZoneSpan, ...]) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", plain_text(name))
    calendar.add("X-WR-CALNAME", plain_text(name))
    calendar.add("REFRESH-INTERVAL", vDuration(ASK_AGAIN_AFTER), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN_AFTER))
    for span in spans:
        calendar.add_component(zone_component(*span))
    return calendar.to_ical().removesuffix(_END_OF_FILE)


def _stamps(at: datetime) -> bytes:
    """Always as long: years have four digits."""
    return _STAMPS.format(at=at.astimezone(UTC)).encode()


def _wall_times(entry: CalendarEntry) -> tuple[datetime, datetime]:
    """Start and end in the entry's zone; in UTC where a wall time would be ambiguous.

    In autumn an hour comes twice, and §3.3.5 reads its wall times as the first of the two.
    """
    clock = UTC if entry.zone in UTC_ZONES else ZoneInfo(entry.zone)
    start, end = entry.starts_at.astimezone(clock), entry.ends_at.astimezone(clock)
    if start.fold or end.fold:
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end
