"""Tells what instant a wall time is in a zone, and finds zones that are known by name. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from app.kernel.zones import find_zone, known_zone_names

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC, microsecond=0)
#: What a system's list of zones holds beside those of the IANA: the machine's own, and none at all.
_NO_ZONES = frozenset({"localtime", "factory"})


class UnknownZone(ValueError):
    """The calendar names a zone that nobody knows and that it does not describe."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by what it makes of a wall time without a zone: the instant, in UTC.

    A wall time that the clock shows twice is the first of both, one that it skips is read with the
    offset before (RFC 5545 §3.3.5).
    """

    to_utc: Callable[[datetime], datetime]


UTC_ZONE = Zone(lambda wall: wall.replace(tzinfo=UTC))


def later(moment: datetime, delta: timedelta) -> datetime:
    """`moment` plus `delta`; the first or the last moment there is where that is beyond it."""
    try:
        return moment + delta
    except OverflowError:
        farthest = LATEST if delta > timedelta() else EARLIEST
        return farthest.replace(tzinfo=moment.tzinfo)


def iana_zone(zone: ZoneInfo) -> Zone:
    """A zone of the IANA database."""

    def to_utc(wall: datetime) -> datetime:
        try:
            return wall.replace(tzinfo=zone).astimezone(UTC)
        except (OverflowError, ValueError):
            return EARLIEST if wall.year < 2 else LATEST

    return Zone(to_utc)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a zone's clock: when it shows `onset`, its offset to UTC changes."""

    onset: datetime
    before: timedelta
    after: timedelta


def changing_zone(changes: Sequence[Change]) -> Zone:
    """A zone by the changes of its clock, at least one."""
    changes = sorted(changes, key=lambda change: change.onset)
    onsets = [change.onset for change in changes]

    def offset_at(wall: datetime) -> timedelta:
        index = bisect_right(onsets, wall) - 1
        if index < 0:
            return changes[0].before
        change = changes[index]
        skipped = wall < later(change.onset, change.after - change.before)
        return change.before if skipped else change.after

    def to_utc(wall: datetime) -> datetime:
        return later(wall, -offset_at(wall)).replace(tzinfo=UTC)

    return Zone(to_utc)


def known_zone(name: str) -> Zone | None:
    """The zone of an IANA name, a Windows name (as the CLDR maps it), or a path to an IANA name.

    Such paths are /mozilla.org/20050126_1/Europe/Berlin and the like. Letters of any case.
    """
    name = name.casefold()
    found = _named(name) or _named(_windows_names().get(name, ""))
    pieces = name.split("/")
    if found is None and not pieces[0]:
        for begin in range(max(1, len(pieces) - 3), len(pieces)):
            found = found or _named("/".join(pieces[begin:]))
    return iana_zone(found) if found else None


def _named(name: str) -> ZoneInfo | None:
    return find_zone(_iana_names().get(name, ""))


@cache
def _iana_names() -> dict[str, str]:
    names = {name.casefold(): name for name in known_zone_names()}
    return {name: written for name, written in names.items() if name not in _NO_ZONES}


@cache
def _windows_names() -> dict[str, str]:
    mapped = get_global("windows_zone_mapping")
    return {name.casefold(): zone.casefold() for name, zone in mapped.items()}
