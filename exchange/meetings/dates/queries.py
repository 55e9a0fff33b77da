"""Reads of meetings: who is invited, and what the one who looks may see."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.meetings.bodies.access import Reader
from exchange.meetings.bodies.models import Body
from exchange.meetings.bodies.queries import plans
from exchange.meetings.dates.models import (
    BodyMeeting,
    MeetingDocument,
    MeetingItem,
    MeetingReply,
    VisitOrganiser,
)
from organisations.models import Person
from scheduling.models import Event, EventStatus, Occupancy


def is_invited(person: Person) -> ColumnElement[bool]:
    """Of a BodyMeeting: its date takes up `person`, or they have answered that they do not come."""
    taken_up = exists().where(
        Occupancy.event_id == BodyMeeting.event_id, Occupancy.person_id == person.id
    )
    answered = exists().where(
        MeetingReply.meeting_id == BodyMeeting.id, MeetingReply.person_id == person.id
    )
    return or_(taken_up.correlate(BodyMeeting), answered.correlate(BodyMeeting))


def is_open_to(reader: Reader) -> ColumnElement[bool]:
    """Of a BodyMeeting: the reader is invited or plans it."""
    planned = BodyMeeting.body_id.in_(select(Body.id).where(plans(reader)))
    return planned if reader.plans_all else or_(is_invited(reader.person), planned)


def is_known_to(reader: Reader) -> ColumnElement[bool]:
    """Of a BodyMeeting: no protected visit that is still a secret to the reader; as `seen_by`."""
    if reader.plans_all:
        return true()
    organises = exists().where(
        VisitOrganiser.meeting_id == BodyMeeting.id, VisitOrganiser.person_id == reader.person.id
    )
    return or_(
        BodyMeeting.protected.is_(False),
        BodyMeeting.revealed_at.is_not(None),
        BodyMeeting.host_id.in_(reader.host_ids),
        organises.correlate(BodyMeeting),
    )


def list_meetings(
    reader: Reader,
    *,
    now: datetime,
    over: bool,
    most: int,
    skip: int = 0,
    body: Body | None = None,
) -> Sequence[BodyMeeting]:
    """Meetings open to the reader: what is over, latest first; else what comes, next first."""
    query = (
        select(BodyMeeting)
        .join(BodyMeeting.event)
        .where(is_open_to(reader), Event.ends_at <= now if over else Event.ends_at > now)
        .options(
            joinedload(BodyMeeting.event),
            joinedload(BodyMeeting.body),
            selectinload(BodyMeeting.organisers),
        )
    )
    if body is not None:
        query = query.where(BodyMeeting.body_id == body.id)
    order = (Event.starts_at.desc(), BodyMeeting.id.desc()) if over else (Event.starts_at,)
    return db.session.scalars(query.order_by(*order).offset(skip).limit(most)).all()


def find_next_meeting(reader: Reader, *, now: datetime) -> BodyMeeting | None:
    """What comes next that takes up the reader."""
    return db.session.scalar(
        select(BodyMeeting)
        .join(BodyMeeting.event)
        .join(Occupancy, Occupancy.event_id == Event.id)
        .where(
            Occupancy.person_id == reader.person.id,
            Event.status == EventStatus.CONFIRMED,
            Event.ends_at > now,
        )
        .options(joinedload(BodyMeeting.event), joinedload(BodyMeeting.body))
        .order_by(Event.starts_at, BodyMeeting.id)
        .limit(1)
    )


def get_meeting(public_id: str, reader: Reader) -> BodyMeeting:
    """A meeting that is open to the reader. Raises NotFound for every other."""
    return _get(public_id, is_open_to(reader))


def get_planned_meeting(public_id: str, reader: Reader) -> BodyMeeting:
    """A meeting that the reader plans. Raises NotFound for every other."""
    return _get(public_id, BodyMeeting.body_id.in_(select(Body.id).where(plans(reader))))


def find_meeting_of_event(event: Event) -> BodyMeeting | None:
    """The meeting that `event` is the date of."""
    return db.session.scalar(select(BodyMeeting).where(BodyMeeting.event_id == event.id))


def list_of_series(meeting: BodyMeeting, *, after: datetime | None = None) -> Sequence[BodyMeeting]:
    """The dates that were planned with `meeting`, itself included; with `after`, later ones."""
    if meeting.series_key is None:
        return []
    query = (
        select(BodyMeeting)
        .join(BodyMeeting.event)
        .where(BodyMeeting.series_key == meeting.series_key)
        .options(joinedload(BodyMeeting.event).selectinload(Event.occupancies))
        .order_by(Event.starts_at, BodyMeeting.id)
    )
    if after is not None:
        query = query.where(Event.starts_at > after)
    return db.session.scalars(query).all()


def list_invited(meeting: BodyMeeting) -> Sequence[Person]:
    """All who are invited, by name, also those who have answered that they do not come."""
    taken_up = select(Occupancy.person_id).where(Occupancy.event_id == meeting.event_id)
    answered = select(MeetingReply.person_id).where(MeetingReply.meeting_id == meeting.id)
    return db.session.scalars(
        select(Person)
        .where(Person.id.in_(taken_up.union(answered)))
        .options(joinedload(Person.municipality))
        .order_by(Person.sort_name, Person.id)
    ).all()


def invites(meeting: BodyMeeting, person: Person) -> bool:
    """Whether `person` is invited to `meeting`."""
    found = select(BodyMeeting.id).where(BodyMeeting.id == meeting.id, is_invited(person))
    return db.session.scalar(found) is not None


def has_replies(meeting: BodyMeeting) -> bool:
    """Whether anybody has answered."""
    return bool(db.session.scalar(select(exists().where(MeetingReply.meeting_id == meeting.id))))


def meets_at(body: Body, starts: Collection[datetime]) -> bool:
    """Whether a meeting of `body` that takes place begins at one of these instants."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    BodyMeeting.body_id == body.id,
                    BodyMeeting.event_id == Event.id,
                    Event.status == EventStatus.CONFIRMED,
                    Event.starts_at.in_(starts),
                )
            )
        )
    )


def get_item(meeting: BodyMeeting, public_id: str) -> MeetingItem:
    """An item of the agenda of `meeting`. Raises NotFound."""
    item = db.session.scalar(
        select(MeetingItem).where(
            MeetingItem.meeting_id == meeting.id, MeetingItem.public_id == public_id
        )
    )
    if item is None:
        raise NotFound
    return item


def list_documents(meeting: BodyMeeting) -> Sequence[MeetingDocument]:
    """The documents of `meeting`, those of the whole meeting first, then by the agenda."""
    return db.session.scalars(
        select(MeetingDocument)
        .outerjoin(MeetingDocument.item)
        .where(MeetingDocument.meeting_id == meeting.id)
        .options(joinedload(MeetingDocument.item))
        .order_by(MeetingItem.position.is_not(None), MeetingItem.position, MeetingDocument.id)
    ).all()


def get_document(meeting: BodyMeeting, public_id: str) -> MeetingDocument:
    """A document of `meeting`, released or not. Raises NotFound."""
    document = db.session.scalar(
        select(MeetingDocument).where(
            MeetingDocument.meeting_id == meeting.id, MeetingDocument.public_id == public_id
        )
    )
    if document is None:
        raise NotFound
    return document


def _get(public_id: str, condition: ColumnElement[bool]) -> BodyMeeting:
    meeting = db.session.scalar(
        select(BodyMeeting)
        .where(BodyMeeting.public_id == public_id, condition)
        .options(
            joinedload(BodyMeeting.event),
            joinedload(BodyMeeting.body),
            joinedload(BodyMeeting.host),
            selectinload(BodyMeeting.items),
        )
    )
    if meeting is None:
        raise NotFound
    return meeting
