"""Reads of events: what takes up a person, what comes next, what would clash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.models import Event, EventStatus, Occupancy


def list_events_of(
    person: Person,
    *,
    since: datetime,
    until: datetime,
    cancelled_after: datetime | None = None,
) -> Sequence[Event]:
    """What takes up `person` in [since, until), in the order of time; one query.

    Cancelled events are left out, but for those called off after `cancelled_after`.
    """
    shown = Event.status == EventStatus.CONFIRMED
    if cancelled_after is not None:
        recently = and_(Event.status == EventStatus.CANCELLED, Event.changed_at > cancelled_after)
        shown = or_(shown, recently)
    query = _events_of(person).where(shown, Event.starts_at < until, Event.ends_at > since)
    return db.session.scalars(query).all()


def get_event_of(person: Person, public_id: str) -> Event:
    """An event that takes up `person`, called off or not. Raises NotFound for everybody else's."""
    event = db.session.scalar(_events_of(person).where(Event.public_id == public_id))
    if event is None:
        raise NotFound
    return event


def find_next_event_of(person: Person, *, now: datetime) -> Event | None:
    """What `person` is in at `now`, else what comes next; None where nothing does."""
    query = _events_of(person).where(Event.status == EventStatus.CONFIRMED, Event.ends_at > now)
    return db.session.scalar(query.limit(1))


def list_clashes(
    person: Person, starts_at: datetime, ends_at: datetime, *, besides: Event | None = None
) -> Sequence[Event]:
    """What else takes up `person` during [starts_at, ends_at), leaving out `besides`.

    The interval is that of the occupancy, which may be wider than the event. Intervals that only
    touch do not clash.
    """
    query = _events_of(person).where(
        Event.status == EventStatus.CONFIRMED,
        Occupancy.starts_at < ends_at,
        Occupancy.ends_at > starts_at,
    )
    if besides is not None:
        query = query.where(Event.id != besides.id)
    return db.session.scalars(query).all()


def list_occupied_times(
    person: Person, *, since: datetime, until: datetime, now: datetime
) -> list[tuple[datetime, datetime]]:
    """When something takes up `person` in [since, until), buffers included, and nothing else of it.

    What is held or requested takes them up until it expires. One query.
    """
    rows = db.session.execute(
        select(Occupancy.starts_at, Occupancy.ends_at)
        .join(Occupancy.event)
        .where(
            Occupancy.person_id == person.id,
            Occupancy.starts_at < until,
            Occupancy.ends_at > since,
            or_(
                Event.status == EventStatus.CONFIRMED,
                and_(Event.status == EventStatus.TENTATIVE, Event.expires_at > now),
            ),
        )
        .order_by(Occupancy.starts_at, Occupancy.id)
    )
    return [(starts_at, ends_at) for starts_at, ends_at in rows]


@dataclass(frozen=True)
class EventGroup:
    """Events that belong together, named by the first of them."""

    key: str
    title: Bilingual
    starts_at: datetime


def list_groups_of(person: Person, *, since: datetime) -> list[EventGroup]:
    """The groups of which an event that ends after `since` takes up `person`, by their start."""
    query = _events_of(person).where(
        Event.status == EventStatus.CONFIRMED, Event.ends_at > since, Event.group_key.is_not(None)
    )
    groups: dict[str, EventGroup] = {}
    for event in db.session.scalars(query):
        groups.setdefault(
            str(event.group_key), EventGroup(str(event.group_key), event.title, event.starts_at)
        )
    return list(groups.values())


def find_occupancy(event: Event, person: Person) -> Occupancy | None:
    """The row that says that `event` takes up `person`."""
    return db.session.scalar(
        select(Occupancy).where(Occupancy.event_id == event.id, Occupancy.person_id == person.id)
    )


def _events_of(person: Person) -> Select[tuple[Event]]:
    return (
        select(Event)
        .join(Occupancy, Occupancy.event_id == Event.id)
        .where(Occupancy.person_id == person.id)
        .order_by(Event.starts_at, Event.id)
    )
