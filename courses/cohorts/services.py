"""The command that opens a cohort."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import db
from courses.catalogue.models import Course
from courses.cohorts.errors import NotOffered
from courses.cohorts.models import Cohort, Seat, Session
from organisations.models import Municipality, Person
from scheduling.services import lock_people, schedule_event

EVENT_OWNER = "course_session"


@dataclass(frozen=True)
class SessionDates:
    """When one meeting of a cohort takes place."""

    starts_at: datetime
    ends_at: datetime


def open_cohort(
    *,
    course: Course,
    sessions: Iterable[SessionDates],
    trainers: Sequence[Person],
    capacity: int,
    place: str,
    zone: str,
    actor: Person | None,
    now: datetime,
    municipality: Municipality | None = None,
    language: str = "de",
    town: str | None = None,
    enrolment_opens_at: datetime | None = None,
    enrolment_closes_at: datetime | None = None,
    room: str = "",
    online_link: str = "",
) -> Cohort:
    """A cohort of `course` with seats 1 to `capacity`; its trainers find it in their calendars.

    One with a `municipality` is for its people only. `zone` is the IANA zone of the wall time.
    It keeps the version of the course that is current. `town` is where it takes place, if not
    online: trainers who are coaches, too, need time to get there. Who books them at this moment is
    waited for.
    Raises ValueError for a self-paced course and without sessions or seats, NotOffered for an
    archived course, UnknownZone, DomainError at `enrolment_closes_at` for a window that ends before
    it begins, and DomainError where a session would end before it starts.
    """
    if course.is_self_paced:
        raise ValueError("a self-paced course has no cohorts")
    if not course.is_offered:
        raise NotOffered(NotOffered.MESSAGE)
    dates = sorted(sessions, key=lambda session: session.starts_at)
    if not dates or capacity < 1:
        raise ValueError("a cohort needs at least one session and one seat")
    lock_people(trainers)
    cohort = Cohort(
        public_id=new_public_id(),
        course=course,
        version_number=course.version_number,
        municipality=municipality,
        language=language,
        confidential=course.confidential,
        enrolment_opens_at=enrolment_opens_at,
        enrolment_closes_at=enrolment_closes_at,
        created_at=now,
        trainers=list(trainers),
        seats=[Seat(number=number) for number in range(1, capacity + 1)],
    )
    for position, session in enumerate(dates):
        event = schedule_event(
            owner=EVENT_OWNER,
            group_key=cohort.public_id,
            title=cohort.event_title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=zone,
            place=place,
            room=room,
            town=town,
            online_link=online_link,
            occupants=trainers,
            now=now,
        )
        cohort.sessions.append(Session(position=position, event=event))
    db.session.add(cohort)
    db.session.flush()
    audit.record("cohort.opened", cohort, actor=actor, now=now, seats=capacity)
    return cohort
