"""Writes small iCalendar files and asks when they are busy."""

from datetime import datetime
from zoneinfo import ZoneInfo

from scheduling.busy.intervals import BusyTimes, busy_times

BERLIN = ZoneInfo("Europe/Berlin")


def event(*lines: str) -> str:
    """A VEVENT of these lines."""
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def calendar(*parts: str) -> bytes:
    """A VCALENDAR of these parts."""
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", "")).encode()


def read(
    content: bytes,
    begin: str = "2026-10-01T00:00Z",
    end: str = "2026-12-01T00:00Z",
    zone: ZoneInfo = BERLIN,
    *,
    apart: bool = False,
) -> BusyTimes:
    """What a file says of this window, for somebody in this zone."""
    window = (datetime.fromisoformat(text) for text in (begin, end))
    return busy_times(content, begin=next(window), end=next(window), zone=zone, apart=apart)


def busy_in(*parts: str, **window: str) -> list[str]:
    """The intervals of a calendar of these parts, as `10-31 09:00/10:30` in UTC."""
    found = read(calendar(*parts), **window)
    assert not found.skipped
    return [_words(start, stop) for start, stop in found.busy]


def _words(start: datetime, stop: datetime) -> str:
    same_day = start.date() == stop.date()
    return (
        f"{start:%m-%d %H:%M}/{stop:%H:%M}"
        if same_day
        else f"{start:%m-%d %H:%M}/{stop:%m-%d %H:%M}"
    )
