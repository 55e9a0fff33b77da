"""What a clock on the wall means as an instant. Pure."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """Clocks leap over this time on this day."""


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant at which clocks in `zone` show `at` on `day`, in UTC.

    Where they show it twice (clocks go back), the first one. Raises NoSuchTime where they never do,
    and beyond the ends of the calendar.
    """
    try:
        instant = datetime.combine(day, at, zone).astimezone(UTC)
        shown = instant.astimezone(zone)
    except OverflowError:
        raise NoSuchTime from None
    if (shown.date(), shown.time()) != (day, at):
        raise NoSuchTime
    return instant
