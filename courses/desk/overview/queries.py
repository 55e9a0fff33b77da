"""What needs a trainer now: the next session, and everything that is open before it and after the
last one. However many cohorts there are, it is asked for in a fixed number of statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from app.kernel.db import db
from courses.cohorts.attendance.open_records import list_open_records
from courses.cohorts.conditions import RUN_DATES, is_managed_by, takes_part, takes_place, trains
from courses.cohorts.models import HOLDING_A_SEAT, Cohort, Enrolment, EnrolmentStatus, Seat, Session
from courses.desk.materials.models import Material
from organisations.models import Person
from scheduling.models import Event

#: How long before a session its place has to be known, and its materials are worth a look.
PLACE_NEEDED = timedelta(days=28)
MATERIALS_NEEDED = timedelta(days=7)
#: Of how long before the start, and from how few people on, a cohort is looked at again.
START_IS_NEAR = timedelta(days=14)
FEW = 3  # fewer than one of so many seats


class DueKind(StrEnum):
    """What is to be done; each has one place where it is done."""

    RECORDS = "records"
    REQUESTS = "requests"
    OFFERS = "offers"
    PLACE = "place"
    MATERIALS = "materials"
    FEW = "few"


@dataclass(frozen=True)
class Due:
    """One thing to do for a cohort or one of its sessions. `number` is how many are concerned, of
    `whole` where that says something; `at` is when the session or the cohort begins.
    """

    kind: DueKind
    cohort: Cohort
    at: datetime
    number: int = 0
    session: Session | None = None
    whole: int = 0


@dataclass(frozen=True)
class NextSession:
    """The session that a trainer leads next, or leads now."""

    session: Session
    people: int


def find_next_session(trainer: Person, now: datetime) -> NextSession | None:
    """The first session not yet over of the cohorts that `trainer` trains, and how many come."""
    people = (
        select(func.count())
        .where(Enrolment.cohort_id == Session.cohort_id, takes_part())
        .scalar_subquery()
    )
    row = db.session.execute(
        _sessions()
        .add_columns(people)
        .where(trains(trainer), Event.ends_at > now)
        .order_by(Event.starts_at, Session.id)
        .limit(1)
    ).first()
    return NextSession(*row) if row else None


def list_due(person: Person, now: datetime) -> list[Due]:
    """All that is to be done in the cohorts that `person` manages: what is late first, then by when
    it is needed.
    """
    due = [
        *_missing_records(person, now),
        *_without_place(person, now),
        *_hidden_materials(person, now),
        *_answers(person, now),
        *_nearly_empty(person, now),
    ]
    order = list(DueKind)
    return sorted(due, key=lambda one: (one.at, order.index(one.kind), one.cohort.id))


def _missing_records(person: Person, now: datetime) -> Iterable[Due]:
    for record in list_open_records(person, now):
        session = record.session
        yield Due(DueKind.RECORDS, session.cohort, session.event.starts_at, record.number, session)


def _without_place(person: Person, now: datetime) -> Iterable[Due]:
    sessions = db.session.scalars(
        _sessions().where(is_managed_by(person), *_soon(now, PLACE_NEEDED), Event.place == "")
    )
    for session in sessions:
        yield Due(DueKind.PLACE, session.cohort, session.event.starts_at, session=session)


def _hidden_materials(person: Person, now: datetime) -> Iterable[Due]:
    """Materials of a session to come that those who come to it do not see yet."""
    hidden = (
        select(func.count())
        .where(Material.session_id == Session.id, Material.released_at > now)
        .scalar_subquery()
    )
    rows = db.session.execute(
        _sessions()
        .add_columns(hidden)
        .where(is_managed_by(person), *_soon(now, MATERIALS_NEEDED), hidden > 0)
    )
    for session, number in rows:
        yield Due(DueKind.MATERIALS, session.cohort, session.event.starts_at, number, session)


def _answers(person: Person, now: datetime) -> Iterable[Due]:
    """Requests that wait for an answer, and offers that people have not answered."""
    kinds = {
        EnrolmentStatus.REQUESTED: DueKind.REQUESTS,
        EnrolmentStatus.OFFERED: DueKind.OFFERS,
    }
    rows = db.session.execute(
        _cohorts()
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .add_columns(Enrolment.status, RUN_DATES.c.starts_at, func.count())
        .where(is_managed_by(person), RUN_DATES.c.ends_at > now, Enrolment.status.in_(kinds))
        .group_by(Cohort.id, Enrolment.status, RUN_DATES.c.starts_at)
    )
    for cohort, status, starts_at, number in rows:
        yield Due(kinds[EnrolmentStatus(status)], cohort, starts_at, number)


def _nearly_empty(person: Person, now: datetime) -> Iterable[Due]:
    seats = select(func.count()).where(Seat.cohort_id == Cohort.id).scalar_subquery()
    taken = (
        select(func.count())
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.status.in_(HOLDING_A_SEAT))
        .scalar_subquery()
    )
    begins = RUN_DATES.c.starts_at
    rows = db.session.execute(
        _cohorts()
        .add_columns(begins, taken, seats)
        .where(
            is_managed_by(person),
            begins > now,
            begins <= now + START_IS_NEAR,
            taken * FEW < seats,
        )
    )
    for cohort, starts_at, number, whole in rows:
        yield Due(DueKind.FEW, cohort, starts_at, number, whole=whole)


def _sessions() -> Select[tuple[Session]]:
    """Sessions that take place, with their cohort's course by name."""
    return (
        select(Session)
        .join(Session.event)
        .join(Session.cohort)
        .where(takes_place())
        .options(
            contains_eager(Session.event),
            contains_eager(Session.cohort).joinedload(Cohort.version),
        )
    )


def _cohorts() -> Select[tuple[Cohort]]:
    """Cohorts that take place, with their course by name."""
    return (
        select(Cohort)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .where(RUN_DATES.c.confirmed == 1)
        .options(selectinload(Cohort.version))
    )


def _soon(now: datetime, within: timedelta) -> Sequence[ColumnElement[bool]]:
    return Event.starts_at > now, Event.starts_at <= now + within
