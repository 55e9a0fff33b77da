"""Reads of what takes people up: the times that free time leaves out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, null, or_, select, true

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.busy_calendars.mirroring import OwnTimes, Span
from scheduling.busy_calendars.queries import OutsideTime, list_outside_times
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.models import Event, EventStatus, Occupancy
from scheduling.slots import OutsideCalendar


@dataclass(frozen=True)
class TakenTime:
    """A person is taken up during [starts_at, ends_at), buffers included; `title` says by what.

    Or `calendar` does, where it is a calendar kept elsewhere that says so.
    """

    person_id: int
    starts_at: datetime
    ends_at: datetime
    exclusive: bool
    town: str | None = None
    title: Bilingual | None = None
    calendar: OutsideCalendar | None = None


def list_taken_times(
    people: Sequence[Person],
    since: datetime,
    until: datetime,
    now: datetime,
    *,
    titled: bool = False,
    besides: Event | None = None,
) -> Mapping[int, Sequence[TakenTime]]:
    """By person what takes up `people` in [since, until), as the database has it now; two queries.

    What is held or requested takes them up until it expires. What their calendars outside say does
    exclusively, and what these mirror of here is left out. Titles, and labels of calendars, are
    known where they are wanted, with `titled`. Leaves out the event `besides`.
    """
    ids = [person.id for person in people]
    taken: dict[int, list[TakenTime]] = defaultdict(list)
    own: dict[int, list[Span]] = defaultdict(list)
    for row in _read_own(ids, since, until, now, titled=titled):
        if row.status == EventStatus.CONFIRMED:  # all else stands in no calendar
            own[row.person_id] += (
                Span(row.event_starts_at, row.event_ends_at),
                Span(row.starts_at, row.ends_at),
            )
        if besides is None or row.event_id != besides.id:
            taken[row.person_id].append(
                TakenTime(
                    *(row.person_id, row.starts_at, row.ends_at, row.exclusive),
                    town=row.town,
                    title=row.title,
                )
            )
    for person_id, times in _by_person(list_outside_times(ids, since, until)).items():
        own_times = OwnTimes(own[person_id])
        taken[person_id] += (
            _as_taken(time, titled=titled)
            for time in times
            if not own_times.are_mirrored_by(Span(time.starts_at, time.ends_at))
        )
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
            takes_up(now),
            Event.starts_at >= now - timedelta(days=9),
            _other_than(besides),
        )
    )
    booked: dict[int, Counter[date]] = {coach_id: Counter() for coach_id in zones}
    for coach_id, starts_at in rows:
        booked[coach_id][starts_at.astimezone(zones[coach_id]).date()] += 1
    return booked


def _read_own(
    ids: Sequence[int], since: datetime, until: datetime, now: datetime, *, titled: bool
) -> Iterable[Any]:
    """Rows of what takes up people here, with the event's own time beside that of the buffers."""
    return db.session.execute(
        select(
            Occupancy.person_id,
            Occupancy.event_id,
            Occupancy.starts_at,
            Occupancy.ends_at,
            Occupancy.exclusive,
            Event.starts_at.label("event_starts_at"),
            Event.ends_at.label("event_ends_at"),
            Event.status,
            Event.town,
            (Event.title if titled else null()).label("title"),
        )
        .join(Occupancy.event)
        .where(
            Occupancy.person_id.in_(ids),
            Occupancy.starts_at < until,
            Occupancy.ends_at > since,
            takes_up(now),
        )
    )


def _by_person(times: Iterable[OutsideTime]) -> Mapping[int, list[OutsideTime]]:
    found: dict[int, list[OutsideTime]] = defaultdict(list)
    for time in times:
        found[time.person_id].append(time)
    return found


def _as_taken(time: OutsideTime, *, titled: bool) -> TakenTime:
    calendar = OutsideCalendar(time.label, time.certain) if titled else None
    return TakenTime(
        time.person_id, time.starts_at, time.ends_at, exclusive=True, calendar=calendar
    )


def takes_up(now: datetime) -> ColumnElement[bool]:
    """Whether an event takes up its people: it is certain, or kept for somebody still."""
    tentative = and_(Event.status == EventStatus.TENTATIVE, Event.expires_at > now)
    return or_(Event.status == EventStatus.CONFIRMED, tentative)


def _other_than(event: Event | None) -> ColumnElement[bool]:
    return true() if event is None else Event.id != event.id
