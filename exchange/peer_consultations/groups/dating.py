"""When a group meets: a date in all members' calendars, with a title that says no topic."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.db import db
from app.kernel.i18n import Bilingual, programme_zone
from exchange.peer_consultations.groups import queries
from exchange.peer_consultations.groups.errors import DateIsOver, DateTooLate
from exchange.peer_consultations.groups.models import EVENT_OWNER, Consultation
from exchange.peer_consultations.groups.services import (
    find_open_poll,
    lock_with_poll,
    require_organiser,
    take,
)
from organisations.models import Person
from scheduling.models import Event
from scheduling.polls.services import call_off as end_poll
from scheduling.services import reschedule_event, schedule_event

TITLE = Bilingual(de="Kollegiale Beratung", en="Peer consultation")


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """When, and the way into the video room. `zone` is the IANA zone of the wall time."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    online_link: str = ""


def set_date(
    *, consultation: Consultation, meeting: Meeting, actor: Person, now: datetime
) -> Event:
    """Meet then: the first date is scheduled for all members, another one moves it.

    Calendars and mails follow by themselves; a poll that looks for a date ends. Raises NotFound,
    NotYours, NotPlanned, DateIsOver, DateTooLate, and DomainError at `ends_at` where it would end
    before it begins.
    """
    lock_with_poll(consultation)
    take(consultation, actor)
    require_organiser(consultation, actor)
    event = meet(consultation=consultation, meeting=meeting, now=now)
    poll = find_open_poll(consultation)
    if poll is not None:
        end_poll(poll=poll, actor=None, now=now)
    return event


def meet(*, consultation: Consultation, meeting: Meeting, now: datetime) -> Event:
    """As `set_date`, by nobody in particular: the group has agreed. Hold the lock before."""
    if meeting.starts_at <= now:
        raise DateIsOver(DateIsOver.MESSAGE, field="date")
    require_before_deletion(consultation, meeting.ends_at)
    if consultation.event is not None:
        return reschedule_event(
            event=consultation.event,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place="",
            online_link=meeting.online_link,
            now=now,
        )
    event = schedule_event(
        owner=EVENT_OWNER,
        title=TITLE,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        place="",
        online_link=meeting.online_link,
        occupants=[member.person for member in queries.list_members(consultation)],
        now=now,
    )
    consultation.event = event
    db.session.flush()
    return event


def require_before_deletion(consultation: Consultation, ends_at: datetime) -> None:
    """Raises DateTooLate where the consultation would be deleted by `ends_at`."""
    if ends_at.astimezone(programme_zone()).date() >= consultation.delete_on:
        raise DateTooLate(DateTooLate.MESSAGE, field="date")
