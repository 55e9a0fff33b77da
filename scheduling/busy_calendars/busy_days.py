"""Busy times as somebody's days show them. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


class BusySpan(NamedTuple):
    """What of a busy time falls on one day: from `start` to `end` of the local clock.

    `end` is `24:00` where it goes on until midnight. `certain` is false for an event that could not
    be read but whose time is known.
    """

    start: str
    end: str
    certain: bool

    @property
    def whole_day(self) -> bool:
        """Whether the day has no other time."""
        return (self.start, self.end) == ("00:00", "24:00")


def busy_days(
    times: Iterable[tuple[datetime, datetime, bool]], *, zone: ZoneInfo
) -> dict[date, list[BusySpan]]:
    """Busy times (start, end, certain), in their order, cut at the midnights of `zone`."""
    days: dict[date, list[BusySpan]] = {}
    for starts_at, ends_at, certain in times:
        for day, start, end in _cut(starts_at, ends_at, zone):
            days.setdefault(day, []).append(BusySpan(start, end, certain))
    return days


def _cut(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Iterator[tuple[date, str, str]]:
    begins = starts_at
    while begins < ends_at:
        day = begins.astimezone(zone).date()
        # Between aware times of one zone, Python compares wall clocks: so in UTC.
        midnight = datetime.combine(day + ONE_DAY, time(), zone).astimezone(UTC)
        end = "24:00" if ends_at >= midnight else f"{ends_at.astimezone(zone):%H:%M}"
        yield day, f"{begins.astimezone(zone):%H:%M}", end
        begins = midnight
