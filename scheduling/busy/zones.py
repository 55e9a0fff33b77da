"""Finds the time zone that a calendar means, and tells what instant a wall time is in it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from app.kernel.zones import find_zone, known_zone_names
from scheduling.busy.components import Component
from scheduling.busy.content_lines import plain_text

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


class UnknownZone(ValueError):
    """The calendar names a zone that nobody knows and that it does not describe."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by what it makes of a wall time without a zone: the instant, in UTC.

    A wall time that the clock shows twice is the first of both, one that it skips is read with the
    offset before (RFC 5545 §3.3.5).
    """

    to_utc: Callable[[datetime], datetime]
    from_utc: Callable[[datetime], datetime]


def iana_zone(zone: ZoneInfo) -> Zone:
    """A zone of the IANA database."""

    def to_utc(wall: datetime) -> datetime:
        try:
            return wall.replace(tzinfo=zone).astimezone(UTC)
        except (OverflowError, ValueError):
            return EARLIEST if wall.year < 2 else LATEST

    def from_utc(instant: datetime) -> datetime:
        try:
            return instant.astimezone(zone).replace(tzinfo=None)
        except (OverflowError, ValueError):
            return instant.replace(tzinfo=None)

    return Zone(to_utc, from_utc)


UTC_ZONE = Zone(lambda wall: wall.replace(tzinfo=UTC), lambda instant: instant.replace(tzinfo=None))


class ZoneFinder:
    """Finds the zones of one VCALENDAR. `onsets_of` expands an observance, see occurrences."""

    def __init__(
        self, calendar: Component, onsets_of: Callable[[Component], list[datetime]]
    ) -> None:
        self._described = {
            plain_text(zone.text("TZID")): zone
            for zone in calendar.parts
            if zone.name == "VTIMEZONE"
        }
        self._onsets_of = onsets_of
        self._found: dict[str, Zone] = {}

    def find(self, name: str) -> Zone:
        """The zone that the calendar means by this name. Raises UnknownZone."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Zone:
        plain = name.strip().strip("\"'").strip()
        known = _known_zone(plain)
        if known is not None:
            return iana_zone(known)
        described = self._described.get(name) or self._described.get(plain)
        if described is None:
            raise UnknownZone(f"the time zone {name[:60]!r} is unknown")
        return self._described_zone(described)

    def _described_zone(self, component: Component) -> Zone:
        """The zone of a VTIMEZONE (RFC 5545 §3.6.5), from when its clock changes."""
        changes: list[tuple[datetime, timedelta, timedelta]] = []
        for observance in component.parts:
            before = _offset(observance.text("TZOFFSETFROM"))
            after = _offset(observance.text("TZOFFSETTO"))
            if before is None or after is None:
                raise UnknownZone("a time zone is described without its offsets")
            changes += [(onset, before, after) for onset in self._onsets_of(observance)]
        if not changes:
            raise UnknownZone("a time zone is described without an offset")
        changes.sort(key=lambda change: change[0] - change[1])
        return _changing_zone(changes)


def _changing_zone(changes: list[tuple[datetime, timedelta, timedelta]]) -> Zone:
    onsets = [onset for onset, _before, _after in changes]
    instants = [onset - before for onset, before, _after in changes]
    onsets.sort()

    def offset_at(wall: datetime) -> timedelta:
        index = bisect_right(onsets, wall) - 1
        if index < 0:
            return changes[0][1]
        onset, before, after = changes[index]
        return before if wall < onset + (after - before) else after

    def to_utc(wall: datetime) -> datetime:
        try:
            return (wall - offset_at(wall)).replace(tzinfo=UTC)
        except OverflowError:
            return EARLIEST if wall.year < 2 else LATEST

    def from_utc(instant: datetime) -> datetime:
        plain = instant.replace(tzinfo=None)
        index = bisect_right(instants, plain) - 1
        try:
            return plain + (changes[index][2] if index >= 0 else changes[0][1])
        except OverflowError:
            return plain

    return Zone(to_utc, from_utc)


def _known_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, a Windows name, or a path that ends in an IANA name."""
    found = find_zone(_by_any_case().get(name.casefold(), ""))
    if found is not None:
        return found
    windows = _WINDOWS.get(name.casefold())
    if windows is not None:
        return find_zone(windows)
    pieces = name.split("/")
    for length in (3, 2):
        path = "/".join(pieces[-length:])
        if name.startswith("/") and len(pieces) > length and find_zone(path):
            return find_zone(path)
    return None


def _by_any_case() -> dict[str, str]:
    if not _CASES:
        _CASES.update({name.casefold(): name for name in known_zone_names()})
    return _CASES


_CASES: dict[str, str] = {}


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset
