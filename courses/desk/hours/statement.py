"""A trainer's statement of hours: which sessions they led, and how long those were.

A session counts that is over and was not called off, whether attendance is recorded or not: the
time was spent. It names nobody but the course.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.i18n import Bilingual, programme_zone
from courses.cohorts.conditions import takes_place
from courses.cohorts.models import Cohort, CohortTrainer, Session, SessionTrainer
from courses.desk.hours.stretches import Stretch
from organisations.models import Person
from scheduling.models import Event

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class LedSession:
    """One line of the statement."""

    course: Bilingual
    starts_at: datetime
    ends_at: datetime
    place: str

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // MINUTE


@dataclass(frozen=True)
class TrainingHours:
    """The sessions of a stretch of days in the order of time."""

    stretch: Stretch
    sessions: Sequence[LedSession]

    @property
    def minutes(self) -> int:
        return sum(session.minutes for session in self.sessions)


def training_hours(trainer: Person, stretch: Stretch, now: datetime) -> TrainingHours:
    """What `trainer` led in `stretch`, by the programme's clock; one query."""
    sessions = db.session.scalars(
        select(Session)
        .join(Session.event)
        .join(Session.cohort)
        .options(
            contains_eager(Session.event),
            contains_eager(Session.cohort).joinedload(Cohort.version),
        )
        .where(
            is_led_by(trainer),
            takes_place(),
            Event.starts_at >= _midnight(stretch.first_day),
            Event.starts_at < _midnight(stretch.next_day),
            Event.ends_at <= now,
        )
        .order_by(Event.starts_at, Session.id)
    )
    return TrainingHours(stretch, [_led(session) for session in sessions])


def is_led_by(trainer: Person) -> ColumnElement[bool]:
    """Of a session: `trainer` was chosen for it, or is one of the cohort's where nobody was."""
    of_session = SessionTrainer.session_id == Session.id
    trains = exists().where(
        CohortTrainer.cohort_id == Session.cohort_id, CohortTrainer.person_id == trainer.id
    )
    return or_(
        exists().where(of_session, SessionTrainer.person_id == trainer.id),
        and_(trains, ~exists().where(of_session)),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), programme_zone())


def _led(session: Session) -> LedSession:
    event = session.event
    return LedSession(session.cohort.title, event.starts_at, event.ends_at, event.place)
