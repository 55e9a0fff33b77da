"""Commands of cohorts: open one, give a seat and take it back, change how many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.cohorts import queries
from courses.cohorts.entry import check_entry
from courses.cohorts.errors import (
    AlreadyEnrolled,
    CohortBegun,
    CohortFull,
    NotEnrolled,
    NotOffered,
    SeatsTaken,
)
from courses.cohorts.events import EnrolmentConfirmed, EnrolmentWithdrawn
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, Seat, Session
from notifications.services import notify
from organisations.models import Municipality, Person
from scheduling.services import lock_people, occupy, release, schedule_event

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
) -> Cohort:
    """A cohort of `course` with seats 1 to `capacity`; its trainers find it in their calendars.

    One with a `municipality` is for its people only. `zone` is the IANA zone of the wall time.
    It keeps the version of the course that is current. `town` is where it takes place, if not
    online: trainers who are coaches, too, need time to get there. Who books them at this moment is
    waited for.
    Raises ValueError for a self-paced course and without sessions or seats, NotOffered for an
    archived course, UnknownZone, and DomainError where a session would end before it starts.
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


def enrol_person(*, cohort: Cohort, person: Person, actor: Person, now: datetime) -> Enrolment:
    """Give `person` the lowest free seat and put the sessions into their calendar.

    A seat given back earlier makes no difference: the same enrolment is used again.
    Raises NotFound where the cohort is for another municipality, NotForThisFunction, NotOffered,
    CohortCancelled, CohortBegun, AlreadyEnrolled and CohortFull. Two at once on the last seat: the
    lock lets one after the other look, and the constraints `uq_enrolments_one_per_seat` and
    `uq_enrolments_one_per_person` hold whatever happens.
    """
    lock(_lock_key(cohort))
    check_entry(cohort=cohort, person=person, now=now)
    enrolment = queries.find_enrolment(person, cohort)
    if enrolment is not None and enrolment.takes_part:
        raise AlreadyEnrolled(AlreadyEnrolled.MESSAGE)
    seat_number = queries.find_free_seat(cohort)
    if seat_number is None:
        raise CohortFull(CohortFull.MESSAGE)
    with conflicts_explained():
        if enrolment is None:
            enrolment = Enrolment(cohort=cohort, person=person)
            db.session.add(enrolment)
        enrolment.status = EnrolmentStatus.ENROLLED
        enrolment.seat_number = seat_number
        enrolment.enrolled_at = now
    for session in cohort.sessions:
        if session.takes_place:
            occupy(event=session.event, person=person, now=now)
    audit.record("enrolment.confirmed", enrolment, actor=actor, now=now)
    _tell(enrolment, "cohorts/enrolment_confirmed", now)
    publish(EnrolmentConfirmed(enrolment_id=enrolment.id, at=now))
    return enrolment


def withdraw(*, enrolment: Enrolment | None, actor: Person, now: datetime) -> Enrolment:
    """Give the seat back and take the sessions out of the person's calendar.

    Raises CohortBegun from the first session's start on, and NotEnrolled where no seat is held.
    """
    if enrolment is None:
        raise NotEnrolled(NotEnrolled.MESSAGE)
    cohort = enrolment.cohort
    lock(_lock_key(cohort))
    db.session.refresh(enrolment)
    if not enrolment.takes_part:
        raise NotEnrolled(NotEnrolled.MESSAGE)
    if queries.has_begun(cohort, now):
        raise CohortBegun(
            _l("Dieser Durchgang hat schon begonnen. Bitte sprechen Sie mit Ihrer Kursleitung.")
        )
    enrolment.status, enrolment.seat_number = EnrolmentStatus.WITHDRAWN, None
    for session in cohort.sessions:
        release(event=session.event, person=enrolment.person, now=now)
    db.session.flush()
    audit.record("enrolment.withdrawn", enrolment, actor=actor, now=now)
    _tell(enrolment, "cohorts/enrolment_withdrawn", now)
    publish(EnrolmentWithdrawn(enrolment_id=enrolment.id, at=now))
    return enrolment


def change_capacity(*, cohort: Cohort, seats: int, actor: Person, now: datetime) -> Cohort:
    """Have the cohort offer `seats` seats. Nobody moves: only free seats are taken away.

    Raises SeatsTaken at the field `seats` where more people than that hold one.
    """
    lock(_lock_key(cohort))
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
    return cohort


def _tell(enrolment: Enrolment, template: str, now: datetime) -> None:
    cohort = enrolment.cohort
    sessions = [session for session in cohort.sessions if session.takes_place]
    notify(person=enrolment.person, template=template, now=now, cohort=cohort, sessions=sessions)


def _lock_key(cohort: Cohort) -> str:
    return f"cohort:{cohort.id}"
