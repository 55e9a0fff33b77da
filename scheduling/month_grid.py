"""A month by weeks, as calendars on a page show it, with how much there is on each day. Pure."""

from calendar import Calendar, monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_FROM_MONDAY = Calendar(firstweekday=0)


@dataclass(frozen=True)
class MonthGrid:
    """The month that begins on `first`, by weeks from Monday on; days around it complete them.

    `counts` has those of all these days on which there is something. `earlier` and `later` lead to
    the nearest months with something: the first such day of each.
    """

    first: date
    weeks: list[list[date]]
    counts: Mapping[date, int]
    earlier: date | None
    later: date | None


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of its month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def month_weeks(day: date) -> list[list[date]]:
    """The weeks of its month, Mondays first; at both ends with days of the months around it."""
    return _FROM_MONDAY.monthdatescalendar(day.year, day.month)


def month_grid(counts: Mapping[date, int], day: date) -> MonthGrid:
    """The month of `day`. `counts` says how much there is on a day, for days with something."""
    first, last = month_of(day)
    weeks = month_weeks(day)
    days = sorted(counts)
    return MonthGrid(
        first=first,
        weeks=weeks,
        counts={one: counts[one] for one in days if weeks[0][0] <= one <= weeks[-1][-1]},
        earlier=_first_of_its_month([one for one in days if one < first]),
        later=next((one for one in days if one > last), None),
    )


def _first_of_its_month(days: list[date]) -> date | None:
    """The first of `days` in the month of the last one."""
    return next((one for one in days if month_of(one) == month_of(days[-1])), None)
