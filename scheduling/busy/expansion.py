"""Tells when a recurring event takes place during a window: rules in time zones. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from scheduling.busy.recurrence import Budget, occurrences
from scheduling.busy.rules import SECONDS, Rule
from scheduling.busy.values import LONGEST, Length, Moment
from scheduling.busy.zones import Zone, later
from scheduling.interval import Interval

#: More than any zone is apart from UTC.
_MARGIN = timedelta(days=1)
#: No clock changes twice, there and back, in a shorter time.
_NO_TWO_CHANGES = timedelta(days=3)
IsOff = Callable[[datetime, datetime], bool]


@dataclass(frozen=True, slots=True)
class Window:
    """The time from `begin` up to `end` that is asked for, both in UTC."""

    begin: datetime
    end: datetime

    def reach(self, length: Length) -> tuple[datetime, datetime]:
        """The wall times, of any zone, between which begins what is so long and touches it."""
        before = timedelta(days=length.days) + length.exact + _MARGIN
        begin, end = self.begin.replace(tzinfo=None), self.end.replace(tzinfo=None)
        return later(begin, -before), later(end, _MARGIN)


def repeated(
    rule: Rule,
    start: Moment,
    length: Length,
    *,
    window: Window,
    is_off: IsOff | None,
    budget: Budget,
) -> Iterator[Interval]:
    """When an event that begins at `start` takes place as its rule says, near the window.

    `is_off` tells of a wall time and its instant whether the occurrence does not take place. All
    is reckoned in wall time; what the clock skips or shows twice is read as if it were written down
    (RFC 5545 §3.3.10, on local times that do not exist or occur twice). Raises TooMuchWork.
    """
    if start.whole_day:
        rule = rule.of_whole_days()
    low, high = window.reach(length)
    if rule.until is not None:
        last = rule.until if isinstance(rule.until, datetime) else _midnight(rule.until)
        high = min(high, later(last, _MARGIN))
    if rule.frequency in SECONDS and rule.is_plain and not start.whole_day:
        walls = _at_intervals(rule, start.wall, low, high)
        if is_off is None and length.exact >= _step(rule) and not length.days:
            yield from _unbroken(rule, start.zone, walls, length.exact, budget)
            return
        found: Iterable[datetime] = _counted(walls, budget)
    elif start.whole_day:
        found = map(_midnight, occurrences(rule, start.wall, low, high, budget))
    else:
        found = occurrences(rule, start.wall, low, high, budget)
    zone, to_utc, exact = start.zone, start.zone.to_utc, length.exact
    may_be_over, by_days = rule.until is not None, bool(length.days)
    for wall in found:
        instant = to_utc(wall)
        if may_be_over and rule.is_over(wall, instant):
            return
        if is_off is None or not is_off(wall, instant):
            yield instant, length.after(wall, zone) if by_days else later(instant, exact)


@dataclass(frozen=True, slots=True)
class _Row:
    """Wall times at even distances, by the numbers of the first and the last."""

    start: datetime
    step: timedelta
    first: int
    last: int

    def at(self, number: int) -> datetime:
        return self.start + self.step * number


def _step(rule: Rule) -> timedelta:
    return timedelta(seconds=min(SECONDS[rule.frequency] * rule.interval, LONGEST.days * 86400))


def _at_intervals(rule: Rule, start: datetime, low: datetime, high: datetime) -> _Row:
    """The wall times of a rule that only repeats, worked out and not counted."""
    step = _step(rule)
    first = max(-((start - low) // step), 0)
    last = (high - start) // step
    return _Row(start, step, first, last if rule.count is None else min(last, rule.count - 1))


def _counted(row: _Row, budget: Budget) -> Iterator[datetime]:
    for number in range(row.first, row.last + 1):
        budget.spend()
        yield row.at(number)


def _unbroken(
    rule: Rule, zone: Zone, row: _Row, exact: timedelta, budget: Budget
) -> Iterator[Interval]:
    """The times of occurrences of which each lasts until the next; apart where the clock changes.

    A row is halved until no clock changes in it, or until it is one occurrence.
    """
    rows = [(row.first, row.last)]
    while rows:
        budget.spend()
        first, last = rows.pop()
        if first > last:
            continue
        walls = row.at(first), row.at(last)
        begin, end = map(zone.to_utc, walls)
        if rule.is_over(walls[0], begin):
            continue
        across = walls[1] - walls[0]
        even = across <= _NO_TWO_CHANGES and end - begin == across
        if first == last or (even and not rule.is_over(walls[1], end)):
            yield begin, later(end, exact)
        else:
            middle = (first + last) // 2
            rows += [(middle + 1, last), (first, middle)]


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day, time())
