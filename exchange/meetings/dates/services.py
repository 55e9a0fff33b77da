"""Commands on meetings: plan one or a series, move, call off, invite, say that it was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.retention import today
from exchange.meetings.bodies.models import Body
from exchange.meetings.dates.members import take_up_members
from exchange.meetings.dates.models import BodyMeeting, MeetingState
from exchange.meetings.dates.queries import list_invited, meets_at
from notifications.services import notify
from organisations.models import Municipality, Person
from scheduling.invitations.services import attach_date
from scheduling.models import Event
from scheduling.services import cancel_event, reschedule_event, schedule_event

#: How long before the last day whoever has not answered is reminded.
REMINDED_BEFORE = timedelta(days=3)

EVENT_OWNER = "meeting"
INVITED_MAIL = "meetings/invited"

#: What calendars show of a protected visit until it is revealed.
DISCREET_TITLE = Bilingual(de="Termin des Programms", en="Programme appointment")


class MeetingIsSettled(DomainError):
    """What has begun, was held or is off is neither moved nor called off."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Sitzung hat schon begonnen oder ist abgesagt."))


class IsOver(DomainError):
    """Calendars take up nobody for what has begun already."""

    def __init__(self) -> None:
        super().__init__(_l("Dieser Tag oder diese Uhrzeit ist schon vorbei."), field="date")


class IsPlanned(DomainError):
    """The same date twice comes of a second click, and would stand in all calendars twice."""

    def __init__(self) -> None:
        super().__init__(_l("Zu dieser Zeit hat das Gremium schon einen Termin."), field="date")


class NotYet(DomainError):
    """It has not begun, so it was not held."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Sitzung hat noch nicht begonnen."))


@dataclass(frozen=True, kw_only=True)
class MeetingDetails:
    """What a meeting is called, when and where it is. `zone` is an IANA name.

    `host` and `protected` are for visits alone.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str = ""
    online_link: str = ""
    host: Municipality | None = None
    protected: bool = False


def plan_meeting(
    *,
    body: Body,
    details: MeetingDetails,
    actor: Person,
    now: datetime,
    series_key: str | None = None,
) -> BodyMeeting:
    """A date of `body` in the calendars of its members.

    Raises IsOver, IsPlanned, DomainError at `ends_at` where it would end before it begins, and
    UnknownZone.
    """
    _require_free(body, [details], now)
    visit = body.has_visits
    meeting = BodyMeeting(
        body=body,
        series_key=series_key,
        title=details.title,
        place=details.place,
        host=details.host if visit else None,
        protected=details.protected and visit,
        planned_by=actor.public_id,
    )
    title, place, online_link = _shown(meeting, details)
    meeting.event = schedule_event(
        owner=EVENT_OWNER,
        title=title,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        zone=details.zone,
        place=place,
        online_link=online_link,
        occupants=(),
        now=now,
    )
    db.session.add(meeting)
    db.session.flush()
    take_up_members(now=now, meetings=[meeting])
    audit.record("body_meeting.planned", meeting, actor=actor, now=now)
    return meeting


def plan_series(
    *, body: Body, dates: Sequence[MeetingDetails], actor: Person, now: datetime
) -> list[BodyMeeting]:
    """Several dates that belong together: all of them, or none. Raises as `plan_meeting` does."""
    _require_free(body, dates, now)
    key = new_public_id()
    return [
        plan_meeting(body=body, details=details, actor=actor, now=now, series_key=key)
        for details in dates
    ]


def change_meeting(
    *, meeting: BodyMeeting, details: MeetingDetails, actor: Person, now: datetime
) -> BodyMeeting:
    """Have `details` hold from now on; calendars follow. Raises MeetingIsSettled, and as planning.

    What was revealed of a visit stays revealed. Nobody is asked beyond the day of the meeting.
    """
    _require_open(meeting, now)
    if details.starts_at <= now:
        raise IsOver
    if meeting.body.has_visits:
        meeting.host = details.host
        meeting.protected = details.protected or meeting.revealed_at is not None
    meeting.title, meeting.place = details.title, details.place
    if meeting.reply_by is not None:
        meeting.reply_by = min(meeting.reply_by, today(details.starts_at))
    _show(meeting, details, now)
    take_up_members(now=now, meetings=[meeting])
    audit.record("body_meeting.changed", meeting, actor=actor, now=now)
    return meeting


def cancel_meetings(
    *, meetings: Sequence[BodyMeeting], actor: Person, now: datetime
) -> list[BodyMeeting]:
    """Call these off, as far as they are still to come; calendars learn of it.

    Returns what was called off. Raises MeetingIsSettled where that is none.
    """
    open_ones = [one for one in meetings if _is_open(one, now)]
    if not open_ones:
        raise MeetingIsSettled
    for meeting in open_ones:
        meeting.state = MeetingState.CANCELLED
        cancel_event(event=meeting.event, now=now)
        audit.record("body_meeting.cancelled", meeting, actor=actor, now=now)
    return open_ones


def invite(
    *, meeting: BodyMeeting, reply_by: date, actor: Person, now: datetime
) -> Sequence[Person]:
    """Ask all who belong to it for an answer until the end of that day, by mail; returns whom.

    Asking once more sets another day. Raises MeetingIsSettled, and DomainError at `reply_by` for a
    day that is over or after the meeting.
    """
    _require_open(meeting, now)
    if not today(now) <= reply_by <= today(meeting.event.starts_at):
        raise DomainError(
            _l("Bitte wählen Sie einen Tag zwischen heute und der Sitzung."), field="reply_by"
        )
    take_up_members(now=now, meetings=[meeting])
    # Where the last day is near, the invitation is reminder enough.
    near = reply_by <= today(now) + REMINDED_BEFORE
    meeting.state, meeting.reply_by = MeetingState.INVITED, reply_by
    meeting.reminded_at = now if near else None
    db.session.flush()
    people = list_invited(meeting)
    for person in people:
        message = notify(person=person, template=INVITED_MAIL, now=now, meeting=meeting)
        attach_date(message=message, event=meeting.event, person=person, now=now)
    audit.record("body_meeting.invited", meeting, actor=actor, now=now, people=len(people))
    return people


def hold(*, meeting: BodyMeeting, actor: Person, now: datetime) -> BodyMeeting:
    """Note that it has taken place. Harmless to repeat. Raises NotYet and MeetingIsSettled."""
    if not meeting.has_begun(now):
        raise NotYet
    if meeting.is_off:
        raise MeetingIsSettled
    held = db.session.execute(
        update(BodyMeeting)
        .where(BodyMeeting.id == meeting.id, BodyMeeting.state != MeetingState.HELD)
        .values(state=MeetingState.HELD)
        .execution_options(synchronize_session=False)
    )
    if held.rowcount:  # type: ignore[attr-defined]
        audit.record("body_meeting.held", meeting, actor=actor, now=now)
    db.session.refresh(meeting)
    return meeting


def reveal(*, meeting: BodyMeeting, actor: Person, now: datetime) -> BodyMeeting:
    """Have everyone invited learn what a protected visit is and where. Harmless to repeat.

    Raises MeetingIsSettled.
    """
    _require_open(meeting, now)
    if meeting.is_discreet:
        meeting.revealed_at = now
        _show(meeting, _as_planned(meeting), now)
        audit.record("body_meeting.revealed", meeting, actor=actor, now=now)
    return meeting


def _require_free(body: Body, dates: Sequence[MeetingDetails], now: datetime) -> None:
    if any(details.starts_at <= now for details in dates):
        raise IsOver
    lock(f"meetings:of:{body.public_id}")
    if meets_at(body, [details.starts_at for details in dates]):
        raise IsPlanned


def _show(meeting: BodyMeeting, details: MeetingDetails, now: datetime) -> None:
    title, place, online_link = _shown(meeting, details)
    reschedule_event(
        event=meeting.event,
        title=title,
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        place=place,
        online_link=online_link,
        now=now,
    )
    db.session.flush()


def _shown(meeting: BodyMeeting, details: MeetingDetails) -> tuple[Bilingual, str, str]:
    """Title, place and way in, as calendars show them."""
    if meeting.is_discreet:
        return DISCREET_TITLE, "", details.online_link
    title = Bilingual(de=details.title, en=details.title)
    return title, details.place, details.online_link


def _as_planned(meeting: BodyMeeting) -> MeetingDetails:
    event: Event = meeting.event
    return MeetingDetails(
        title=meeting.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=meeting.place,
        online_link=event.online_link,
        host=meeting.host,
        protected=meeting.protected,
    )


def _is_open(meeting: BodyMeeting, now: datetime) -> bool:
    settled = (MeetingState.HELD, MeetingState.CANCELLED)
    return meeting.state not in settled and not meeting.has_begun(now)


def _require_open(meeting: BodyMeeting, now: datetime) -> None:
    if not _is_open(meeting, now):
        raise MeetingIsSettled
