"""Reads values of calendar properties: dates, times, durations, periods (RFC 5545 §3.3). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.busy.content_lines import ContentLine
from scheduling.busy.zones import EARLIEST, LATEST, UTC_ZONE, Zone, ZoneFinder

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[Tt](\d\d):?(\d\d):?(\d\d)?([Zz])?", re.ASCII)
_DURATION = re.compile(
    r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII | re.I
)


class Unreadable(ValueError):
    """An event cannot be read; the message says why, in a few words."""


def later(moment: datetime, delta: timedelta) -> datetime:
    """`moment` plus `delta`; the first or the last moment there is where that is beyond it."""
    try:
        return moment + delta
    except OverflowError:
        farthest = LATEST if delta > timedelta() else EARLIEST
        return farthest.replace(tzinfo=moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of time as a calendar writes it: a wall time in a zone, or a whole day."""

    wall: datetime
    zone: Zone
    whole_day: bool = False

    @property
    def instant(self) -> datetime:
        """The instant, in UTC; of a whole day the midnight with which it begins."""
        return self.zone.to_utc(self.wall)


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: `days` on the calendar, and after them `exact` time (RFC 5545 §3.3.6)."""

    days: int
    exact: timedelta

    def after(self, wall: datetime, zone: Zone) -> datetime:
        """The instant at which something ends that begins at this wall time."""
        instant = zone.to_utc(later(wall, timedelta(days=self.days)) if self.days else wall)
        return later(instant, self.exact) if self.exact else instant


@dataclass(frozen=True, slots=True)
class Zones:
    """In what zone which values are: of whole days, without a zone, and by name."""

    days: Zone
    floating: Zone
    named: ZoneFinder


def read_moments(line: ContentLine, zones: Zones) -> list[Moment]:
    """The points of time of a property, commas between them. Raises Unreadable, UnknownZone."""
    texts = [text for text in line.value.split(",") if text.strip()]
    return [_moment(text.strip(), line, zones) for text in texts]


def read_moment(line: ContentLine, zones: Zones) -> Moment:
    """The one point of time of a property. Raises Unreadable, UnknownZone."""
    return _moment(line.value.strip(), line, zones)


def read_periods(line: ContentLine, zones: Zones) -> list[tuple[Moment, datetime]]:
    """The periods of a property: each with its beginning and the instant of its end."""
    periods = []
    for text in filter(None, (part.strip() for part in line.value.split(","))):
        first, slash, second = text.partition("/")
        if not slash:
            raise Unreadable(f"{line.name} is no period")
        start = _moment(first, line, zones)
        if second[:1] in ("P", "p", "+", "-"):
            end = read_length(second).after(start.wall, start.zone)
        else:
            end = _moment(second, line, zones).instant
        periods.append((start, end))
    return periods


def read_length(text: str) -> Length:
    """A DURATION value. Raises Unreadable."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        raise Unreadable("its duration cannot be read")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    try:
        exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        timedelta(days=7 * weeks + days)
    except OverflowError as error:
        raise Unreadable("its duration is too long") from error
    return Length(sign * (7 * weeks + days), sign * exact)


def read_until(text: str) -> tuple[datetime | date, bool]:
    """An UNTIL: a day or a wall time, and whether that is in UTC. Raises Unreadable."""
    day = _DATE.fullmatch(text)
    if day is not None:
        return _day(day), False
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unreadable("the end of its rule cannot be read")
    return _wall(match), bool(match[7])


def _moment(text: str, line: ContentLine, zones: Zones) -> Moment:
    day = _DATE.fullmatch(text)
    if day is not None:
        return Moment(datetime.combine(_day(day), time()), zones.days, whole_day=True)
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unreadable(f"{line.name} cannot be read")
    wall = _wall(match)
    if match[7]:
        return Moment(wall, UTC_ZONE)
    name = line.parameters.get("TZID", "")
    return Moment(wall, zones.named.find(name) if name else zones.floating)


def _day(match: re.Match[str]) -> date:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise Unreadable(f"there is no day {match[0]}") from error


def _wall(match: re.Match[str]) -> datetime:
    # A leap second, 60, is the last one of its minute.
    seconds = min(int(match[6] or 0), 59)
    try:
        clock = time(int(match[4]), int(match[5]), seconds)
    except ValueError as error:
        raise Unreadable(f"there is no time {match[0]}") from error
    return datetime.combine(_day(match), clock)
