"""Makes calendars from outside for tests, and writes files for them. Nothing is committed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.db import db
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.fetching.addresses import AllowedHosts, CalendarAddress
from tests.scheduling.busy.calendars import calendar, event

HOUR = timedelta(hours=1)
#: An event of one hour, the day after the tests' day.
TUESDAY_AT_TEN = datetime.fromisoformat("2026-11-24T10:00Z")
#: What no table, file or log may hold.
SECRETS = ("Geheimes Treffen", "uid-that-tells", "secret-path", "secret-key")


def address_of(url: str) -> CalendarAddress:
    """A public address."""
    return CalendarAddress.parse(url, AllowedHosts())


def file_of(*starts: datetime, title: str = "Geheimes Treffen") -> bytes:
    """A calendar with an event of one hour at each of `starts`."""
    return calendar(
        *(
            event(
                f"UID:uid-that-tells-{start:%Y%m%dT%H%M}",
                f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
                "DURATION:PT1H",
                f"SUMMARY:{title}",
            )
            for start in starts
        )
    )


def times_of(found: BusyCalendar) -> list[tuple[datetime, datetime, bool]]:
    """What is stored of its times, in their order."""
    times = select(BusyInterval.starts_at, BusyInterval.ends_at, BusyInterval.certain)
    rows = db.session.execute(
        times.where(BusyInterval.calendar_id == found.id).order_by(BusyInterval.starts_at)
    )
    return [tuple(row) for row in rows]
