"""What a person's calendar programme gets to read: their events, in their language."""

from datetime import datetime, timedelta

from flask import current_app

from app.kernel.i18n import gettext as _
from app.kernel.i18n import in_language
from app.kernel.mail_text import absolute_address
from notifications.queries import get_wishes
from notifications.wishes import Area, Wishes
from scheduling.calendar_file import CalendarEntry, write_calendar
from scheduling.discretion import Discretion, area_of
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
    wishes = get_wishes(feed.person)
    with in_language(feed.person.language):
        entries = [_entry(event, feed, wishes) for event in events]
    zone = current_app.extensions["komma"].settings.time_zone
    return write_calendar(entries, name=CALENDAR_NAME, zone=zone, year=now.year)


def _entry(event: Event, feed: CalendarFeed, wishes: Wishes) -> CalendarEntry:
    cancelled = event.status == EventStatus.CANCELLED
    discretion = Discretion(_is_discreet(feed, wishes, event), wishes.calendar_word)
    title = discretion.title_of(event)
    address = absolute_address("calendar.event", public_id=event.public_id)
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        # Said in words too: some calendars show an event the same with every STATUS.
        title=_("Abgesagt: %(title)s", title=title) if cancelled else title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=discretion.place_of(event),
        note=_("Alles Weitere nach der Anmeldung: %(address)s", address=address),
        cancelled=cancelled,
        created_at=event.created_at,
        changed_at=max(event.changed_at, wishes.discretion_changed_at or event.changed_at),
    )


def _is_discreet(feed: CalendarFeed, wishes: Wishes, event: Event) -> bool:
    """A feed decides for trainings; the rest is the person's wish, whatever the feed says."""
    if feed.discreet or wishes.discreet_everything:
        return True
    area = area_of(event)
    return area is not Area.TRAININGS and wishes.is_discreet_about(area)
