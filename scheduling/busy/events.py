"""Tells when one event takes place, and what is known of that where it cannot be read. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import TracebackType

from scheduling.busy.components import Component
from scheduling.busy.content_lines import ContentLine
from scheduling.busy.expansion import IsOff, Window, repeated
from scheduling.busy.recurrence import Budget
from scheduling.busy.rules import read_rule
from scheduling.busy.values import (
    Length,
    Moment,
    Unreadable,
    Zones,
    read_length,
    read_moment,
    read_period,
    texts_of,
)
from scheduling.busy.zones import EARLIEST, UnknownZone, later
from scheduling.interval import Interval

_MOST_DIGITS = 18


@dataclass(slots=True)
class Faults:
    """Notes why something cannot be read; the first fault is the one to name.

    `with faults:` goes on after what is inside, whether it could be read or not.
    """

    first: ValueError | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: object, fault: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if isinstance(fault, (Unreadable, UnknownZone)):
            self.first = self.first or fault
        elif isinstance(fault, (ValueError, OverflowError)):
            self.first = self.first or Unreadable("its dates cannot be reckoned with")
        else:
            return False
        return True


@dataclass(slots=True)
class Event:
    """A VEVENT with the zones of its calendar. `number` is its place in the file."""

    component: Component
    zones: Zones
    number: int
    faults: Faults = field(default_factory=Faults)
    recurrence_id: Moment | None = None

    @property
    def uid(self) -> str:
        """What all versions and all occurrences of the event have in common."""
        return self.component.text("UID")

    @property
    def version(self) -> tuple[int, datetime, int]:
        """What is greatest for the newest version of the event."""
        sequence, stamp = self.component.text("SEQUENCE"), self.component.first("DTSTAMP")
        proper = sequence.isascii() and sequence.isdigit() and len(sequence) <= _MOST_DIGITS
        changed_at = EARLIEST
        if stamp is not None:
            with Faults():
                changed_at = read_moment(stamp, self.zones).instant
        return int(sequence) if proper else 0, changed_at, self.number

    @property
    def is_free(self) -> bool:
        """Whether it takes nobody's time."""
        text = self.component.text
        return (
            text("TRANSP").upper() == "TRANSPARENT"
            or text("STATUS").upper() == "CANCELLED"
            or text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
        )


@dataclass(slots=True)
class Excluded:
    """The occurrences of an event that do not take place as its rule says."""

    instants: set[datetime] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    #: Without a zone: they may be meant in that of the event, whatever the calendar's own.
    walls: set[datetime] = field(default_factory=set)
    #: Midnights of any zone: of whole days, some programs write the instants.
    midnights: set[date] = field(default_factory=set)

    def add(self, moment: Moment) -> None:
        """Exclude the occurrence at this time, or those of this day."""
        if moment.whole_day:
            self.days.add(moment.wall.date())
            return
        self.instants.add(moment.instant)
        if moment.floating:
            self.walls.add(moment.wall)
        if moment.wall.time() == time():
            self.midnights.add(moment.wall.date())

    def has_whole_day(self, wall: datetime, instant: datetime) -> bool:
        """Whether a whole day is excluded."""
        day = wall.date()
        return day in self.days or day in self.midnights or instant in self.instants

    def has_time(self, wall: datetime, instant: datetime) -> bool:
        """Whether an occurrence at a time of day is excluded."""
        return instant in self.instants or wall in self.walls or wall.date() in self.days

    def __bool__(self) -> bool:
        return bool(self.instants or self.days)


def read_extent(event: Event) -> tuple[Moment | None, Length]:
    """When an event begins, and how long it is; what cannot be read is noted in its faults.

    Of what begins at a known time and ends at an unknown one, the rest of the day counts.
    """
    start, length = None, None
    with event.faults:
        begin = event.component.first("DTSTART")
        if begin is None:
            raise Unreadable("it has no beginning")
        start = read_moment(begin, event.zones)
        length = _length(event, start)
    if start is None:
        return None, Length(0, timedelta())
    return start, length or _rest_of_day(event, start)


def times_of_one(start: Moment, length: Length) -> list[Interval]:
    """When an event takes place that does not repeat."""
    return [(start.instant, length.after(start.wall, start.zone))]


def times_of_all(
    event: Event, start: Moment, length: Length, replaced: Excluded, window: Window, budget: Budget
) -> list[Interval]:
    """When an event takes place near the window, but for the occurrences that others replace.

    What cannot be read is noted in its faults; what can be read counts nevertheless.
    """
    faults, found = event.faults, []
    is_off = _off(start, _excluded_dates(event, budget), replaced)
    with faults:
        # The first occurrence is one, even off its rule (RFC 5545 §3.8.5.3).
        if is_off is None or not is_off(start.wall, start.instant):
            found += times_of_one(start, length)
    with faults:
        for line, text in _values(event, "RDATE", budget):
            with faults:
                moment, stop = _addition(line, event.zones, text, length)
                if is_off is None or not is_off(moment.wall, moment.instant):
                    found.append((moment.instant, stop))
    for line in event.component.all("RRULE"):
        with faults:
            rule = read_rule(line.value)
            found.extend(repeated(rule, start, length, window=window, is_off=is_off, budget=budget))
    return found


def _length(event: Event, start: Moment) -> Length:
    """How long an event is. Raises Unreadable, UnknownZone."""
    end, duration = event.component.first("DTEND"), event.component.first("DURATION")
    if end is not None:
        stop = read_moment(end, event.zones)
        if start.whole_day and stop.whole_day:
            length = Length((stop.wall - start.wall).days, timedelta())
        else:
            length = Length(0, stop.instant - start.instant)
    elif duration is not None:
        length = read_length(duration.value)
    else:
        length = Length(int(start.whole_day), timedelta())
    if length.days < 0 or length.exact < timedelta():
        raise Unreadable("it ends before it begins")
    return length


def _rest_of_day(event: Event, start: Moment) -> Length:
    if start.whole_day:
        return Length(1, timedelta())
    first = datetime.combine(start.instant.date(), time())
    midnights = (event.zones.days.to_utc(later(first, timedelta(days=n))) for n in range(3))
    end = next((midnight for midnight in midnights if midnight > start.instant), start.instant)
    return Length(0, end - start.instant)


def _excluded_dates(event: Event, budget: Budget) -> Excluded:
    excluded = Excluded()
    with event.faults:
        for line, text in _values(event, "EXDATE", budget):
            with event.faults:
                excluded.add(read_moment(line, event.zones, text))
    return excluded


def _addition(
    line: ContentLine, zones: Zones, text: str, length: Length
) -> tuple[Moment, datetime]:
    """What an RDATE adds: its beginning and the instant of its end."""
    if line.parameters.get("VALUE", "").upper() == "PERIOD" or "/" in text:
        return read_period(line, zones, text)
    moment = read_moment(line, zones, text)
    return moment, length.after(moment.wall, moment.zone)


def _values(event: Event, name: str, budget: Budget) -> Iterator[tuple[ContentLine, str]]:
    """The values of all properties of this name. Raises TooMuchWork."""
    for line in event.component.all(name):
        for text in texts_of(line):
            budget.spend()
            yield line, text


def _off(start: Moment, *sets: Excluded) -> IsOff | None:
    """What tells whether an occurrence does not take place; None where all do."""
    tests = [each.has_whole_day if start.whole_day else each.has_time for each in sets if each]
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda wall, instant: any(test(wall, instant) for test in tests)
