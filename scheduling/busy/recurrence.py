"""Expands recurrence rules (RFC 5545 §3.3.10) over a window, in wall time, in bounded work. Pure.

Only the periods (days, weeks, months, years) that the window touches are looked at, unless a rule
counts its occurrences from the first one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.busy.rules import FREQUENCIES, SECONDS, Rule
from scheduling.busy.values import Unreadable

_LONGEST_PERIOD = timedelta(days=7)


class TooMuchWork(Unreadable):
    """There are more occurrences than anybody has."""


@dataclass(slots=True)
class Budget:
    """How many steps may still be taken, in all of a file."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Take steps. Raises TooMuchWork where none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWork("its rule has too many occurrences")


def occurrences(
    rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    """The wall times of a rule from `low` to `high`, ascending, `start` where it fits the rule.

    COUNT is kept: it counts what fits the rule; a `start` that does not comes on top, from the
    caller, who also knows zones and so keeps UNTIL. Raises TooMuchWork.
    """
    if rule.frequency in ("DAILY", "WEEKLY") and _is_simple(rule):
        yield from _simple(rule, start, low, high, budget)
        return
    completed = _completed(rule, start)
    counted = 0
    first = start if rule.count is not None else max(start, low)
    for wall in _expanded(completed, start, first, high, budget):
        if wall < start:
            continue
        counted += 1
        if rule.count is not None and counted > rule.count:
            return
        if wall > high:
            return
        if wall >= low:
            budget.spend()
            yield wall


def _is_simple(rule: Rule) -> bool:
    return (
        not rule.numbers
        and all(ordinal == 0 for ordinal, _day in rule.weekdays)
        and (rule.frequency == "WEEKLY" or not rule.weekdays)
    )


def _simple(
    rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    """Days or weeks at their interval: the occurrences of the window are worked out at once."""
    step = timedelta(days=rule.interval * (7 if rule.frequency == "WEEKLY" else 1))
    # Days are numbered from the first of the week; where only days count, each is a first one.
    own = (start.weekday() - rule.week_start) % 7 if rule.frequency == "WEEKLY" else 0
    days = sorted({(day - rule.week_start) % 7 for _ordinal, day in rule.weekdays} or {own})
    base = start - timedelta(days=own)
    most = None if rule.count is None else rule.count + sum(day < own for day in days)
    # The last week or day that there is stays out: what follows from it might lie beyond.
    last = (min(high, datetime.max - _LONGEST_PERIOD) - base) // step  # noqa: DTZ901 - wall time
    first = max((low - base) // step - 1, 0)
    budget.spend(max(last - first + 1, 0) * len(days))
    offsets = [timedelta(days=day) for day in days]
    for period in range(first, last + 1):
        begin = base + step * period
        for position, offset in enumerate(offsets):
            if most is not None and period * len(days) + position >= most:
                return
            wall = begin + offset
            if wall > high:
                return
            if wall >= start and wall >= low:
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
    if rule.frequency in SECONDS:
        yield from _within_days(rule, start, first, high, budget)
        return
    clocks = _clocks(rule)
    for days in _periods(rule, start, first, high, budget):
        walls = [datetime.combine(day, clock) for day in days for clock in clocks]
        budget.spend(len(walls))
        yield from _positions(rule, walls)


def _periods(
    rule: Rule, start: datetime, first: datetime, high: datetime, budget: Budget
) -> Iterator[list[date]]:
    """The days that fit the rule, period by period."""
    for begin, length in _spans(rule, start.date(), first.date(), high.date()):
        days = _candidates(rule, begin, length)
        budget.spend(1 + len(days) // 8)
        yield [day for day in days if _fits(rule, day)]


def _candidates(rule: Rule, begin: int, length: int) -> list[date]:
    """The days of a period; of a year only those of the months that the rule names."""
    months = rule.by("BYMONTH")
    if rule.frequency != "YEARLY" or not months:
        return [date.fromordinal(begin + offset) for offset in range(length)]
    year = date.fromordinal(begin).year
    return [
        date(year, month, day)
        for month in sorted(set(months))
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
    ]


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


def _fits(rule: Rule, day: date) -> bool:
    """Whether a day is among those of every BY part that speaks of days."""
    months = rule.by("BYMONTH")
    if months and day.month not in months:
        return False
    if rule.weekdays and not any(
        day.weekday() == weekday and (ordinal == 0 or _is_nth(rule, day, ordinal))
        for ordinal, weekday in rule.weekdays
    ):
        return False
    month_days = rule.by("BYMONTHDAY")
    if month_days:
        backwards = day.day - calendar.monthrange(day.year, day.month)[1] - 1
        if day.day not in month_days and backwards not in month_days:
            return False
    year_days = rule.by("BYYEARDAY")
    if year_days:
        number = day.timetuple().tm_yday
        backwards = number - (366 if calendar.isleap(day.year) else 365) - 1
        if number not in year_days and backwards not in year_days:
            return False
    weeks = rule.by("BYWEEKNO")
    return not weeks or _is_in_weeks(day, weeks, rule.week_start)


def _is_nth(rule: Rule, day: date, ordinal: int) -> bool:
    """Whether a day is the nth of its weekday, in its month or in its year."""
    if rule.frequency == "MONTHLY" or (rule.frequency == "YEARLY" and rule.by("BYMONTH")):
        number, length = day.day, calendar.monthrange(day.year, day.month)[1]
    elif rule.frequency == "YEARLY":
        number = day.timetuple().tm_yday
        length = 366 if calendar.isleap(day.year) else 365
    else:
        return True  # only months and years have an nth weekday
    if ordinal > 0:
        return (number - 1) // 7 + 1 == ordinal
    return (length - number) // 7 + 1 == -ordinal


def _is_in_weeks(day: date, weeks: tuple[int, ...], week_start: int) -> bool:
    """Whether a day lies in one of these weeks; week 1 is the first with four days in the year."""
    middle = day.toordinal() - (day.weekday() - week_start) % 7 + 3
    if not 1 <= middle <= date.max.toordinal():
        return False
    year = date.fromordinal(middle).year
    number = (middle - date(year, 1, 1).toordinal()) // 7 + 1
    last = date(year, 12, 31).toordinal()
    in_last = last - (date.fromordinal(last).weekday() - week_start) % 7 + 3
    total = (in_last - date(year, 1, 1).toordinal()) // 7 + 1 if in_last <= last else None
    if total is None:
        total = (in_last - 7 - date(year, 1, 1).toordinal()) // 7 + 1
    return number in weeks or number - total - 1 in weeks


def _clocks(rule: Rule) -> list[time]:
    """The times of day, ascending; a leap second is the last one of its minute."""
    return sorted(
        {
            time(hour, minute, min(second, 59))
            for hour in rule.by("BYHOUR")
            for minute in rule.by("BYMINUTE")
            for second in rule.by("BYSECOND")
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
    rule: Rule, start: datetime, first: datetime, high: datetime, budget: Budget
) -> Iterator[datetime]:
    """Hours, minutes or seconds at their interval, on the days and times that fit."""
    unit = SECONDS[rule.frequency]
    step = unit * rule.interval
    origin = start.replace(
        minute=0 if unit > 60 else start.minute, second=0 if unit > 1 else start.second
    )
    for ordinal in range(first.date().toordinal(), high.date().toordinal() + 1):
        budget.spend()
        day = date.fromordinal(ordinal)
        if not _fits(rule, day):
            continue
        midnight = datetime.combine(day, time())
        offset = -((midnight - origin) // timedelta(seconds=1)) % step
        for second in range(offset, 86400, step):
            budget.spend()
            begun = midnight + timedelta(seconds=second)
            if begun + timedelta(seconds=unit) <= first:
                continue
            if begun > high:
                return
            yield from _positions(rule, _in_unit(rule, begun))


def _in_unit(rule: Rule, begun: datetime) -> list[datetime]:
    """What an hour, a minute or a second holds."""
    hours, minutes, seconds = (rule.by(name) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if hours and begun.hour not in hours:
        return []
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
