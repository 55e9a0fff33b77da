"""When an external calendar's owner is busy: the heart of busy calendars. Pure.

The shapes and rules are those of the contract "Busy intervals of an external calendar".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.busy.components import Component, read_calendars
from scheduling.busy.recurrence import Budget, occurrences
from scheduling.busy.rules import SECONDS, Rule, read_rule
from scheduling.busy.values import (
    Length,
    Moment,
    Unreadable,
    Zones,
    later,
    read_length,
    read_moment,
    read_moments,
    read_periods,
)
from scheduling.busy.zones import UTC_ZONE, UnknownZone, Zone, ZoneFinder, iana_zone
from scheduling.free_busy import Interval, merged

#: Enough for an event every minute of three months, and for a thousand daily events over a year.
MOST_STEPS_OF_ONE, MOST_STEPS = 150_000, 600_000
_MARGIN = timedelta(days=2)
_Test = Callable[[datetime, datetime], bool]
_FREE_KINDS = frozenset({"FREE"})


@dataclass(frozen=True)
class Skipped:
    """An event that could not be read, and why; it might occupy time.

    `times`: what is known of when it takes place, like `BusyTimes.busy`; empty if nothing is.
    """

    uid: str
    reason: str
    times: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class BusyTimes:
    """Sorted, merged, half-open intervals in UTC, and what could not be read."""

    busy: tuple[Interval, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(slots=True)
class _Event:
    """A VEVENT with the zones of its calendar. `number` is its place in the file."""

    component: Component
    zones: Zones
    number: int
    recurrence_id: Moment | None = None

    @property
    def uid(self) -> str:
        return self.component.text("UID")

    @property
    def version(self) -> tuple[int, str, int]:
        sequence = self.component.text("SEQUENCE")
        return (
            int(sequence) if sequence.isascii() and sequence.isdigit() else 0,
            self.component.text("DTSTAMP"),
            self.number,
        )

    @property
    def is_free(self) -> bool:
        text = self.component.text
        return (
            text("TRANSP").upper() == "TRANSPARENT"
            or text("STATUS").upper() == "CANCELLED"
            or text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
        )


@dataclass(slots=True)
class _Excluded:
    """The occurrences that do not take place as the rule says, by instant or by day."""

    instants: set[datetime] = field(default_factory=set)
    days: set[date] = field(default_factory=set)

    def add(self, moment: Moment) -> None:
        if moment.whole_day:
            self.days.add(moment.wall.date())
        else:
            self.instants.add(moment.instant)

    def has(self, wall: datetime, instant: datetime, *, whole_day: bool) -> bool:
        if whole_day:
            return wall.date() in self.days or instant in self.instants
        return instant in self.instants or wall.date() in self.days

    def __bool__(self) -> bool:
        return bool(self.instants or self.days)


def busy_times(content: bytes, *, begin: datetime, end: datetime, zone: ZoneInfo) -> BusyTimes:
    """When the calendar in `content` is busy during [begin, end), both aware.

    `zone` is that of whole days, and of times without a zone where the file names none. Raises
    NotACalendar. One event that cannot be read is left out and named in `skipped`.
    """
    reading = _Reading(begin, end, zone)
    for calendar in read_calendars(content):
        reading.take(calendar)
    reading.work_out()
    return BusyTimes(tuple(merged(reading.found, begin=begin, end=end)), tuple(reading.skipped))


class _Reading:
    """The reading of one file for one window."""

    def __init__(self, begin: datetime, end: datetime, zone: ZoneInfo) -> None:
        self.begin, self.end = begin, end
        self.found: list[Interval] = []
        self.skipped: list[Skipped] = []
        self._zone = zone
        self._steps_left = MOST_STEPS
        self._budget = Budget(MOST_STEPS_OF_ONE)
        self._series: dict[str, list[_Event]] = defaultdict(list)
        self._number = 0

    def take(self, calendar: Component) -> None:
        """Read what a VCALENDAR holds; events wait until all their versions are known."""
        zones = self._zones(calendar)
        for part in calendar.parts:
            if part.name == "VEVENT":
                self._number += 1
                event = _Event(part, zones, self._number)
                self._series[event.uid or f"\0{self._number}"].append(event)
            elif part.name == "VFREEBUSY":
                self._take_free_busy(part, zones)

    def work_out(self) -> None:
        """Find the busy times of every series of events."""
        for events in self._series.values():
            self._work_out_series(events)

    def _zones(self, calendar: Component) -> Zones:
        named = ZoneFinder(calendar, self._onsets_of)
        days = iana_zone(self._zone)
        try:
            own = calendar.text("X-WR-TIMEZONE")
            floating = named.find(own) if own else days
        except UnknownZone:
            floating = days
        return Zones(days=days, floating=floating, named=named)

    def _take_free_busy(self, component: Component, zones: Zones) -> None:
        for line in component.all("FREEBUSY"):
            if line.parameters.get("FBTYPE", "").strip().upper() in _FREE_KINDS:
                continue
            with self._skipping(component.text("UID")):
                for start, stop in read_periods(line, zones):
                    self.found.append((start.instant, stop))

    def _work_out_series(self, events: list[_Event]) -> None:
        masters: list[_Event] = []
        overrides: dict[object, list[_Event]] = defaultdict(list)
        for event in events:
            line = event.component.first("RECURRENCE-ID")
            if line is None:
                masters.append(event)
                continue
            with self._skipping(event.uid):
                event.recurrence_id = read_moment(line, event.zones)
                overrides[_identity(event.recurrence_id)].append(event)
        replaced = _Excluded()
        for versions in overrides.values():
            newest = max(versions, key=lambda event: event.version)
            replaced.add(newest.recurrence_id)
            self._work_out_event(newest, None)
        if masters:
            self._work_out_event(max(masters, key=lambda event: event.version), replaced)

    def _work_out_event(self, event: _Event, replaced: _Excluded | None) -> None:
        """Add an event's times; with `replaced`, those of all its occurrences but these."""
        if event.is_free:
            return
        with self._skipping(event.uid):
            self.found.extend(
                self._single(event) if replaced is None else self._all(event, replaced)
            )

    def _single(self, event: _Event) -> list[Interval]:
        start, length = _extent(event)
        return [(start.instant, length.after(start.wall, start.zone))]

    def _all(self, event: _Event, replaced: _Excluded) -> list[Interval]:
        start, length = _extent(event)
        excluded = _Excluded()
        for line in event.component.all("EXDATE"):
            for moment in read_moments(line, event.zones):
                excluded.add(moment)
        is_off = _off(start, excluded, replaced)
        found = []
        for moment, stop in self._additional(event, length):
            if not is_off(moment.wall, moment.instant):
                found.append((moment.instant, stop))
        rules = [read_rule(line.value) for line in event.component.all("RRULE")]
        if not rules and is_off(start.wall, start.instant):
            return found
        # The first occurrence is one, even off its rule (RFC 5545 §3.8.5.3).
        if not is_off(start.wall, start.instant):
            found.append((start.instant, length.after(start.wall, start.zone)))
        for rule in rules:
            found.extend(self._repeated(rule, start, length, excluded, replaced))
        return found

    def _additional(self, event: _Event, length: Length) -> Iterator[tuple[Moment, datetime]]:
        """The occurrences that RDATE adds."""
        for line in event.component.all("RDATE"):
            if line.parameters.get("VALUE", "").upper() == "PERIOD" or "/" in line.value:
                yield from read_periods(line, event.zones)
                continue
            for moment in read_moments(line, event.zones):
                yield moment, length.after(moment.wall, moment.zone)

    def _repeated(
        self, rule: Rule, start: Moment, length: Length, excluded: _Excluded, replaced: _Excluded
    ) -> Iterable[Interval]:
        if rule.frequency in SECONDS and rule.is_plain and not start.whole_day:
            return self._at_intervals(rule, start, length, excluded, replaced)
        return self._by_rule(rule, start, length, excluded, replaced)

    def _by_rule(
        self, rule: Rule, start: Moment, length: Length, excluded: _Excluded, replaced: _Excluded
    ) -> Iterator[Interval]:
        low, high = self._reach(start.zone, length)
        is_late, is_off = _after_until(rule), _off(start, excluded, replaced)
        to_utc, plain = start.zone.to_utc, rule.until is None and not excluded and not replaced
        for wall in occurrences(rule, start.wall, low, high, self._budget):
            instant = to_utc(wall)
            if not plain:
                if is_late(wall, instant):
                    return
                if is_off(wall, instant):
                    continue
            if length.days:
                yield instant, length.after(wall, start.zone)
            else:
                yield instant, later(instant, length.exact)

    def _at_intervals(
        self, rule: Rule, start: Moment, length: Length, excluded: _Excluded, replaced: _Excluded
    ) -> Iterator[Interval]:
        """Every so many hours, minutes or seconds of elapsed time: worked out, not counted."""
        step = timedelta(seconds=SECONDS[rule.frequency]) * rule.interval
        begun = start.instant
        duration = length.after(start.wall, start.zone) - begun
        is_late, is_off = _after_until(rule), _off(start, excluded, replaced)
        number = max((self.begin - duration - begun) // step, 0)
        last = max((self.end - begun) // step, -1)
        if rule.count is not None:
            last = min(last, rule.count - 1)
        from_utc = start.zone.from_utc
        if duration >= step and not excluded and not replaced:
            last = self._last_before_until(rule, start, begun, step, number, last)
            if number <= last:
                yield begun + step * number, later(begun + step * last, duration)
            return
        for index in range(number, last + 1):
            self._budget.spend()
            instant = begun + step * index
            wall = from_utc(instant)
            if is_late(wall, instant):
                return
            if not is_off(wall, instant):
                yield instant, later(instant, duration)

    def _last_before_until(
        self, rule: Rule, start: Moment, begun: datetime, step: timedelta, first: int, last: int
    ) -> int:
        """The last number at which the rule has not ended, by halving."""
        is_late = _after_until(rule)
        below, above = first - 1, last
        while below < above:
            middle = (below + above + 1) // 2
            instant = begun + step * middle
            if is_late(start.zone.from_utc(instant), instant):
                above = middle - 1
            else:
                below = middle
        return below

    def _reach(self, zone: Zone, length: Length) -> tuple[datetime, datetime]:
        """The wall times between which an occurrence can touch the window."""
        before = timedelta(days=length.days) + length.exact + _MARGIN
        return (
            later(zone.from_utc(self.begin), -before),
            later(zone.from_utc(self.end), _MARGIN),
        )

    def _onsets_of(self, observance: Component) -> list[datetime]:
        """The wall times, by the offset before, at which an observance of a zone begins."""
        zones = Zones(UTC_ZONE, UTC_ZONE, ZoneFinder(Component("VCALENDAR"), lambda _part: []))
        line = observance.first("DTSTART")
        if line is None:
            raise UnknownZone("a time zone is described without a beginning")
        try:
            start = read_moment(line, zones)
            onsets = [start.wall]
            for added in observance.all("RDATE"):
                onsets += [moment.wall for moment in read_moments(added, zones)]
            high = self.end.replace(tzinfo=None) + timedelta(days=400)
            for text in observance.all("RRULE"):
                rule = read_rule(text.value)
                is_late = _after_until(rule)
                for wall in occurrences(rule, start.wall, start.wall, high, self._budget):
                    if is_late(wall, wall.replace(tzinfo=self.end.tzinfo)):
                        break
                    onsets.append(wall)
        except (Unreadable, OverflowError) as fault:
            raise UnknownZone(f"a time zone cannot be read: {fault}") from fault
        return onsets

    @contextmanager
    def _skipping(self, uid: str) -> Iterator[None]:
        """Name the event of `uid` as skipped where it cannot be read; its work has a bound."""
        self._budget = Budget(min(MOST_STEPS_OF_ONE, self._steps_left))
        allowed = self._budget.steps
        try:
            yield
        except (Unreadable, UnknownZone) as fault:
            self.skipped.append(Skipped(uid[:200], str(fault)))
        except (ValueError, OverflowError):
            self.skipped.append(Skipped(uid[:200], "its dates cannot be reckoned with"))
        finally:
            self._steps_left -= allowed - max(self._budget.steps, 0)


def _extent(event: _Event) -> tuple[Moment, Length]:
    """When an event begins and how long it is. Raises Unreadable, UnknownZone."""
    component = event.component
    begin, end, duration = (component.first(name) for name in ("DTSTART", "DTEND", "DURATION"))
    if begin is None:
        raise Unreadable("it has no beginning")
    start = read_moment(begin, event.zones)
    if end is not None:
        stop = read_moment(end, event.zones)
        if start.whole_day and stop.whole_day:
            length = Length((stop.wall - start.wall).days, timedelta())
            backwards = stop.wall < start.wall
        else:
            length = Length(0, stop.instant - start.instant)
            backwards = stop.instant < start.instant
    elif duration is not None:
        length = read_length(duration.value)
        backwards = length.days < 0 or length.exact < timedelta()
    else:
        length, backwards = Length(int(start.whole_day), timedelta()), False
    if backwards:
        raise Unreadable("it ends before it begins")
    return start, length


def _identity(moment: Moment) -> object:
    return moment.wall.date() if moment.whole_day else moment.instant


def _off(start: Moment, *sets: _Excluded) -> _Test:
    """A function that tells whether an occurrence of the event is excluded."""
    filled = [excluded for excluded in sets if excluded]

    def is_off(wall: datetime, instant: datetime) -> bool:
        return any(excluded.has(wall, instant, whole_day=start.whole_day) for excluded in filled)

    return is_off if filled else lambda _wall, _instant: False


def _after_until(rule: Rule) -> _Test:
    """A function that tells whether an occurrence is later than the rule's UNTIL."""
    until = rule.until
    if until is None:
        return lambda _wall, _instant: False
    if not isinstance(until, datetime):
        last = datetime.combine(until, time.max)
        return lambda wall, _instant: wall > last
    if rule.until_in_utc:
        limit = UTC_ZONE.to_utc(until)
        return lambda _wall, instant: instant > limit
    return lambda wall, _instant: wall > until
