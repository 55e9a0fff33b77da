"""Intervals of time, from a beginning up to an end, and how they are put together. Pure."""

from collections.abc import Iterable
from datetime import datetime

Interval = tuple[datetime, datetime]


def merged(busy: Iterable[Interval], *, begin: datetime, end: datetime) -> list[Interval]:
    """What of `busy` lies in [begin, end): sorted, and apart from each other."""
    found: list[Interval] = []
    for start, stop in sorted(busy):
        start, stop = max(start, begin), min(stop, end)
        if start >= stop:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], stop)
        else:
            found.append((start, stop))
    return found
