"""What a person's calendar programme gets to read: their events, in their language."""

from datetime import datetime, timedelta

from flask import current_app

from app.kernel.i18n import gettext as _
from app.kernel.i18n import in_language
from scheduling.calendar_file import CalendarEntry, write_calendar
from scheduling.feeds.models import CalendarFeed
from scheduling.models import Event, EventStatus
from scheduling.queries import list_events_of

CALENDAR_NAME = "KommA"
LOOK_BACK = timedelta(days=90)
LOOK_AHEAD = timedelta(days=3 * 365)
TELL_OF_CANCELLATION_FOR = timedelta(days=30)


def write_feed(feed: CalendarFeed, *, now: datetime) -> bytes:
    """The iCalendar file of `feed` at `now`. The same events give the same bytes.

    What was called off stays in it for 30 days, so that calendars that only add also learn of it.
    """
    events = list_events_of(
        feed.person,
        since=now - LOOK_BACK,
        until=now + LOOK_AHEAD,
        cancelled_after=now - TELL_OF_CANCELLATION_FOR,
    )
    language = feed.person.language
    with in_language(language):
        entries = [_entry(event, discreet=feed.discreet, language=language) for event in events]
    zone = current_app.extensions["komma"].settings.time_zone
    return write_calendar(entries, name=CALENDAR_NAME, zone=zone, year=now.year)


def _entry(event: Event, *, discreet: bool, language: str) -> CalendarEntry:
    cancelled = event.status == EventStatus.CANCELLED
    title = _("KommA-Termin") if discreet else event.title.in_language(language)
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        # Said in words too: some calendars show an event the same with every STATUS.
        title=_("Abgesagt: %(title)s", title=title) if cancelled else title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place="" if discreet else event.place,
        cancelled=cancelled,
        created_at=event.created_at,
        changed_at=event.changed_at,
    )
