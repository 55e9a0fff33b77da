"""Commands on the dates of a series together: move them, have them elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.wall_time import NoSuchTime, instant_of
from exchange.meetings.dates.models import BodyMeeting, MeetingState
from exchange.meetings.dates.services import MeetingDetails, MeetingIsSettled, change_meeting
from organisations.models import Person


@dataclass(frozen=True, kw_only=True)
class SeriesChange:
    """By how many days dates move, and at what time on the wall and where they are from then on."""

    days: int
    start: time
    end: time
    place: str
    online_link: str


def move_series(
    *, meetings: Sequence[BodyMeeting], change: SeriesChange, actor: Person, now: datetime
) -> list[BodyMeeting]:
    """Move those of `meetings` that are still to come, all of them or none; returns which.

    Each keeps its own zone. Raises MeetingIsSettled where there is none, DomainError at `start`
    for a time that a clock leaps over, at `end` where it is before the beginning, and at `days`
    where a date would be over.
    """
    movable = [one for one in meetings if one.state in (MeetingState.PLANNED, MeetingState.INVITED)]
    movable = [one for one in movable if not one.has_begun(now)]
    if not movable:
        raise MeetingIsSettled
    for meeting, details in [(one, _moved(one, change, now)) for one in movable]:
        change_meeting(meeting=meeting, details=details, actor=actor, now=now)
    return movable


def _moved(meeting: BodyMeeting, change: SeriesChange, now: datetime) -> MeetingDetails:
    zone = ZoneInfo(meeting.event.zone)
    day = meeting.event.starts_at.astimezone(zone).date() + timedelta(days=change.days)
    try:
        starts_at, ends_at = (instant_of(day, at, zone) for at in (change.start, change.end))
    except NoSuchTime:
        raise DomainError(
            _l("Diese Uhrzeit gibt es an einem der Tage nicht: Die Uhr wird umgestellt."),
            field="start",
        ) from None
    if ends_at <= starts_at:
        raise DomainError(_l("Das Ende muss nach dem Beginn liegen."), field="end")
    if starts_at <= now:
        raise DomainError(_l("Dann läge ein Termin in der Vergangenheit."), field="days")
    return MeetingDetails(
        title=meeting.title,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone.key,
        place=change.place,
        online_link=change.online_link,
        host=meeting.host,
        protected=meeting.protected,
    )
