"""Reads for whoever calls a cohort off: who wanted to come, and what has taken place."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from courses.cohorts.models import (
    HOLDING_A_SEAT,
    WAITING,
    Attendance,
    Cohort,
    Enrolment,
    Session,
)

#: Whoever is enrolled, waits for a seat, has asked for one or has one on offer.
WANTING_TO_COME = (*WAITING, *HOLDING_A_SEAT)


def list_concerned(cohort: Cohort) -> list[Enrolment]:
    """The enrolments of everyone who wants to come to `cohort`, or has been there, by name."""
    enrolments = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.status.in_(WANTING_TO_COME))
        .options(joinedload(Enrolment.person))
    )
    return sorted(enrolments, key=lambda one: (one.person.sort_name, one.person_id))


def list_sessions_on_record(cohort: Cohort) -> set[int]:
    """The ids of the cohort's sessions at which attendance of anybody is recorded."""
    return set(
        db.session.scalars(
            select(Attendance.session_id)
            .join(Attendance.session)
            .where(Session.cohort_id == cohort.id)
            .distinct()
        )
    )
