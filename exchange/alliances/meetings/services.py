"""Commands on meetings of an alliance: call one, change it, call it off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.meetings.models import Meeting
from exchange.alliances.partners.models import Partner
from organisations.models import Municipality, Person
from scheduling.models import EventStatus
from scheduling.services import (
    cancel_event,
    occupy,
    release,
    reschedule_event,
    schedule_event,
)

EVENT_OWNER = "alliance_meeting"


class MeetingHasBegun(DomainError):
    """What has begun is neither moved nor called off."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Sitzung hat schon begonnen."))


@dataclass(frozen=True, kw_only=True)
class MeetingDetails:
    """When and where a meeting is, what about and who is to come. `zone` is an IANA name."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    online_link: str = ""
    agenda: str = ""
    people: Collection[Person] = ()
    partners: Collection[Partner] = ()


def call_meeting(
    *, municipality: Municipality, details: MeetingDetails, actor: Person, now: datetime
) -> Meeting:
    """A meeting in the calendars of the people it invites.

    Raises NotFound for people or partners of another municipality, and DomainError at `ends_at`
    where it would end before it begins.
    """
    _require_at_home(municipality, details)
    event = schedule_event(
        owner=EVENT_OWNER,
        title=Bilingual(de=details.title, en=details.title),
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        zone=details.zone,
        place=details.place,
        online_link=details.online_link,
        occupants=details.people,
        now=now,
    )
    meeting = Meeting(
        municipality=municipality,
        event=event,
        agenda=details.agenda,
        called_by=actor.public_id,
        partners=[*details.partners],
    )
    db.session.add(meeting)
    db.session.flush()
    audit.record("alliance_meeting.called", meeting, actor=actor, now=now)
    return meeting


def change_meeting(
    *, meeting: Meeting, details: MeetingDetails, actor: Person, now: datetime
) -> Meeting:
    """Have `details` hold from now on, but for the title, which stays.

    Calendars of those who come and go follow. Raises MeetingHasBegun, EventIsCancelled, and like
    calling one.
    """
    if meeting.event.starts_at <= now:
        raise MeetingHasBegun
    _require_at_home(meeting.municipality, details)
    event = meeting.event
    reschedule_event(
        event=event,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        place=details.place,
        online_link=details.online_link,
        now=now,
    )
    known = {occupancy.person for occupancy in event.occupancies}
    for person in known - set(details.people):
        release(event=event, person=person, now=now)
    for person in sorted(set(details.people) - known, key=lambda one: one.id):
        occupy(event=event, person=person, now=now)
    meeting.agenda = details.agenda
    meeting.partners = [*details.partners]
    db.session.flush()
    audit.record("alliance_meeting.changed", meeting, actor=actor, now=now)
    return meeting


def cancel_meeting(*, meeting: Meeting, actor: Person, now: datetime) -> Meeting:
    """Call the meeting off; calendars learn of it. Raises MeetingHasBegun. Harmless to repeat."""
    if meeting.event.starts_at <= now:
        raise MeetingHasBegun
    if meeting.event.status != EventStatus.CANCELLED:
        cancel_event(event=meeting.event, now=now)
        audit.record("alliance_meeting.cancelled", meeting, actor=actor, now=now)
    return meeting


def _require_at_home(municipality: Municipality, details: MeetingDetails) -> None:
    invited = (*details.people, *details.partners)
    if any(one.municipality_id != municipality.id for one in invited):
        raise NotFound
