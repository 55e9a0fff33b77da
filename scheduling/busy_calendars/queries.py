"""Reads of calendars from outside."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.models import Person
from scheduling.busy_calendars.models import TRUSTED_FOR, BusyCalendar, BusyInterval, Source

_KNOWN_SINCE = func.coalesce(BusyCalendar.good_at, BusyCalendar.created_at)


class OutsideTime(NamedTuple):
    """A person is busy elsewhere during [starts_at, ends_at); `label` is that of the calendar."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    label: str
    certain: bool


def list_busy_calendars(person: Person) -> Sequence[BusyCalendar]:
    """The person's calendars from outside, the oldest first."""
    return db.session.scalars(
        select(BusyCalendar).where(BusyCalendar.person_id == person.id).order_by(BusyCalendar.id)
    ).all()


def get_busy_calendar(person: Person, public_id: str) -> BusyCalendar:
    """One of the person's own calendars. Raises NotFound, also for somebody else's."""
    calendar = find_busy_calendar(person, public_id)
    if calendar is None:
        raise NotFound
    return calendar


def find_busy_calendar(person: Person, public_id: str) -> BusyCalendar | None:
    """One of the person's own calendars, if there is such a one."""
    return db.session.scalar(
        select(BusyCalendar).where(
            BusyCalendar.person_id == person.id, BusyCalendar.public_id == public_id
        )
    )


def has_busy_calendars(person: Person) -> bool:
    """Whether the person has connected any calendar from outside."""
    known = select(BusyCalendar.id).where(BusyCalendar.person_id == person.id).limit(1)
    return db.session.scalar(known) is not None


def list_outside_times(
    people_ids: Collection[int], since: datetime, until: datetime
) -> Sequence[OutsideTime]:
    """When people are busy elsewhere in [since, until), in the order of time; one query."""
    rows = db.session.execute(
        select(
            BusyCalendar.person_id,
            BusyInterval.starts_at,
            BusyInterval.ends_at,
            BusyCalendar.label,
            BusyInterval.certain,
        )
        .join(BusyCalendar, BusyCalendar.id == BusyInterval.calendar_id)
        .where(
            BusyCalendar.person_id.in_(people_ids),
            BusyInterval.starts_at < until,
            BusyInterval.ends_at > since,
        )
        .order_by(BusyInterval.starts_at, BusyInterval.id)
    )
    return [OutsideTime(*row) for row in rows]


def list_times_by(
    calendar: BusyCalendar, since: datetime, until: datetime
) -> Sequence[tuple[datetime, datetime, bool]]:
    """When its owner is busy by `calendar` within [since, until): start, end, certain."""
    rows = db.session.execute(
        select(BusyInterval.starts_at, BusyInterval.ends_at, BusyInterval.certain)
        .where(
            BusyInterval.calendar_id == calendar.id,
            BusyInterval.starts_at < until,
            BusyInterval.ends_at > since,
        )
        .order_by(BusyInterval.starts_at, BusyInterval.id)
    )
    return [(max(start, since), min(end, until), certain) for start, end, certain in rows]


def find_stale_calendar(person: Person, now: datetime) -> BusyCalendar | None:
    """The person's calendar that has been stale longest; one query."""
    return db.session.scalar(
        select(BusyCalendar)
        .where(BusyCalendar.person_id == person.id, _is_stale(now))
        .order_by(_KNOWN_SINCE, BusyCalendar.id)
        .limit(1)
    )


def find_people_with_stale_calendars(people_ids: Collection[int], now: datetime) -> set[int]:
    """Those of `people_ids` of whom a calendar is stale, see `BusyCalendar.is_stale`; one query."""
    return set(
        db.session.scalars(
            select(BusyCalendar.person_id).where(
                BusyCalendar.person_id.in_(people_ids), _is_stale(now)
            )
        )
    )


def _is_stale(now: datetime) -> ColumnElement[bool]:
    return and_(BusyCalendar.source == Source.ADDRESS, now - TRUSTED_FOR > _KNOWN_SINCE)
