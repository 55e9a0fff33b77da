"""Reads values of calendar properties: dates, times, durations, periods (RFC 5545 §3.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.busy.content_lines import ContentLine
from scheduling.busy.zones import UTC_ZONE, Zone, later

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[Tt](\d\d):?(\d\d):?(\d\d)?([Zz])?", re.ASCII)
_DURATION = re.compile(
    r"([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII | re.I
)
#: Longer than there are days. What lasts longer lasts as long as anything can.
LONGEST = timedelta(days=4_000_000)
_MOST_DIGITS = 9


class Unreadable(ValueError):
    """An event cannot be read; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of time as a calendar writes it: a wall time in a zone, or a whole day.

    `floating`: the calendar names no zone, and its own or the reader's was taken.
    """

    wall: datetime
    zone: Zone
    whole_day: bool = False
    floating: bool = False

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
    """In what zone which values are: of whole days, and by name (raises UnknownZone).

    `own` is the name of the zone of times that name none; where it is empty, that of days.
    """

    days: Zone
    find: Callable[[str], Zone]
    own: str = ""


def texts_of(line: ContentLine) -> list[str]:
    """The values of a property that is a list, as they stand."""
    return [text for part in line.value.split(",") if (text := part.strip())]


def read_moment(line: ContentLine, zones: Zones, text: str | None = None) -> Moment:
    """The point of time of a property, or the one that its value `text` is.

    Raises Unreadable, UnknownZone.
    """
    text = line.value.strip() if text is None else text
    day = _DATE.fullmatch(text)
    if day is not None:
        return Moment(datetime.combine(_day(day), time()), zones.days, whole_day=True)
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unreadable(f"{line.name} cannot be read")
    wall = _wall(match)
    if line.parameters.get("VALUE", "").upper() == "DATE" and wall.time() == time():
        return Moment(wall, zones.days, whole_day=True)
    if match[7]:
        return Moment(wall, UTC_ZONE)
    name = line.parameters.get("TZID", "")
    if name:
        return Moment(wall, zones.find(name))
    return Moment(wall, zones.find(zones.own) if zones.own else zones.days, floating=True)


def read_period(line: ContentLine, zones: Zones, text: str) -> tuple[Moment, datetime]:
    """A period among the values of a property: its beginning and the instant of its end.

    Raises Unreadable, UnknownZone.
    """
    first, slash, second = text.partition("/")
    if not slash:
        raise Unreadable(f"{line.name} is no period")
    start = read_moment(line, zones, first)
    if second[:1] in ("P", "p", "+", "-"):
        return start, read_length(second).after(start.wall, start.zone)
    return start, read_moment(line, zones, second).instant


def read_length(text: str) -> Length:
    """A DURATION value. Raises Unreadable."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        raise Unreadable("its duration cannot be read")
    if any(len(part) > _MOST_DIGITS for part in match.groups()[1:] if part):
        raise Unreadable("its duration is too long")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    exact = min(timedelta(hours=hours, minutes=minutes, seconds=seconds), LONGEST)
    return Length(sign * min(7 * weeks + days, LONGEST.days), sign * exact)


def read_until(text: str) -> tuple[datetime | date, bool]:
    """An UNTIL: a day or a wall time, and whether that is in UTC. Raises Unreadable."""
    day = _DATE.fullmatch(text)
    if day is not None:
        return _day(day), False
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unreadable("the end of its rule cannot be read")
    return _wall(match), bool(match[7])


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
