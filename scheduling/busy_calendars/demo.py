"""Demo data: a coach's calendar as a file, and another's whose server has been silent for days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.kernel.content import read_content
from app.kernel.hosts import AllowedHosts
from app.kernel.i18n import zone_of
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from scheduling.busy_calendars.copies import Copy, Time
from scheduling.busy_calendars.keeping import keep_copy
from scheduling.busy_calendars.models import BusyCalendar
from scheduling.busy_calendars.problems import Problem
from scheduling.busy_calendars.services import add_file, subscribe_to_calendar
from scheduling.busy_calendars.windows import window_at
from scheduling.fetching.addresses import CalendarAddress
from scheduling.queries import list_events_of

CONTENT = Path(__file__).parent / "content" / "calendars.yaml"
BUSY_FOR = timedelta(weeks=10)
DAY = timedelta(days=1)
ROOM = timedelta(minutes=45)  # around appointments: buffers, and some peace
CONNECTED_BEFORE = timedelta(weeks=3)
TRIED_IN_VAIN = 14
NEXT_TRY_IN = timedelta(hours=5)


def load_demo(now: datetime) -> None:
    """Add the calendars of the content file. Comes after appointments: it leaves them room."""
    for entry in read_content(CONTENT)["calendars"]:
        person = get_account_by_email(f"{entry['account']}@example.org").person
        if "address" in entry:
            _add_silent(person, entry, now)
        else:
            read_at = now - entry["saved_days_ago"] * DAY
            copy = _copy(person, entry, read_at)
            add_file(person=person, label=entry["label"], copy=copy, now=read_at)


def _add_silent(person: Person, entry: dict[str, Any], now: datetime) -> BusyCalendar:
    address = CalendarAddress.parse(entry["address"], AllowedHosts())
    calendar = subscribe_to_calendar(
        person=person, label=entry["label"], address=address, now=now - CONNECTED_BEFORE
    )
    silent_since = now - entry["silent_days"] * DAY
    keep_copy(calendar=calendar, copy=_copy(person, entry, silent_since), now=silent_since)
    calendar.problem, calendar.failures = Problem.UNREACHABLE, TRIED_IN_VAIN
    calendar.failing_since, calendar.tried_at = silent_since, now - DAY / 24
    calendar.next_at = now + NEXT_TRY_IN
    return calendar


def _copy(person: Person, entry: dict[str, Any], read_at: datetime) -> Copy:
    """What the calendar says; nothing in it is near an appointment of its owner."""
    zone = zone_of(person)
    taken = list_events_of(person, since=read_at, until=read_at + BUSY_FOR)
    times = frozenset(
        Time(start, end, certain=True)
        for start, end in _times(entry, read_at.astimezone(zone).date(), zone)
        if not any(start < event.ends_at + ROOM and event.starts_at - ROOM < end for event in taken)
    )
    return Copy(times, 0, window_at(read_at, zone))


def _times(
    entry: dict[str, Any], today: date, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    for number in range(BUSY_FOR.days):
        day = today + number * DAY
        for each in entry["weekly"]:
            if each["weekday"] == day.weekday() and number not in entry.get("days_off", ()):
                yield _at(day, each["start"], zone), _at(day, each["end"], zone)
        if number in entry.get("days_off", ()):
            yield _at(day, "00:00", zone), _at(day + DAY, "00:00", zone)


def _at(day: date, reading: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(reading), zone)
