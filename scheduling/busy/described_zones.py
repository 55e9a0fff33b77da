"""Finds the zones that a calendar names, and reads those that it describes itself. Pure."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from scheduling.busy.components import Component
from scheduling.busy.content_lines import plain_text
from scheduling.busy.recurrence import Budget, occurrences
from scheduling.busy.rules import read_rule
from scheduling.busy.values import Unreadable, Zones, read_moment, texts_of
from scheduling.busy.zones import (
    UTC_ZONE,
    Change,
    UnknownZone,
    Zone,
    changing_zone,
    known_zone,
    later,
)

_OFFSET = re.compile(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", re.ASCII)
_OBSERVANCES = frozenset({"STANDARD", "DAYLIGHT"})
#: Zones change their clocks by wall times with the offset before, which needs no zone.
_PLAIN = Zones(days=UTC_ZONE, find=lambda _name: UTC_ZONE)
#: How far beyond the window changes of a clock are looked for.
_MARGIN = timedelta(days=400)
#: Enough for fifty zones that are described from the year 1601 on, as Outlook does it.
_MOST_STEPS = 300_000


class DescribedZones:
    """The zones that the calendars of one file describe, read once each where they are needed."""

    def __init__(self, calendars: Iterable[Component], *, until: datetime) -> None:
        self._until = later(until.replace(tzinfo=None), _MARGIN)
        self._budget = Budget(_MOST_STEPS)
        self._read: dict[object, Zone | UnknownZone] = {}
        self._of_the_file: dict[str, Component] = {}
        for calendar in calendars:
            for name, component in _described(calendar).items():
                self._of_the_file.setdefault(name, component)

    def of(self, calendar: Component) -> ZoneFinder:
        """What finds the zones that are meant in one of the calendars."""
        return ZoneFinder(self, ChainMap(_described(calendar), self._of_the_file))

    def read(self, component: Component) -> Zone:
        """The zone of a VTIMEZONE. Raises UnknownZone."""
        # Where each event comes in a calendar of its own, so does the same description each time.
        key = _contents(component)
        if key not in self._read:
            try:
                self._read[key] = changing_zone(list(self._changes(component)))
            except UnknownZone as fault:
                self._read[key] = fault
            except (Unreadable, ValueError, OverflowError) as fault:
                self._read[key] = UnknownZone(f"a time zone cannot be read: {fault}")
        found = self._read[key]
        if isinstance(found, UnknownZone):
            raise found
        return found

    def _changes(self, component: Component) -> Iterator[Change]:
        """When the clock of a zone changes (RFC 5545 §3.6.5). Raises UnknownZone, Unreadable."""
        observances = [part for part in component.parts if part.name in _OBSERVANCES]
        if not observances:
            raise UnknownZone("a time zone is described without an offset")
        for observance in observances:
            before = _offset(observance.text("TZOFFSETFROM"))
            after = _offset(observance.text("TZOFFSETTO"))
            if before is None or after is None:
                raise UnknownZone("a time zone is described without its offsets")
            for onset in self._onsets(observance, before):
                yield Change(onset, before, after)

    def _onsets(self, observance: Component, before: timedelta) -> Iterator[datetime]:
        line = observance.first("DTSTART")
        if line is None:
            raise UnknownZone("a time zone is described without a beginning")
        start = read_moment(line, _PLAIN).wall
        yield start
        for added in observance.all("RDATE"):
            for text in texts_of(added):
                self._budget.spend()
                yield read_moment(added, _PLAIN, text).wall
        for line in observance.all("RRULE"):
            rule = read_rule(line.value)
            for wall in occurrences(rule, start, start, self._until, self._budget):
                if rule.is_over(wall, later(wall, -before).replace(tzinfo=UTC)):
                    break
                yield wall


class ZoneFinder:
    """Finds the zones that are meant in one calendar."""

    def __init__(self, zones: DescribedZones, described: Mapping[str, Component]) -> None:
        self._zones = zones
        self._described = described
        self._found: dict[str, Zone] = {}

    def find(self, name: str) -> Zone:
        """The zone that the calendar means by this name. Raises UnknownZone."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Zone:
        plain = _plain(name)
        known = known_zone(plain)
        if known is not None:
            return known
        described = self._described.get(plain)
        if described is None:
            raise UnknownZone(f"the time zone {name[:60]!r} is unknown")
        return self._zones.read(described)


def _described(calendar: Component) -> dict[str, Component]:
    return {
        _plain(plain_text(part.text("TZID"))): part
        for part in calendar.parts
        if part.name == "VTIMEZONE"
    }


def _plain(name: str) -> str:
    return name.strip().strip("\"'").strip()


def _contents(component: Component) -> object:
    return tuple(
        (part.name, line.name, line.value) for part in component.parts for line in part.lines
    )


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset
