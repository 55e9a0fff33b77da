"""Which records of attendance are missing: for the trainer's next step and the list of cohorts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import selectinload

from app.kernel.db import db
from courses.cohorts.conditions import is_managed_by, takes_part, takes_place, trains
from courses.cohorts.models import Attendance, Cohort, Enrolment, Session
from organisations.models import Person
from scheduling.models import Event


@dataclass(frozen=True)
class OpenRecords:
    """How many records of attendance are missing in one's own cohorts, and where to begin."""

    number: int
    session: Session


def find_own_open_records(trainer: Person, now: datetime) -> OpenRecords | None:
    """What `trainer` has to record in the cohorts that they train themselves, oldest first."""
    rows = db.session.execute(
        _missing_records(now)
        .with_only_columns(Session.id, func.count())
        .where(trains(trainer))
        .group_by(Session.id, Event.starts_at)
        .order_by(Event.starts_at, Session.id)
    ).all()
    if not rows:
        return None
    return OpenRecords(sum(count for _, count in rows), db.session.get_one(Session, rows[0][0]))


def list_open_records(person: Person, now: datetime) -> list[OpenRecords]:
    """For each session of the cohorts that `person` manages what is missing of it, oldest first."""
    rows = db.session.execute(
        _missing_records(now)
        .with_only_columns(Session, func.count())
        .where(is_managed_by(person))
        .options(
            selectinload(Session.event),
            selectinload(Session.cohort).selectinload(Cohort.version),
        )
        .group_by(Session.id)
        .order_by(func.min(Event.starts_at), Session.id)
    )
    return [OpenRecords(number, session) for session, number in rows]


def count_open_records(person: Person, now: datetime) -> dict[int, int]:
    """By id of the cohorts that `person` manages, how many records of attendance are due.

    One is due for everyone who takes part and every session that has begun at `now`.
    """
    rows = db.session.execute(
        _missing_records(now)
        .with_only_columns(Cohort.id, func.count())
        .where(is_managed_by(person))
        .group_by(Cohort.id)
    )
    return dict(rows.all())


def _missing_records(now: datetime) -> Select[Any]:
    attendance = and_(Attendance.session_id == Session.id, Attendance.enrolment_id == Enrolment.id)
    return (
        select(Cohort)
        .join(Cohort.sessions)
        .join(Session.event)
        .join(Enrolment, and_(Enrolment.cohort_id == Cohort.id, takes_part()))
        .outerjoin(Attendance, attendance)
        .where(takes_place(), Event.starts_at <= now, Attendance.id.is_(None))
    )
