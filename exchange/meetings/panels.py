"""What other pages say of meetings: where an event leads to, and what comes next."""

from flask import render_template, url_for
from markupsafe import Markup

from app.kernel import clock
from app.kernel.matrix import READ_MEETINGS
from app.kernel.permissions import may
from app.kernel.retention import today
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.dates.queries import find_meeting_of_event, find_next_meeting
from exchange.meetings.dates.showing import seen_by
from exchange.meetings.replies.queries import list_unanswered
from organisations.accounts.current import current_account
from organisations.models import Person
from scheduling.models import Event


def meeting_of_event(event: Event, reader: Person) -> str:  # noqa: ARG001 - the page knows readers
    """The page of the meeting that `event` is the date of; empty for other events."""
    meeting = find_meeting_of_event(event)
    return "" if meeting is None else url_for("meetings.show", public_id=meeting.public_id)


def next_meeting(person: Person, **_context: object) -> Markup | str:
    """At home: the meeting that comes next, and what is still to be answered; else empty."""
    if not may(READ_MEETINGS):
        return ""
    now, reader = clock.now(), reader_of(current_account())
    meeting = find_next_meeting(reader, now=now)
    if meeting is None:
        return ""
    page = render_template(
        "meetings/panels/next.html",
        seen=seen_by(reader, meeting),
        unanswered=[seen_by(reader, one) for one in list_unanswered(person, today(now))],
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours
