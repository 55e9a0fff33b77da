"""Turns the content of a calendar into all that is kept of it: times. Pure but for its child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from scheduling.busy.guarded import TooMuchToRead, read_busy_times
from scheduling.busy.intervals import MOST_APART
from scheduling.busy_calendars.windows import Window
from scheduling.interval import Interval, merged

#: Who has more, even where what overlaps or touches counts as one, has made the file for that.
MOST_TIMES = MOST_APART


class Time(NamedTuple):
    """[starts_at, ends_at); `certain` is false where an event could not be read as a whole."""

    starts_at: datetime
    ends_at: datetime
    certain: bool


@dataclass(frozen=True)
class Copy:
    """When its owner is busy in `window`, and how many events could not be read."""

    times: frozenset[Time]
    unreadable_events: int
    window: Window

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not self.times and not self.unreadable_events


def read_copy(content: bytes, window: Window, *, in_background: bool = False) -> Copy:
    """What the calendar in `content` says of `window`; no title, no UID.

    Each entry for itself, so that those which mirror appointments of here can be told from others;
    or, where they are more than MOST_TIMES, what overlaps or touches as one.
    `in_background`: nobody waits for it, see `read_busy_times`. Raises CalendarRefused, and of its
    kinds TooMuchToRead where there is too much of it.
    """
    found = read_busy_times(
        content,
        begin=window.begin,
        end=window.end,
        zone=window.zone,
        in_background=in_background,
    )
    unread = merged(
        (time for skipped in found.skipped for time in skipped.times),
        begin=window.begin,
        end=window.end,
    )
    known = found.apart if len(found.apart) + len(unread) <= MOST_TIMES else found.busy
    if len(known) + len(unread) > MOST_TIMES:
        raise TooMuchToRead("has too many times")
    times = frozenset([*_times(known, certain=True), *_times(unread, certain=False)])
    return Copy(times, len(found.skipped), window)


def _times(intervals: Iterable[Interval], *, certain: bool) -> Iterable[Time]:
    return (Time(start, end, certain) for start, end in intervals)
