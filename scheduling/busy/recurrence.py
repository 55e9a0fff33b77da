"""Expands recurrence rules (RFC 5545 §3.3.10) over a window, in wall time, in bounded work. Pure.

Only the periods (days, weeks, months, years) that the window touches are looked at, unless a rule
counts its occurrences from the first one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.busy.fitting_days import FittingDays
from scheduling.busy.rules import FREQUENCIES, SECONDS, Rule
from scheduling.busy.values import LONGEST, Unreadable


class TooMuchWork(Unreadable):
    """There are more occurrences than anybody has."""


@dataclass(slots=True)
class Budget:
    """How many steps may still be taken."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises TooMuchWork where none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWork("it takes place too often")

    @property
    def is_exhausted(self) -> bool:
        """Whether more steps were asked for than there were."""
        return self.steps < 0


def occurrences(
    rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget
) -> Iterable[datetime]:
    """The wall times of a rule from `low` to `high`, ascending, `start` where it fits the rule.

    COUNT is kept: it counts what fits the rule; a `start` that does not comes on top, from the
    caller, who also knows zones and so keeps UNTIL. Raises TooMuchWork, also while being read.
    """
    if rule.frequency in ("DAILY", "WEEKLY") and _is_simple(rule):
        return _simple(rule, start, low, high, budget)
    return _others(rule, start, low, high, budget)


def _is_simple(rule: Rule) -> bool:
    if rule.numbers:
        return False
    if not rule.weekdays:
        return True
    return rule.frequency == "WEEKLY" and all(ordinal == 0 for ordinal, _day in rule.weekdays)


def _simple(
    rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget
) -> list[datetime]:
    """Days or weeks at their interval: the occurrences of the window are worked out at once."""
    days_apart = rule.interval * (7 if rule.frequency == "WEEKLY" else 1)
    step = timedelta(days=min(days_apart, LONGEST.days))
    # Days are numbered from the first of the week; where only days count, each is a first one.
    own = (start.weekday() - rule.week_start) % 7 if rule.frequency == "WEEKLY" else 0
    days = sorted({(day - rule.week_start) % 7 for _ordinal, day in rule.weekdays} or {own})
    most = None if rule.count is None else rule.count + sum(day < own for day in days)
    found: list[datetime] = []
    for position, day in enumerate(days):
        # What is before the first occurrence in its week does not take place.
        begin = start + timedelta(days=day - own)
        first = max(-((begin - low) // step), int(day < own))
        last = (high - begin) // step
        if most is not None:
            last = min(last, (most - 1 - position) // len(days))
        budget.spend(max(last - first + 1, 0))
        found += [begin + step * number for number in range(first, last + 1)]
    return found if len(days) == 1 else sorted(found)


def _others(
    rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    """Period by period; from the first one on where occurrences count."""
    completed = _completed(rule, start)
    counted = 0
    first = start if rule.count is not None else max(start, low)
    for wall in _expanded(completed, start, first, high, budget):
        if wall < start:
            continue
        counted += 1
        if wall > high or (rule.count is not None and counted > rule.count):
            return
        if wall >= low:
            budget.spend()
            yield wall


def _completed(rule: Rule, start: datetime) -> Rule:
    """The rule with what it leaves to its first occurrence (RFC 5545 §3.3.10, the notes)."""
    numbers, weekdays = dict(rule.numbers), rule.weekdays
    level = FREQUENCIES.index(rule.frequency)
    days_given = weekdays or any(numbers.get(name) for name in ("BYMONTHDAY", "BYYEARDAY"))
    if rule.frequency == "YEARLY" and not days_given:
        if numbers.get("BYWEEKNO"):
            weekdays = ((0, start.weekday()),)
        else:
            numbers.setdefault("BYMONTH", (start.month,))
            numbers["BYMONTHDAY"] = (start.day,)
    elif rule.frequency == "MONTHLY" and not days_given:
        numbers["BYMONTHDAY"] = (start.day,)
    elif rule.frequency == "WEEKLY" and not weekdays:
        weekdays = ((0, start.weekday()),)
    for name, own, below in (
        ("BYHOUR", start.hour, "HOURLY"),
        ("BYMINUTE", start.minute, "MINUTELY"),
        ("BYSECOND", start.second, "SECONDLY"),
    ):
        if level < FREQUENCIES.index(below):
            numbers.setdefault(name, (own,))
    return Rule(
        rule.frequency,
        interval=rule.interval,
        count=rule.count,
        week_start=rule.week_start,
        weekdays=weekdays,
        numbers=numbers,
    )


def _expanded(
    rule: Rule, start: datetime, first: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    """All that the rule says in the periods from that of `first` to that of `high`."""
    fitting = FittingDays(rule)
    if rule.frequency in SECONDS:
        yield from _within_days(rule, fitting, start, first, high, budget)
        return
    clocks = _clocks(rule, budget)
    for begin, length in _spans(rule, start.date(), first.date(), high.date()):
        budget.spend(1 + length // 8)
        days = fitting.among(begin, length)
        budget.spend(len(days) * len(clocks))
        walls = [datetime.combine(day, clock) for day in days for clock in clocks]
        yield from _positions(rule, walls)


def _spans(rule: Rule, start: date, first: date, high: date) -> Iterator[tuple[int, int]]:
    """The periods of the rule as the ordinal of their first day and their number of days."""
    if rule.frequency == "YEARLY":
        behind = max(first.year - start.year, 0) // rule.interval * rule.interval
        for year in range(start.year + behind, min(high.year, 9999) + 1, rule.interval):
            yield date(year, 1, 1).toordinal(), 366 if calendar.isleap(year) else 365
    elif rule.frequency == "MONTHLY":
        own = start.year * 12 + start.month - 1
        behind = max(first.year * 12 + first.month - 1 - own, 0) // rule.interval * rule.interval
        for month in range(own + behind, high.year * 12 + high.month, rule.interval):
            year, index = divmod(month, 12)
            yield date(year, index + 1, 1).toordinal(), calendar.monthrange(year, index + 1)[1]
    else:
        length = 7 if rule.frequency == "WEEKLY" else 1
        own = start.toordinal()
        if length == 7:
            own -= (start.weekday() - rule.week_start) % 7
        step = length * rule.interval
        behind = max(first.toordinal() - own, 0) // step * step
        last = min(high.toordinal(), date.max.toordinal() - length)
        for begin in range(own + behind, last + 1, step):
            yield max(begin, 1), length


def _clocks(rule: Rule, budget: Budget) -> list[time]:
    """The times of day, ascending; a leap second is the last one of its minute."""
    hours, minutes, seconds = (rule.by(name) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    budget.spend(len(hours) * len(minutes) * len(seconds) // 4)
    return sorted(
        {
            time(hour, minute, min(second, 59))
            for hour in hours
            for minute in minutes
            for second in seconds
        }
    )


def _positions(rule: Rule, walls: list[datetime]) -> list[datetime]:
    """Those of a period that BYSETPOS picks; all where there is none."""
    positions = rule.by("BYSETPOS")
    if not positions:
        return walls
    picked = {position - 1 if position > 0 else position + len(walls) for position in positions}
    return [walls[index] for index in sorted(picked) if 0 <= index < len(walls)]


def _within_days(
    rule: Rule,
    fitting: FittingDays,
    start: datetime,
    first: datetime,
    high: datetime,
    budget: Budget,
) -> Iterator[datetime]:
    """Hours, minutes or seconds at their interval, on the days and in the hours that fit."""
    unit = SECONDS[rule.frequency]
    step = unit * rule.interval
    origin = start.replace(
        minute=0 if unit > 60 else start.minute, second=0 if unit > 1 else start.second
    )
    for ordinal in range(first.date().toordinal(), high.date().toordinal() + 1):
        budget.spend()
        if not fitting.has(day := date.fromordinal(ordinal)):
            continue
        midnight = datetime.combine(day, time())
        since = (midnight - origin) // timedelta(seconds=1)
        for hour in rule.by("BYHOUR") or range(24):
            begin = hour * 3600
            for second in range(begin + -(since + begin) % step, begin + 3600, step):
                budget.spend()
                begun = midnight + timedelta(seconds=second)
                if begun + timedelta(seconds=unit) <= first:
                    continue
                if begun > high:
                    return
                yield from _positions(rule, _in_unit(rule, begun))


def _in_unit(rule: Rule, begun: datetime) -> list[datetime]:
    """What an hour, a minute or a second holds."""
    minutes, seconds = rule.by("BYMINUTE"), rule.by("BYSECOND")
    if rule.frequency != "HOURLY":
        if minutes and begun.minute not in minutes:
            return []
        minutes = (begun.minute,)
    if rule.frequency == "SECONDLY":
        return [begun] if not seconds or begun.second in seconds else []
    return sorted(
        {
            begun.replace(minute=minute, second=min(second, 59))
            for minute in minutes
            for second in seconds
        }
    )
