"""Reads of what takes people up: the times that free time leaves out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, null, or_, select, true

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.models import Event, EventStatus, Occupancy


@dataclass(frozen=True)
class TakenTime:
    """A person is taken up during [starts_at, ends_at), buffers included; `title` says by what."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    exclusive: bool
    town: str | None
    title: Bilingual | None


def list_taken_times(
    people: Sequence[Person],
    since: datetime,
    until: datetime,
    now: datetime,
    *,
    titled: bool = False,
    besides: Event | None = None,
) -> Mapping[int, Sequence[TakenTime]]:
    """By person what takes up `people` in [since, until), as the database has it now; one query.

    What is held or requested takes them up until it expires. Titles are read where they are wanted,
    with `titled`. Leaves out the event `besides`.
    """
    rows = db.session.execute(
        select(
            Occupancy.person_id,
            Occupancy.starts_at,
            Occupancy.ends_at,
            Occupancy.exclusive,
            Event.town,
            Event.title if titled else null(),
        )
        .join(Occupancy.event)
        .where(
            Occupancy.person_id.in_([person.id for person in people]),
            Occupancy.starts_at < until,
            Occupancy.ends_at > since,
            _takes_up(now),
            _other_than(besides),
        )
    )
    taken: dict[int, list[TakenTime]] = defaultdict(list)
    for row in rows:
        taken[row.person_id].append(TakenTime(*row))
    return taken


def count_bookings_per_day(
    zones: Mapping[int, ZoneInfo], now: datetime, *, besides: Event | None = None
) -> Mapping[int, Counter[date]]:
    """How many appointments of coaches, of all offers, start on each local date from `now` on.

    `zones` has the coaches by id, with the clock by which their days are told; one query. The days
    before are counted as far as they belong to the same week. Leaves out the event `besides`.
    """
    rows = db.session.execute(
        select(CoachingOffer.coach_id, Event.starts_at)
        .select_from(Event)
        .join(Booking, Booking.event_id == Event.id)
        .join(Booking.offer)
        .where(
            CoachingOffer.coach_id.in_(zones),
            _takes_up(now),
            Event.starts_at >= now - timedelta(days=9),
            _other_than(besides),
        )
    )
    booked: dict[int, Counter[date]] = {coach_id: Counter() for coach_id in zones}
    for coach_id, starts_at in rows:
        booked[coach_id][starts_at.astimezone(zones[coach_id]).date()] += 1
    return booked


def _takes_up(now: datetime) -> ColumnElement[bool]:
    tentative = and_(Event.status == EventStatus.TENTATIVE, Event.expires_at > now)
    return or_(Event.status == EventStatus.CONFIRMED, tentative)


def _other_than(event: Event | None) -> ColumnElement[bool]:
    return true() if event is None else Event.id != event.id
