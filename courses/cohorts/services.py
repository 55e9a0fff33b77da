"""Commands of cohorts: open one, and change how many seats it has. Who gets one: see `seats`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.cohorts import queries
from courses.cohorts.errors import NotOffered, SeatsTaken
from courses.cohorts.models import Cohort, Seat, Session
from courses.cohorts.seating import fill_seats, lock_seats
from courses.cohorts.seats import enrol_person, withdraw
from organisations.models import Municipality, Person
from scheduling.services import lock_people, schedule_event

__all__ = ["SessionDates", "change_capacity", "enrol_person", "open_cohort", "withdraw"]

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
            title=course.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=zone,
            place=place,
            town=town,
            occupants=trainers,
            now=now,
        )
        cohort.sessions.append(Session(position=position, event=event))
    db.session.add(cohort)
    db.session.flush()
    audit.record("cohort.opened", cohort, actor=actor, now=now, seats=capacity)
    return cohort


def change_capacity(*, cohort: Cohort, seats: int, actor: Person, now: datetime) -> Cohort:
    """Have the cohort offer `seats` seats: only free seats are taken away, new ones go to the line.

    Raises SeatsTaken at the field `seats` where more people than that hold one.
    """
    lock_seats(cohort, now)
    db.session.refresh(cohort, ["seats"])
    before, taken = len(cohort.seats), queries.list_taken_seats(cohort)
    if seats < max(len(taken), 1):
        raise SeatsTaken(
            _l("%(count)s Plätze sind schon vergeben. Weniger geht nicht.", count=len(taken)),
            field="seats",
        )
    free = [seat for seat in cohort.seats if seat.number not in taken]
    for seat in free[::-1][: max(before - seats, 0)]:
        db.session.delete(seat)
    last = max(seat.number for seat in cohort.seats)
    db.session.add_all(
        Seat(cohort_id=cohort.id, number=last + extra) for extra in range(1, seats - before + 1)
    )
    db.session.flush()
    db.session.expire(cohort, ["seats"])
    if seats != before:
        audit.record(
            "cohort.capacity_changed", cohort, actor=actor, now=now, before=before, after=seats
        )
    fill_seats(cohort, now)
    return cohort
