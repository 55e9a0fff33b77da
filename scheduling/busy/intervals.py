"""When an external calendar's owner is busy: the heart of busy calendars. Pure.

The shapes and rules are those of the contract "Busy intervals of an external calendar".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scheduling.busy.components import Component, read_calendars
from scheduling.busy.content_lines import plain_text
from scheduling.busy.described_zones import DescribedZones
from scheduling.busy.events import (
    Event,
    Excluded,
    Faults,
    read_extent,
    times_of_all,
    times_of_one,
)
from scheduling.busy.expansion import Window
from scheduling.busy.recurrence import Budget
from scheduling.busy.values import Length, Moment, Zones, read_moment, read_period, texts_of
from scheduling.busy.zones import iana_zone
from scheduling.interval import Interval, merged

#: How many steps one event may take, at first and while others wait; and all events of a file.
STEPS_OF_ONE, MOST_STEPS = (200, 5_000, 150_000), 400_000
_MOST_PERIODS = 150_000
#: 27 a day over a year. Who has more is told no more than when they are busy at all.
MOST_APART = 10_000


@dataclass(frozen=True)
class Skipped:
    """An event that could not be read, and why; it might occupy time.

    `times`: what is known of when it takes place, like `BusyTimes.busy`; empty if nothing is. Where
    its end is not known, they go on to the end of its day.
    """

    uid: str
    reason: str
    times: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class BusyTimes:
    """Sorted, merged, half-open intervals in UTC, and what could not be read.

    `apart`, if it was asked for: the same times before they were merged, one for each occurrence,
    of equal ones one; or `busy` where these are more than MOST_APART.
    """

    busy: tuple[Interval, ...]
    skipped: tuple[Skipped, ...] = ()
    apart: tuple[Interval, ...] = ()


def busy_times(
    content: bytes, *, begin: datetime, end: datetime, zone: ZoneInfo, apart: bool = False
) -> BusyTimes:
    """When the calendar in `content` is busy during [begin, end), both aware.

    `zone` is that of whole days, and of times without a zone where the file names none; `apart`
    asks for each occurrence, too. Raises NotACalendar. One event that cannot be read is left out
    and named in `skipped`.
    """
    reading = _Reading(Window(begin.astimezone(UTC), end.astimezone(UTC)))
    calendars = read_calendars(content)
    described, days = DescribedZones(calendars, until=end), iana_zone(zone)
    for calendar in calendars:
        zones = Zones(
            days=days,
            find=described.of(calendar).find,
            own=plain_text(calendar.text("X-WR-TIMEZONE")),
        )
        reading.take(calendar, zones)
    reading.work_out()
    busy = reading.within(reading.found)
    return BusyTimes(busy, tuple(reading.skipped), (reading.apart() or busy) if apart else ())


@dataclass(frozen=True, slots=True)
class _Task:
    """An event whose times are to be found; with `replaced`, those of all its occurrences."""

    event: Event
    start: Moment
    length: Length
    replaced: Excluded | None


class _Reading:
    """The reading of one file for one window."""

    def __init__(self, window: Window) -> None:
        self.found: list[Interval] = []
        self.skipped: list[Skipped] = []
        self._window = window
        self._budget = Budget(MOST_STEPS)
        self._periods = Budget(_MOST_PERIODS)
        self._series: dict[str, list[Event]] = defaultdict(list)
        self._number = 0

    def within(self, times: list[Interval]) -> tuple[Interval, ...]:
        """These times as they are told: sorted, merged, clipped to the window."""
        return tuple(merged(times, begin=self._window.begin, end=self._window.end))

    def apart(self) -> tuple[Interval, ...]:
        """What was found, clipped to the window and sorted, of equal times one; or nothing.

        That is where it is too much, and counted first: there is no room to look for equal ones.
        """
        if len(self.found) > MOST_APART:
            return ()
        begin, end = self._window.begin, self._window.end
        clipped = {(max(start, begin), min(stop, end)) for start, stop in self.found}
        return tuple(sorted(time for time in clipped if time[0] < time[1]))

    def take(self, calendar: Component, zones: Zones) -> None:
        """Read what a VCALENDAR holds; events wait until all their versions are known."""
        for part in calendar.parts:
            if part.name == "VEVENT":
                self._number += 1
                event = Event(part, zones, self._number)
                self._series[event.uid or f"\0{self._number}"].append(event)
            elif part.name == "VFREEBUSY":
                self._take_free_busy(part, zones)

    def work_out(self) -> None:
        """Find the busy times of all events.

        What takes many steps comes last, so that it leaves enough for what takes few.
        """
        tasks = [task for events in self._series.values() for task in self._tasks(events)]
        for most in STEPS_OF_ONE:
            tasks = [task for task in tasks if not self._is_worked_out(task, most)]

    def _take_free_busy(self, component: Component, zones: Zones) -> None:
        faults = Faults()
        with faults:
            for line in component.all("FREEBUSY"):
                if line.parameters.get("FBTYPE", "").strip().upper() == "FREE":
                    continue
                for text in texts_of(line):
                    self._periods.spend()
                    with faults:
                        start, stop = read_period(line, zones, text)
                        self.found.append((start.instant, stop))
        self._skip(component.text("UID"), faults, [])

    def _tasks(self, events: list[Event]) -> Iterator[_Task]:
        """The newest versions of what has one UID: of each occurrence, and of all the others."""
        masters: list[Event] = []
        overrides: dict[object, list[Event]] = defaultdict(list)
        for event in events:
            line = event.component.first("RECURRENCE-ID")
            if line is None:
                masters.append(event)
                continue
            with event.faults:
                event.recurrence_id = read_moment(line, event.zones)
            overrides[_identity(event)].append(event)
        replaced = Excluded()
        for versions in overrides.values():
            newest = yield from self._newest(versions, None)
            if newest is not None and newest.recurrence_id is not None:
                replaced.add(newest.recurrence_id)
        yield from self._newest(masters, replaced)

    def _newest(
        self, versions: list[Event], replaced: Excluded | None
    ) -> Generator[_Task, None, Event | None]:
        """Returns the newest version that can be read; those after it are named, and left out."""
        if len(versions) > 1:
            versions = sorted(versions, key=lambda event: event.version, reverse=True)
        for event in versions:
            if event.is_free:
                self._skip(event.uid, event.faults, [])
                return event
            start, length = read_extent(event)
            if start is None:
                self._skip(event.uid, event.faults, [])
                continue
            yield _Task(event, start, length, replaced)
            if event.faults.first is None:
                return event
        return None

    def _is_worked_out(self, task: _Task, most: int) -> bool:
        """Whether that many steps are enough to find the times of an event; else no trace is left.

        Where no event gets more, what was found until then counts as known.
        """
        event, known = task.event, task.event.faults.first
        allowed = min(most, self._budget.steps)
        budget = Budget(allowed)
        if task.replaced is None:
            times = times_of_one(task.start, task.length)
        else:
            times = times_of_all(
                event, task.start, task.length, task.replaced, self._window, budget
            )
        self._budget.steps -= allowed - max(budget.steps, 0)
        if budget.is_exhausted and most < STEPS_OF_ONE[-1]:
            event.faults.first = known
            return False
        if event.faults.first is None:
            self.found += times
        self._skip(event.uid, event.faults, times)
        return True

    def _skip(self, uid: str, faults: Faults, times: list[Interval]) -> None:
        if faults.first is not None:
            self.skipped.append(Skipped(uid[:200], str(faults.first), self.within(times)))


def _identity(event: Event) -> object:
    """What the versions of one occurrence have in common; each unreadable one is its own."""
    moment = event.recurrence_id
    if moment is None:
        return event.number
    return moment.wall.date() if moment.whole_day else moment.instant
