"""When a coach works: weekly rules, and the days on which they work otherwise or not at all. Pure.

The contract "Free slots" says what rules and overrides mean. Public holidays and vacations come on
top of it: a vacation goes before everything, and an override before a holiday, since whoever enters
a day by hand means that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.kernel.bilingual import Bilingual


class Window(NamedTuple):
    """Readings of the local clock in [start, end), in minutes after midnight; end at most 1440."""

    start: int
    end: int


class Rule(NamedTuple):
    """A window on a weekday (0 = Monday), from the first to the last date that it holds.

    With `every_weeks` n it holds in each nth ISO week, counted from the week of `anchor`.
    """

    weekday: int
    window: Window
    first: date | None = None
    last: date | None = None
    every_weeks: int = 1
    anchor: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule says something about `day`."""
        if day.weekday() != self.weekday:
            return False
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        return self.anchor is None or (week_of(day) - week_of(self.anchor)) % self.every_weeks == 0


class Override(NamedTuple):
    """What replaces all rules of a date; without windows it is a day off."""

    day: date
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Holiday:
    """A day on which nobody works, with its name."""

    day: date
    name: Bilingual


@dataclass(frozen=True)
class Vacation:
    """The coach is away from the first to the last day."""

    first: date
    last: date


@dataclass(frozen=True)
class WorkingHours:
    """Everything that says when a coach works, in the clock of `zone`. One override for a date."""

    zone: ZoneInfo
    rules: tuple[Rule, ...] = ()
    overrides: tuple[Override, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    vacations: tuple[Vacation, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    def windows_on(self, day: date) -> Sequence[tuple[int, int]]:
        """When the coach works on this date, in minutes: sorted, without overlap."""
        if self.vacation_on(day):
            return []
        override = self.override_on(day)
        if override is not None:
            windows = override.windows
        elif self.holiday_on(day):
            return []
        else:
            rules = self._rules_by_weekday.get(day.weekday(), ())
            windows = [rule.window for rule in rules if rule.holds_on(day)]
        return list(joined(sorted(windows))) if len(windows) > 1 else windows

    def override_on(self, day: date) -> Override | None:
        """What replaces the rules of this date."""
        return self._overrides_by_day.get(day)

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday of this date."""
        return self._holidays_by_day.get(day)

    def vacation_on(self, day: date) -> Vacation | None:
        """The vacation in which this date lies."""
        return next((one for one in self.vacations if one.first <= day <= one.last), None)

    def first_and_last_day(self) -> tuple[date, date]:
        """No date before the first and after the last can have a window."""
        overridden = [override.day for override in self.overrides]
        firsts = [rule.first or date.min for rule in self.rules]
        lasts = [rule.last or date.max for rule in self.rules]
        return (
            min(firsts + overridden, default=date.max),
            max(lasts + overridden, default=date.min),
        )

    @cached_property
    def _hash(self) -> int:
        return hash((self.zone, self.rules, self.overrides, self.holidays, self.vacations))

    @cached_property
    def _rules_by_weekday(self) -> dict[int, list[Rule]]:
        groups: dict[int, list[Rule]] = {}
        for rule in self.rules:
            groups.setdefault(rule.weekday, []).append(rule)
        return groups

    @cached_property
    def _overrides_by_day(self) -> dict[date, Override]:
        return {override.day: override for override in self.overrides}

    @cached_property
    def _holidays_by_day(self) -> dict[date, Holiday]:
        return {holiday.day: holiday for holiday in self.holidays}


def joined(intervals: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Intervals sorted by start, with those that touch or overlap made one."""
    begin = end = None
    for next_begin, next_end in intervals:
        if end is not None and next_begin <= end:
            end = max(end, next_end)
            continue
        if begin is not None:
            yield begin, end
        begin, end = next_begin, next_end
    if begin is not None:
        yield begin, end


def week_of(day: date) -> int:
    """The number of the ISO week, counted from the first one of the calendar (a Monday)."""
    return (day.toordinal() - 1) // 7
