"""Who writes minutes, and which meetings may approve them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.meetings.bodies.access import Reader
from exchange.meetings.bodies.models import Part
from exchange.meetings.bodies.queries import has_part, plans_for
from exchange.meetings.dates.models import BodyMeeting, MeetingState
from exchange.meetings.dates.queries import get_meeting
from scheduling.models import Event


def writes_minutes(reader: Reader, meeting: BodyMeeting) -> bool:
    """Whether the reader writes them: whoever plans, and who is named for it in the body."""
    body = meeting.body
    return plans_for(reader, body) or has_part(reader.person, body, Part.NOTE_KEEPER)


def get_meeting_to_write(public_id: str, reader: Reader) -> BodyMeeting:
    """A meeting whose minutes the reader writes. Raises NotFound for every other."""
    meeting = get_meeting(public_id, reader)
    if not writes_minutes(reader, meeting):
        raise NotFound
    return meeting


def list_later(meeting: BodyMeeting, now: datetime) -> Sequence[BodyMeeting]:
    """Meetings of the same body that came after it and have begun: they may approve its minutes."""
    return db.session.scalars(
        select(BodyMeeting)
        .join(BodyMeeting.event)
        .where(
            BodyMeeting.body_id == meeting.body_id,
            BodyMeeting.state != MeetingState.CANCELLED,
            Event.starts_at > meeting.event.starts_at,
            Event.starts_at <= now,
        )
        .options(joinedload(BodyMeeting.event))
        .order_by(Event.starts_at)
    ).all()
