"""When a coach works, as entries of their own calendar that take up nobody's time."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.kernel.i18n import zone_of
from organisations.models import Person
from scheduling.calendar_file import CalendarEntry, RenderedEntry, render_entry
from scheduling.coaching.working_time import list_working_windows
from scheduling.local_clock import after_day, before_day, day_parts, instant_of

WEEKS = 12
MINUTE = 60

Interval = tuple[datetime, datetime]


def list_working_time(coach: Person, *, now: datetime) -> list[Interval]:
    """When `coach` works from this week on, for twelve weeks; as they have entered it."""
    zone = zone_of(coach)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7 * WEEKS)]
    windows = list_working_windows(coach, days)
    return [
        interval
        for day in days
        for start, end in windows[day]
        for interval in _intervals(zone, day, start, end)
    ]


@lru_cache(maxsize=4096)
def rendered_working_time(
    interval: Interval, *, of_whom: str, zone: str, since: datetime
) -> RenderedEntry:
    """The entry of one interval without its title. `of_whom` tells coaches apart."""
    start, end = interval
    return render_entry(
        CalendarEntry(
            uid=f"{start:%Y%m%dT%H%M}-{of_whom}@komma",
            sequence=0,
            starts_at=start,
            ends_at=end,
            zone=zone,
            free=True,
            created_at=since,
            changed_at=since,
        )
    )


def _intervals(zone: ZoneInfo, day: date, start: int, end: int) -> list[Interval]:
    """The instants at which the clock of `zone` reads [start, end) on `day`, in minutes."""
    found = []
    for part in day_parts(zone, before_day(day), after_day(day)):
        begin = max(part.start, part.midnight + start * MINUTE)
        until = min(part.end, part.midnight + end * MINUTE)
        if part.day == day and begin < until:
            found.append((instant_of(begin), instant_of(until)))
    return found
