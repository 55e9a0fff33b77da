"""Reads of a check-in."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from courses.cohorts.conditions import takes_part
from courses.cohorts.fulfilment import AttendanceStatus
from courses.cohorts.models import Cohort, Enrolment, Session
from courses.cohorts.queries import count_attendance


def find_session(public_id: str) -> Session | None:
    """The session of `public_id`, whoever may see it: who asks has been in its room."""
    return db.session.scalar(
        select(Session)
        .where(Session.public_id == public_id)
        .options(
            joinedload(Session.event),
            joinedload(Session.cohort).joinedload(Cohort.course),
            joinedload(Session.cohort).joinedload(Cohort.version),
        )
    )


def count_people(session: Session) -> tuple[int, int]:
    """How many are there by now, and how many take part."""
    counts = count_attendance(session)
    people = db.session.scalar(
        select(func.count()).where(Enrolment.cohort_id == session.cohort_id, takes_part())
    )
    there = sum(n for status, n in counts.items() if AttendanceStatus(status).was_there)
    return there, people or 0
