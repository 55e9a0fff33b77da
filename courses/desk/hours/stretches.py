"""Stretches of days that a statement is of: months and quarters, and any others. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from scheduling.coaching.periods import YEARS, parse_period

LONGEST = timedelta(days=366)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)--(\d{4}-\d\d-\d\d)", re.ASCII)


class Stretch(Protocol):
    """Days from `first_day` on and before `next_day`. `key` is how addresses name it."""

    @property
    def first_day(self) -> date: ...

    @property
    def next_day(self) -> date: ...

    @property
    def key(self) -> str: ...


@dataclass(frozen=True)
class Days:
    """All days from the first to the last."""

    first_day: date
    last_day: date

    @property
    def next_day(self) -> date:
        return self.last_day + timedelta(days=1)

    @property
    def key(self) -> str:
        return f"{self.first_day}--{self.last_day}"


def days_between(first_day: date, last_day: date) -> Days | None:
    """The stretch; None where it would end before it begins, or be longer than a year."""
    if not timedelta(0) <= last_day - first_day < LONGEST:
        return None
    in_range = first_day.year in YEARS and last_day.year in YEARS
    return Days(first_day, last_day) if in_range else None


def parse_stretch(key: str) -> Stretch | None:
    """The stretch of this key: 2026-11, 2026-Q4 or 2026-11-03--2026-12-18. None for others."""
    found = _DAYS.fullmatch(key)
    if found is None:
        return parse_period(key)
    try:
        return days_between(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    except ValueError:
        return None
