"""Platform: whether somebody of a municipality took part in the last conference, and what is next.

Numbers and dates of municipalities; never who came.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, select

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.progress import PLATFORM, ProgrammePart, Stage, Standing, people_told
from app.kernel.retention import today
from exchange.meetings.bodies.models import Body, BodyKind
from exchange.meetings.dates.models import Answer, BodyMeeting, MeetingReply, MeetingState
from organisations.models import Person
from scheduling.models import Event, EventStatus, Occupancy

NAME = "meetings"


def standings(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:
    """Where each municipality stands; three statements."""
    next_dates = _next_dates(municipality_ids, now)
    last = _last_conference(now)
    came = _came(last, municipality_ids) if last else {}
    found = {}
    for key in municipality_ids:
        number, next_at = came.get(key, 0), next_dates.get(key)
        if not number and next_at is None:
            continue
        found[key] = Standing(
            stage=Stage.REACHED if number else Stage.UNDER_WAY,
            figures=_("Zusagen zur letzten Konferenz: %(people)s", people=people_told(number)),
            next_on=today(next_at) if next_at else None,
            next_step=_l("Nächste Sitzung") if next_at else "",
        )
    return found


def _last_conference(now: datetime) -> int | None:
    return db.session.scalar(
        select(BodyMeeting.id)
        .join(BodyMeeting.event)
        .join(BodyMeeting.body)
        .where(
            Body.kind == BodyKind.CONFERENCE,
            BodyMeeting.state != MeetingState.CANCELLED,
            Event.ends_at <= now,
        )
        .order_by(Event.starts_at.desc())
        .limit(1)
    )


def _came(meeting_id: int, municipality_ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Person.municipality_id, func.count())
        .join(MeetingReply, MeetingReply.person_id == Person.id)
        .where(
            MeetingReply.meeting_id == meeting_id,
            MeetingReply.answer.in_([Answer.ON_SITE, Answer.ONLINE]),
            Person.municipality_id.in_(municipality_ids),
        )
        .group_by(Person.municipality_id)
    )
    return {key: number for key, number in rows if key is not None}


def _next_dates(municipality_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """The funder reads them, so a protected visit that is not revealed is none."""
    rows = db.session.execute(
        select(Person.municipality_id, func.min(Event.starts_at))
        .join(Occupancy, Occupancy.person_id == Person.id)
        .join(Event, Event.id == Occupancy.event_id)
        .join(BodyMeeting, BodyMeeting.event_id == Event.id)
        .where(
            Event.status == EventStatus.CONFIRMED,
            Event.starts_at > now,
            or_(BodyMeeting.protected.is_(False), BodyMeeting.revealed_at.is_not(None)),
            Person.municipality_id.in_(municipality_ids),
        )
        .group_by(Person.municipality_id)
    )
    return {key: at for key, at in rows if key is not None}


MEETINGS = ProgrammePart(
    name=NAME,
    module=PLATFORM,
    label=_l("Sitzungen und Besuche"),
    milestone=_l("Jemand aus der Kommune hat für die letzte Konferenz zugesagt."),
    standings=standings,
)
