"""Tells a person's own appointments that their calendar outside mirrors from all else in it. Pure.

Whoever subscribes to their calendar here, or accepts an invitation, has our appointments in the
calendar that they connect. Read back, these must not stand in the way of themselves. Entries
outside are known without names, and some calendars tell touching ones as one; so an entry counts as
a mirror where it is, to the instant, what own appointments take up one after the other. Anything
longer or shorter is something else, and counts as busy.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """[start, end), aware instants."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether there is an instant in both."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether all of `other` lies in it."""
        return self.start <= other.start and other.end <= self.end


class OwnTimes:
    """When a person's own appointments are: each as it is, and as it is with its buffers.

    Those alone that are certain: nothing else gets into a calendar.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(set(spans))
        self._starts = {span.start for span in self._spans}

    def are_mirrored_by(self, interval: Span) -> bool:
        """Whether `interval` is what some of them cover together without a gap, and no more."""
        if interval.start not in self._starts:
            return False
        reached = interval.start
        for span in self._spans[bisect_left(self._spans, Span(interval.start, interval.start)) :]:
            if span.start > reached:
                break
            if span.end <= interval.end:
                reached = max(reached, span.end)
        return reached == interval.end
