"""Makes bodies and meetings for tests. Everything is flushed, nothing committed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.kernel.db import db
from exchange.meetings.bodies.models import Body, BodyCircle, BodyKind, BodyMember, Circle, Part
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.services import MeetingDetails, invite, plan_meeting
from organisations.models import Person
from tests.house.clock import START

LATER = START + timedelta(days=20)


def make_body(
    *circles: Circle,
    kind: BodyKind = BodyKind.ADVISORY_BOARD,
    name: str = "Fachbeirat",
    state: str | None = None,
    members: Collection[Person] = (),
    chair: Person | None = None,
    note_keeper: Person | None = None,
) -> Body:
    body = Body(kind=kind, name=name, state=state, created_at=START)
    body.circles = [BodyCircle(circle=one) for one in circles]
    db.session.add(body)
    db.session.flush()
    parts = [*((one, Part.MEMBER) for one in members), (chair, Part.CHAIR)]
    for person, part in [*parts, (note_keeper, Part.NOTE_KEEPER)]:
        if person is not None:
            db.session.add(BodyMember(body=body, person=person, part=part))
    db.session.flush()
    return body


def make_meeting(
    body: Body,
    *,
    actor: Person,
    starts_at: datetime = LATER,
    invited: bool = False,
    now: datetime = START,
    **given: object,
) -> BodyMeeting:
    details = {
        "title": "Frühjahrssitzung",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "zone": "Europe/Berlin",
        "place": "Tagungshaus",
        "online_link": "https://example.org/sitzung",
    }
    meeting = plan_meeting(
        body=body, details=MeetingDetails(**(details | given)), actor=actor, now=now
    )
    if invited:
        day = (starts_at - timedelta(days=7)).date()
        invite(meeting=meeting, reply_by=day, actor=actor, now=now)
    return meeting
