"""Where entries in calendars lead to whose event is a meeting of an alliance."""

from flask import url_for

from exchange.alliances.meetings.queries import find_meeting_of_event
from organisations.models import Person
from scheduling.models import Event


def meeting_of_event(event: Event, reader: Person) -> str:  # noqa: ARG001 - all invited see it alike
    """The page of the meeting that `event` is the date of; empty for other events."""
    meeting = find_meeting_of_event(event)
    if meeting is None:
        return ""
    return url_for(
        "alliance_meetings.show",
        municipality=meeting.municipality.public_id,
        public_id=meeting.public_id,
    )
