"""Tells people's calendars by mail of dates: here is one, it has moved, it is off.

RFC 5546 §3.2.2 and §3.2.5: one event in one mail, always the same UID, SEQUENCE only grows.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from app.kernel.db import db
from app.kernel.i18n import as_read_by
from app.kernel.outbox import OutboxMessage
from notifications.services import notify
from organisations.models import Person
from scheduling.calendar_file import CalendarEntry
from scheduling.discretion import discretion_about
from scheduling.feeds.choices import Detail
from scheduling.feeds.queries import gets_dates_by_mail
from scheduling.feeds.wording import entry_of
from scheduling.invitation import Method
from scheduling.invitations.models import CalendarInvitation
from scheduling.mailing import attach_invitation
from scheduling.models import Event, EventStatus
from scheduling.queries import find_occupancy

JOB_NAME = "invitations.send"
TEMPLATE = "invitations/date"


@dataclass(frozen=True)
class Telling:
    """What a calendar is to be told of an event; `update` where it knows an earlier state."""

    method: Method
    sequence: int
    update: bool


def send_invitation(*, invitation: CalendarInvitation, now: datetime) -> OutboxMessage | None:
    """Put the mail that is due into the outbox; None where there is nothing (any more) to tell.

    Of two workers the second finds the invitation taken.
    """
    if not _take(invitation):
        return None
    telling = _telling(invitation, now)
    if telling is None:
        return None
    message = notify(
        person=invitation.person,
        template=TEMPLATE,
        now=now,
        event=invitation.event,
        telling=telling,
    )
    if message is not None:
        _attach(message, invitation, telling, now)
    return message


def attach_date(
    *, message: OutboxMessage | None, event: Event, person: Person, now: datetime
) -> None:
    """Have a mail about `event` to `person` bring what a mail of its own would tell otherwise."""
    if message is None:
        return
    invitation = db.session.scalar(
        select(CalendarInvitation).where(
            CalendarInvitation.event_id == event.id, CalendarInvitation.person_id == person.id
        )
    )
    if invitation is not None and _take(invitation):
        telling = _telling(invitation, now)
        if telling is not None:
            _attach(message, invitation, telling, now)


def take_as_told() -> None:
    """Note that no calendar waits for a mail: what a demo invents is not mailed."""
    db.session.execute(
        update(CalendarInvitation).where(CalendarInvitation.pending).values(pending=False)
    )


def _take(invitation: CalendarInvitation) -> bool:
    """Take what is due upon oneself by one conditional UPDATE; False where somebody else did."""
    taken = db.session.execute(
        update(CalendarInvitation)
        .where(CalendarInvitation.id == invitation.id, CalendarInvitation.pending)
        .values(pending=False)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(invitation)
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def _telling(invitation: CalendarInvitation, now: datetime) -> Telling | None:
    """What the calendar does not know yet. Nobody is told of what is over.

    People get dates as they wish; but what a mail brought, a mail keeps true.
    """
    event, person = invitation.event, invitation.person
    known = invitation.in_calendar
    if event.ends_at <= now:
        return None
    is_in = event.status == EventStatus.CONFIRMED and find_occupancy(event, person) is not None
    if not is_in:
        return Telling(Method.CANCEL, _next_sequence(invitation), update=True) if known else None
    if known and invitation.event_sequence == event.sequence:
        return None
    if known or gets_dates_by_mail(person, event):
        return Telling(Method.REQUEST, _next_sequence(invitation), update=known)
    return None


def _next_sequence(invitation: CalendarInvitation) -> int:
    if invitation.sequence is None:
        return invitation.event.sequence
    return max(invitation.event.sequence, invitation.sequence + 1)


def _attach(
    message: OutboxMessage, invitation: CalendarInvitation, telling: Telling, now: datetime
) -> None:
    with as_read_by(invitation.person):
        entry = _entry(invitation, telling)
    attach_invitation(message, entry, method=telling.method, name=invitation.person.name)
    invitation.in_calendar = telling.method is Method.REQUEST
    invitation.sequence, invitation.event_sequence = telling.sequence, invitation.event.sequence
    invitation.told_at = now


def _entry(invitation: CalendarInvitation, telling: Telling) -> CalendarEntry:
    """As the person's subscriptions show it; off for whoever is out, though it takes place."""
    event = invitation.event
    discretion = discretion_about(event, invitation.person)
    entry = entry_of(event, Detail.APPOINTMENT)
    return replace(
        entry,
        sequence=telling.sequence,
        title=discretion.title_of(event),
        place=discretion.place_of(event),
        cancelled=telling.method is Method.CANCEL,
    )
