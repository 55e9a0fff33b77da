"""Writes when somebody is busy, and nothing else: VFREEBUSY (RFC 5545 §3.6.4). Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, FreeBusy, vPeriod

from scheduling.calendar_file import PRODUCT
from scheduling.interval import Interval, merged


def write_free_busy(
    busy: Iterable[Interval], *, begin: datetime, end: datetime, uid: str, changed_at: datetime
) -> bytes:
    """The iCalendar file that says when somebody is busy during [begin, end).

    What overlaps or touches is told as one: where one appointment ends and the next begins is
    nobody's business. Instants are told in UTC, as §3.8.2.6 asks.
    """
    component = FreeBusy()
    component.add("UID", uid)
    component.add("DTSTAMP", changed_at.astimezone(UTC))
    component.add("DTSTART", begin.astimezone(UTC))
    component.add("DTEND", end.astimezone(UTC))
    for start, stop in merged(busy, begin=begin, end=end):
        period = vPeriod((start.astimezone(UTC), stop.astimezone(UTC)))
        component.add("FREEBUSY", period, {"FBTYPE": "BUSY"}, encode=0)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add_component(component)
    return calendar.to_ical()
