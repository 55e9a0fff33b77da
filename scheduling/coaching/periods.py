"""Months and quarters of the calendar. Pure."""

import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
YEARS = range(1970, 3000)


@dataclass(frozen=True)
class Period:
    """One month or the three of a quarter, from `first_day` on and before `next_day`."""

    first_day: date
    months: int

    @property
    def next_day(self) -> date:
        return _months_on(self.first_day, self.months)

    @property
    def quarter(self) -> int | None:
        """1 to 4; None for a month."""
        return self.first_day.month // 3 + 1 if self.months == 3 else None

    @property
    def key(self) -> str:
        """As it stands in addresses: 2026-11 or 2026-Q4."""
        year = f"{self.first_day.year:04}"
        if self.quarter is not None:
            return f"{year}-Q{self.quarter}"
        return f"{year}-{self.first_day.month:02}"


def parse_period(key: str) -> Period | None:
    """The period of this key; None for anything else."""
    if found := _QUARTER.fullmatch(key):
        year, month, months = int(found[1]), int(found[2]) * 3 - 2, 3
    elif found := _MONTH.fullmatch(key):
        year, month, months = int(found[1]), int(found[2]), 1
    else:
        return None
    if year not in YEARS or not 1 <= month <= 12:
        return None
    return Period(date(year, month, 1), months)


def recent_periods(day: date) -> list[Period]:
    """The month of `day` and the twelve before, then its quarter and the four before."""
    month = day.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    months = [Period(_months_on(month, -back), 1) for back in range(13)]
    return [*months, *(Period(_months_on(quarter, -3 * back), 3) for back in range(5))]


def _months_on(first_day: date, months: int) -> date:
    years, month = divmod(first_day.month - 1 + months, 12)
    return date(first_day.year + years, month + 1, 1)
