"""Months that a report is about. Pure.

Reports are of whole months that are over, and of nothing shorter: two reports whose periods differ
by a day would tell by their difference what happened on that day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_YEARS = range(1970, 3000)


@dataclass(frozen=True)
class Months:
    """Whole months from `first` to `last`, each by its first day."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if (self.first.day, self.last.day) != (1, 1) or self.first > self.last:
            raise ValueError("a period goes from the first day of a month to that of a later one")

    @property
    def key(self) -> str:
        """As it stands in names of files: 2026-01 or 2026-01-2026-03."""
        first, last = month_key(self.first), month_key(self.last)
        return first if first == last else f"{first}-{last}"

    def __iter__(self) -> Iterator[date]:
        month = self.first
        while month <= self.last:
            yield month
            month = months_on(month, 1)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The instants at which it begins and the next month begins, by the clock of `zone`."""
        ends = (self.first, months_on(self.last, 1))
        begin, end = (datetime(day.year, day.month, 1, tzinfo=zone).astimezone(UTC) for day in ends)
        return begin, end


def month_of(instant: datetime, zone: ZoneInfo) -> date:
    """The first day of the month in which it is then, by the clock of `zone`."""
    return instant.astimezone(zone).date().replace(day=1)


def months_on(first_day: date, months: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(first_day.month - 1 + months, 12)
    return date(first_day.year + years, month + 1, 1)


def month_key(first_day: date) -> str:
    """As it stands in addresses: 2026-03."""
    return f"{first_day.year:04}-{first_day.month:02}"


def parse_month(key: str) -> date | None:
    """The first day of the month of this key; None for anything else."""
    found = _MONTH.fullmatch(key)
    if not found or int(found[1]) not in _YEARS or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def usual_periods(this_month: date) -> dict[str, Months]:
    """The last month, quarter and year that are over in `this_month`."""
    quarter = months_on(this_month, -((this_month.month - 1) % 3))
    year = this_month.replace(month=1)
    return {
        "month": Months(months_on(this_month, -1), months_on(this_month, -1)),
        "quarter": Months(months_on(quarter, -3), months_on(quarter, -1)),
        "year": Months(months_on(year, -12), months_on(year, -1)),
    }
