"""Makes calendars from outside for tests, and writes files for them. Nothing is committed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.db import db
from organisations.models import Person
from scheduling.busy_calendars.addresses import allowed_hosts
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.busy_calendars.services import subscribe_to_calendar
from scheduling.fetching.addresses import AllowedHosts, CalendarAddress
from tests.house.clock import START
from tests.scheduling.busy.calendars import calendar, event
from tests.scheduling.fetching.hostile import HostileServer

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


def subscribe_at(
    server: HostileServer, person: Person, target: str, label: str = "Dienst"
) -> BusyCalendar:
    """A calendar of `person` that is due, at that place of a server which the app may ask."""
    address = CalendarAddress.parse(f"http://127.0.0.1:{server.port}{target}", allowed_hosts())
    return subscribe_to_calendar(person=person, label=label, address=address, now=START)
