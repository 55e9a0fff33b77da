"""The days of a series, as people say it: every week, every two weeks, on the first Tuesday. Pure.

A series is a number of days or ends with a day; RFC 5545 §3.3.10 calls them COUNT and UNTIL. Its
times are on the wall: which instant they mean, each day says for itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

#: As many days as anybody plans at once, those left out included.
MOST_DAYS = 30


class Rhythm(StrEnum):
    """How the days of a series follow each other."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"  # on the same weekday: the first Tuesday, or the last


@dataclass(frozen=True)
class SeriesDay:
    """One day of a series. One that is left out does not count towards their number."""

    day: date
    left_out: bool = False


def list_series(
    first: date,
    rhythm: Rhythm,
    *,
    number: int | None = None,
    last: date | None = None,
    without: Iterable[date] = (),
) -> list[SeriesDay]:
    """The days from `first` on: `number` of them, or up to and with `last`; at most MOST_DAYS.

    Days in `without` are there, but left out; with a `number`, as many others come after them.
    Raises ValueError unless exactly one of `number` and `last` is given.
    """
    if (number is None) == (last is None):
        raise ValueError("a series has a number of days or a last day")
    free_days = set(without)
    days: list[SeriesDay] = []
    for day in _days(first, rhythm):
        kept = sum(not known.left_out for known in days)
        if (last is not None and day > last) or kept == number or len(days) == MOST_DAYS:
            break
        days.append(SeriesDay(day, left_out=day in free_days))
    return days


def place_in_month(day: date) -> int:
    """Which of its weekday `day` is in its month, from 1; -1 for the last, where it is the fifth.

    Not every month has a fifth Tuesday, but each has a last one.
    """
    place = (day.day + 6) // 7
    return -1 if place == 5 else place


def _days(first: date, rhythm: Rhythm) -> Iterator[date]:
    begin = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a day, no instant
    if rhythm is Rhythm.MONTHLY:
        same = weekday(first.weekday(), place_in_month(first))
        rule = rrule(MONTHLY, dtstart=begin, byweekday=same)
    else:
        rule = rrule(WEEKLY, dtstart=begin, interval=1 if rhythm is Rhythm.WEEKLY else 2)
    for instant in rule:
        yield instant.date()
