"""Reads what is in the way of dates that are being planned: of people, and of rooms.

Intervals are half-open: what only touches does not clash. Each question is one query, however many
dates and people there are; whose dates they are and what is in them, nobody learns from here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from app.kernel.db import db
from organisations.models import Person
from scheduling.models import Event, EventStatus, Occupancy
from scheduling.travel import fold


class Span(NamedTuple):
    """[starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether there is an instant in both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Room:
    """A room at a place, however it is written: case and spaces make no other room."""

    place: str
    room: str

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.place), fold(self.room)


def list_busy_people(
    people: Collection[Person], spans: Sequence[Span], *, besides: Collection[Event] = ()
) -> list[set[int]]:
    """For each of `spans`, the ids of those of `people` who are taken up then.

    The interval is that of the occupancy, which may be wider than the event. `besides` are events
    that do not count, such as the one that is being moved.
    """
    if not people or not spans:
        return [set() for _span in spans]
    rows = db.session.execute(
        select(Occupancy.person_id, Occupancy.starts_at, Occupancy.ends_at)
        .join(Event, Event.id == Occupancy.event_id)
        .where(
            Occupancy.person_id.in_({person.id for person in people}),
            *_in_the_way(Occupancy, spans, besides),
        )
    ).all()
    return [
        {row.person_id for row in rows if span.overlaps(Span(row.starts_at, row.ends_at))}
        for span in spans
    ]


def list_taken_rooms(
    wanted: Sequence[tuple[Span, Room]], *, besides: Collection[Event] = ()
) -> list[bool]:
    """For each span with its room, whether something else takes place there then.

    What is in no room, or at no place, is nobody's: it clashes with nothing.
    """
    spans = [span for span, room in wanted if all(room.key)]
    if not spans:
        return [False for _wanted in wanted]
    rows = db.session.execute(
        select(Event.place, Event.room, Event.starts_at, Event.ends_at).where(
            Event.room != "", *_in_the_way(Event, spans, besides)
        )
    ).all()
    return [
        all(room.key)
        and any(
            Room(row.place, row.room).key == room.key
            and span.overlaps(Span(row.starts_at, row.ends_at))
            for row in rows
        )
        for span, room in wanted
    ]


def _in_the_way(
    times: Any, spans: Sequence[Span], besides: Collection[Event]
) -> list[ColumnElement[bool]]:
    """Conditions of what takes place during one of `spans`, by the columns of `times`."""
    return [
        Event.status == EventStatus.CONFIRMED,
        Event.id.not_in({event.id for event in besides}),
        or_(
            *(
                and_(times.starts_at < span.ends_at, times.ends_at > span.starts_at)
                for span in spans
            )
        ),
    ]
