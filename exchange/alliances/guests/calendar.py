"""A meeting as an iCalendar file (RFC 5545) for a calendar that KommA does not know."""

from flask import Response

from app.kernel.i18n import localised
from exchange.alliances.meetings.models import Meeting
from scheduling.calendar_file import CalendarEntry, write_calendar
from scheduling.models import EventStatus

FILE_NAME = "termin.ics"


def calendar_response(meeting: Meeting) -> Response:
    """The file of the one event, by its own UID: who downloads it again gets no second entry."""
    event = meeting.event
    title = localised(event.title)
    entry = CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        title=title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=event.location,
        note=event.online_link,
        cancelled=event.status == EventStatus.CANCELLED,
        created_at=event.created_at,
        changed_at=event.changed_at,
    )
    body = write_calendar([entry], name=title, zone=event.zone, year=event.starts_at.year)
    return Response(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )
