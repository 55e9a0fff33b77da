"""Reads for reports: what took place in a period, in a fixed number of statements."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, exists, func, or_, select

from app.kernel.db import db
from courses.catalogue.models import Course
from courses.cohorts.conditions import takes_part, takes_place
from courses.cohorts.fulfilment import AttendanceStatus, minutes_attended
from courses.cohorts.models import (
    Attendance,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Session,
)
from courses.reports.figures import CourseFact, EndedCohort, Facts, PresenceFact, SessionFact
from courses.reports.periods import Months, month_of
from organisations.models import Municipality, Person
from scheduling.models import Event

MINUTE = timedelta(minutes=1)


def find_first_session(before: datetime) -> datetime | None:
    """When the first session began of those that took place; None where none did by then."""
    return db.session.scalar(
        select(func.min(Event.starts_at))
        .join(Session, Session.event_id == Event.id)
        .where(takes_place(), Event.starts_at < before)
    )


def read_facts(months: Months, zone: ZoneInfo) -> Facts:
    """What took place in `months` by the clock of `zone`: a session belongs to where it begins.

    Municipality and function are those that a person has today.
    """
    begin, end = months.bounds(zone)
    sessions = db.session.execute(
        _sessions(Session.id, Session.cohort_id, Cohort.course_id, Event.starts_at, Event.ends_at)
        .where(Event.starts_at >= begin, Event.starts_at < end)
        .order_by(Event.starts_at, Session.id)
    ).all()
    facts = [
        SessionFact(id_, cohort, course, month_of(starts_at, zone), (ends_at - starts_at) // MINUTE)
        for id_, cohort, course, starts_at, ends_at in sessions
    ]
    return Facts(
        courses=_courses({one.course_id for one in facts}),
        sessions=facts,
        presences=_presences(begin, end),
        ended=_ended_cohorts(begin, end),
        municipalities=dict(db.session.execute(select(Municipality.id, Municipality.name)).all()),
    )


def _courses(ids: Collection[int]) -> list[CourseFact]:
    """Confidential, too, is a course of which a cohort was opened as that, whatever it is now."""
    was_promised = exists().where(Cohort.course_id == Course.id, Cohort.confidential)
    rows = db.session.execute(
        select(Course.id, Course.title, or_(Course.confidential, was_promised))
        .where(Course.id.in_(ids))
        .order_by(Course.position, Course.id)
    )
    return [CourseFact(id_, title, bool(confidential)) for id_, title, confidential in rows]


def _presences(begin: datetime, end: datetime) -> list[PresenceFact]:
    rows = db.session.execute(
        _sessions(
            Attendance.session_id,
            Enrolment.person_id,
            Person.function,
            Person.municipality_id,
            Attendance.status,
            Attendance.minutes,
            Event.starts_at,
            Event.ends_at,
        )
        .join(Attendance, Attendance.session_id == Session.id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Event.starts_at >= begin,
            Event.starts_at < end,
            Attendance.status.in_([status for status in AttendanceStatus if status.was_there]),
        )
    )
    return [
        PresenceFact(
            session,
            person,
            function,
            municipality,
            minutes_attended(AttendanceStatus(status), (ends_at - starts_at) // MINUTE, minutes),
        )
        for session, person, function, municipality, status, minutes, starts_at, ends_at in rows
    ]


def _ended_cohorts(begin: datetime, end: datetime) -> list[EndedCohort]:
    last = (
        _sessions(Session.cohort_id)
        .group_by(Session.cohort_id)
        .having(func.max(Event.ends_at) >= begin, func.max(Event.ends_at) < end)
        .subquery("ended")
    )
    completed = case((Enrolment.status == EnrolmentStatus.COMPLETED, 1))
    rows = db.session.execute(
        select(last.c.cohort_id, func.count(Enrolment.id), func.count(completed))
        .select_from(last)
        .outerjoin(Enrolment, (Enrolment.cohort_id == last.c.cohort_id) & takes_part())
        .group_by(last.c.cohort_id)
    )
    return [EndedCohort(*row) for row in rows]


def _sessions(*columns: Any) -> Select[Any]:
    """Of sessions that take place, with their event and their cohort."""
    return (
        select(*columns)
        .select_from(Session)
        .join(Event, Event.id == Session.event_id)
        .join(Cohort, Cohort.id == Session.cohort_id)
        .where(takes_place())
    )
