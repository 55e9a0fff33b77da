"""Writes what a mail tells a calendar programme: here is a date, or it is called off. Pure.

RFC 5546 (iTIP) §3.2.2 REQUEST and §3.2.5 CANCEL. The file names only the one it is sent to: who
else takes part is nobody's business who reads along in a calendar.
"""

from dataclasses import dataclass
from enum import StrEnum

from icalendar import Calendar, vCalAddress

from scheduling.calendar_file import (
    PRODUCT,
    UTC_ZONES,
    CalendarEntry,
    event_component,
    plain_text,
)
from scheduling.zone_component import zone_component


class Method(StrEnum):
    """What the calendar programme is to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Participant:
    """A name with the mail address behind it."""

    name: str
    email: str


def write_invitation(
    entry: CalendarEntry, *, method: Method, organiser: Participant, attendee: Participant
) -> bytes:
    """The iCalendar file, in UTF-8, that a mail to `attendee` carries.

    A CANCEL must have the UID of the REQUEST and a higher SEQUENCE. Raises ValueError where the
    method does not fit the entry, and ZoneInfoNotFoundError for an unknown zone.
    """
    if entry.cancelled != (method is Method.CANCEL):
        raise ValueError("CANCEL is for what is called off, REQUEST for what takes place")
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    if entry.zone not in UTC_ZONES:
        years = entry.starts_at.year, entry.ends_at.year
        calendar.add_component(zone_component(entry.zone, *years))
    event = event_component(entry)
    event.add("ORGANIZER", _address(organiser))
    # They have agreed by booking or by offering, so there is nothing to answer.
    event.add(
        "ATTENDEE",
        _address(
            attendee,
            CUTYPE="INDIVIDUAL",
            ROLE="REQ-PARTICIPANT",
            PARTSTAT="ACCEPTED",
            RSVP="FALSE",
        ),
    )
    calendar.add_component(event)
    return calendar.to_ical()


def _address(participant: Participant, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{participant.email}")
    # A parameter's value cannot hold a double quote (RFC 5545 §3.2).
    address.params["CN"] = plain_text(participant.name).replace('"', "'")
    address.params.update(parameters)
    return address
