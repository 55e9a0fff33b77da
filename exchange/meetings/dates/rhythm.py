"""The days of a series of meetings: every month, every quarter, every half-year. Pure.

On the same weekday of its month: the second Tuesday, or the last (RFC 5545 §3.3.10, BYDAY).
"""

from datetime import date, datetime
from enum import StrEnum

from dateutil.rrule import MONTHLY, rrule, weekday

from courses.cohorts.planning.recurrence import place_in_month

#: As many dates as anybody plans at once: two years of a monthly group.
MOST_DATES = 24


class Rhythm(StrEnum):
    """How the dates of a series follow each other."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"


_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6}


def list_days(first: date, rhythm: Rhythm, number: int) -> list[date]:
    """`number` days from `first` on. Raises ValueError beyond MOST_DATES, or for none."""
    if not 1 <= number <= MOST_DATES:
        raise ValueError("so many dates are planned by nobody")
    begin = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a day, no instant
    same = weekday(first.weekday(), place_in_month(first))
    rule = rrule(MONTHLY, dtstart=begin, interval=_MONTHS[rhythm], byweekday=same, count=number)
    return [instant.date() for instant in rule]
