"""Where the rest of a series goes when one of it moves. Free of Flask and of the database's reads.

People think of clock times: a series at ten stays at ten when summer time begins.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.models import Event


def series_starts(
    first: datetime, *, count: int, every_weeks: int, zone: ZoneInfo
) -> list[datetime]:
    """`count` instants every `every_weeks` weeks from `first` on, at its clock time in `zone`."""
    return [_shifted(first, timedelta(weeks=every_weeks * number), zone) for number in range(count)]


def moved_along(moved: Event, starts: Sequence[datetime], to: datetime) -> list[datetime]:
    """`starts` shifted by the days and the clock time by which `moved` goes to `to`."""
    zone = ZoneInfo(moved.zone)
    shift = _clock(to, zone) - _clock(moved.starts_at, zone)
    return [_shifted(start, shift, zone) for start in starts]


def _shifted(instant: datetime, shift: timedelta, zone: ZoneInfo) -> datetime:
    return (_clock(instant, zone) + shift).replace(tzinfo=zone).astimezone(UTC)


def _clock(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
