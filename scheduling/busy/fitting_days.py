"""Tells which days fit a recurrence rule (RFC 5545 §3.3.10, the BY parts that speak of days). Pure.

A rule is taken apart once, so that each day costs the same however long the rule's lists are.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

from scheduling.busy.rules import Rule


class FittingDays:
    """The days that fit the BY parts of a rule, all of them at once."""

    def __init__(self, rule: Rule) -> None:
        self._months = frozenset(rule.by("BYMONTH"))
        self._month_days = frozenset(rule.by("BYMONTHDAY"))
        self._year_days = frozenset(rule.by("BYYEARDAY"))
        self._weeks = frozenset(rule.by("BYWEEKNO"))
        self._week_start = rule.week_start
        self._yearly = rule.frequency == "YEARLY"
        self._nth_of_month = rule.frequency == "MONTHLY" or (self._yearly and bool(self._months))
        # Only months and years have an nth weekday; elsewhere the number means nothing.
        counts = self._yearly or rule.frequency == "MONTHLY"
        self._weekdays: dict[int, set[int]] = {}
        for ordinal, weekday in rule.weekdays:
            self._weekdays.setdefault(weekday, set()).add(ordinal if counts else 0)

    def among(self, first: int, number: int) -> list[date]:
        """Those of `number` days from the one with the ordinal `first`, ascending."""
        return [day for day in self._candidates(first, number) if self.has(day)]

    def has(self, day: date) -> bool:
        """Whether this day is one of them."""
        return (
            (not self._months or day.month in self._months)
            and (not self._weekdays or self._has_weekday(day))
            and (not self._month_days or self._has_month_day(day))
            and (not self._year_days or self._has_year_day(day))
            and (not self._weeks or self._has_week(day))
        )

    def _candidates(self, first: int, number: int) -> Iterator[date]:
        """The days; of a year only those of the months that the rule names."""
        if not self._yearly or not self._months:
            yield from map(date.fromordinal, range(first, first + number))
            return
        year = date.fromordinal(first).year
        for month in sorted(self._months):
            for day in range(1, calendar.monthrange(year, month)[1] + 1):
                yield date(year, month, day)

    def _has_weekday(self, day: date) -> bool:
        ordinals = self._weekdays.get(day.weekday())
        if ordinals is None:
            return False
        if 0 in ordinals:
            return True
        if self._nth_of_month:
            number, length = day.day, calendar.monthrange(day.year, day.month)[1]
        else:
            number, length = _day_of_year(day), _days_of(day.year)
        return (number - 1) // 7 + 1 in ordinals or -((length - number) // 7 + 1) in ordinals

    def _has_month_day(self, day: date) -> bool:
        backwards = day.day - calendar.monthrange(day.year, day.month)[1] - 1
        return day.day in self._month_days or backwards in self._month_days

    def _has_year_day(self, day: date) -> bool:
        number = _day_of_year(day)
        return number in self._year_days or number - _days_of(day.year) - 1 in self._year_days

    def _has_week(self, day: date) -> bool:
        """Week 1 is the first with four days in the year (RFC 5545 §3.3.10, BYWEEKNO)."""
        middle = day.toordinal() - (day.weekday() - self._week_start) % 7 + 3
        if not 1 <= middle <= date.max.toordinal():
            return False
        number, days = _day_of_year(found := date.fromordinal(middle)), _days_of(found.year)
        week = (number - 1) // 7 + 1
        return week in self._weeks or -((days - number) // 7 + 1) in self._weeks


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _days_of(year: int) -> int:
    return 366 if calendar.isleap(year) else 365
