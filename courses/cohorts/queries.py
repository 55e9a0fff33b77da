"""Reads of cohorts, enrolments and rosters, each scoped to who asks."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import Course, CourseStatus
from courses.catalogue.version_models import CourseVersion
from courses.cohorts.conditions import RUN_DATES, is_for, is_managed_by, may_see, takes_part
from courses.cohorts.fulfilment import Fulfilment, SessionRecord, compute_fulfilment
from courses.cohorts.models import (
    Attendance,
    AttendanceStatus,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Seat,
    Session,
)
from courses.cohorts.seat_counts import NONE, held_back
from organisations.models import Person, Team
from scheduling.models import Event

_runs = RUN_DATES.c.confirmed == 1

_seats = select(func.count()).where(Seat.cohort_id == Cohort.id).scalar_subquery()
_taken_seats = (
    select(func.count())
    .where(Enrolment.cohort_id == Cohort.id, Enrolment.seat_number.is_not(None))
    .scalar_subquery()
)


@dataclass(frozen=True)
class CohortOverview:
    """A cohort with the start and end of its whole run and its seats, read in one go.

    `takes_place` is False where every session has been called off; the dates are those of before.
    `held_back` free seats are reserved for others than the one who asks.
    """

    cohort: Cohort
    starts_at: datetime
    ends_at: datetime
    seats: int
    taken: int
    takes_place: bool = True
    held_back: int = 0

    @property
    def seats_left(self) -> int:
        """How many the one who asks could have."""
        return self.seats - self.taken - self.held_back


@dataclass(frozen=True)
class ComingStart:
    """When a cohort of a course begins, and whether it has a seat left."""

    course_id: int
    starts_at: datetime
    has_seats: bool


@dataclass(frozen=True)
class NextDates:
    """When the next cohort of a course begins, and the next one that has a seat left."""

    starts_at: datetime
    free_at: datetime | None


def get_cohort_for(person: Person, public_id: str) -> Cohort:
    """The cohort of `public_id`, if it is open to the programme or to the person's municipality,
    if they take part in it or train it, or if they are the programme office. Raises NotFound.
    """
    return _one(_with_leaders().where(Cohort.public_id == public_id, may_see(person)))


def find_cohort_of_event(event: Event) -> Cohort | None:
    """The cohort whose session `event` is; None where it is something else."""
    return db.session.scalar(
        select(Cohort).join(Cohort.sessions).where(Session.event_id == event.id)
    )


def get_managed_cohort(person: Person, public_id: str) -> Cohort:
    """The cohort of `public_id`, if `person` trains it or is the office. Raises NotFound."""
    return _one(_with_leaders().where(Cohort.public_id == public_id, is_managed_by(person)))


def get_managed_anew(person: Person, cohort: Cohort) -> Cohort:
    """`cohort` with its sessions and trainers as they are by now, for who waited for its lock.

    Raises NotFound unless `person` manages it (any more).
    """
    query = _with_leaders().where(Cohort.id == cohort.id, is_managed_by(person))
    return _one(query.execution_options(populate_existing=True))


def get_managed_session(person: Person, cohort_id: str, session_id: str) -> Session:
    """A session of a cohort that `person` manages, by both public ids. Raises NotFound."""
    cohort = get_managed_cohort(person, cohort_id)
    for session in cohort.sessions:
        if session.public_id == session_id:
            return session
    raise NotFound


def get_overview(
    cohort: Cohort, reader: Person | None = None, now: datetime | None = None
) -> CohortOverview:
    """Dates and seats of `cohort`; with `reader` and `now`, what that one could have at the time.

    Raises NotFound where it has no session.
    """
    kept = held_back(reader, now) if reader and now else NONE
    found = _list_overviews(Cohort.id == cohort.id, held_back=kept)
    if not found:
        raise NotFound
    return found[0]


def list_upcoming_cohorts_for(
    person: Person, course: Course, now: datetime
) -> list[CohortOverview]:
    """Cohorts of `course` that have not begun at `now` and that `person` may see, by date."""
    return _list_overviews(
        Cohort.course_id == course.id,
        may_see(person),
        _runs,
        RUN_DATES.c.starts_at > now,
        held_back=held_back(person, now),
    )


def list_coming_cohorts(course: Course, now: datetime) -> list[CohortOverview]:
    """Cohorts of `course` that have not begun at `now`, by date, whoever they are open to."""
    return _list_overviews(Cohort.course_id == course.id, _runs, RUN_DATES.c.starts_at > now)


def list_coming_starts(person: Person, now: datetime) -> list[ComingStart]:
    """When the cohorts begin that `person` may see, of all courses, by date; one statement."""
    rows = db.session.execute(
        select(
            Cohort.course_id,
            RUN_DATES.c.starts_at,
            _seats > _taken_seats + held_back(person, now),
        )
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .where(may_see(person), _runs, RUN_DATES.c.starts_at > now)
        .order_by(RUN_DATES.c.starts_at, Cohort.id)
    )
    return [ComingStart(course_id, at, bool(has_seats)) for course_id, at, has_seats in rows]


def list_next_dates(person: Person, now: datetime) -> dict[int, NextDates]:
    """By course id, when the next cohort begins that `person` may see; no entry where none does."""
    return next_dates_of(list_coming_starts(person, now))


def next_dates_of(starts: Iterable[ComingStart]) -> dict[int, NextDates]:
    """The next dates among `starts`, which are in their order, by course id."""
    found: dict[int, NextDates] = {}
    for start in starts:
        known = found.setdefault(start.course_id, NextDates(start.starts_at, None))
        if start.has_seats and known.free_at is None:
            found[start.course_id] = NextDates(known.starts_at, start.starts_at)
    return found


def list_cohorts_for_planning(whom: Person | Team, now: datetime) -> list[CohortOverview]:
    """Cohorts of all courses that have not begun at `now` and in which `whom` may take part.

    Full ones are among them (`seats_left` is 0). Sessions, events and courses are loaded.
    """
    return _list_overviews(
        is_for(whom),
        Cohort.course.has(Course.status == CourseStatus.PUBLISHED),
        or_(Cohort.enrolment_closes_at.is_(None), Cohort.enrolment_closes_at > now),
        _runs,
        RUN_DATES.c.starts_at > now,
        held_back=held_back(whom, now),
    )


def list_cohorts_of_trainer(person: Person) -> list[CohortOverview]:
    """Cohorts that `person` trains; all of them for the programme office. By date."""
    return _list_overviews(is_managed_by(person))


def list_overviews_of(cohort_ids: Collection[int]) -> list[CohortOverview]:
    """The cohorts with these ids, by date."""
    return _list_overviews(Cohort.id.in_(cohort_ids))


def find_enrolment(person: Person, cohort: Cohort) -> Enrolment | None:
    """The enrolment of `person` in `cohort`, also one that was withdrawn; None without any."""
    return db.session.scalar(
        _whole_enrolment().where(Enrolment.person_id == person.id, Enrolment.cohort_id == cohort.id)
    )


def find_latest_enrolment(person: Person, course: Course) -> Enrolment | None:
    """Where `person` takes part or has taken part in `course`, the newest of them."""
    return db.session.scalar(
        _whole_enrolment()
        .where(
            Enrolment.person_id == person.id,
            Enrolment.cohort_id.in_(select(Cohort.id).where(Cohort.course_id == course.id)),
            takes_part(),
        )
        .order_by(Enrolment.id.desc())
        .limit(1)
    )


def get_enrolment_of(person: Person, public_id: str) -> Enrolment:
    """The enrolment of `public_id`, if it is the person's own. Raises NotFound."""
    return _one(
        _whole_enrolment().where(Enrolment.public_id == public_id, Enrolment.person_id == person.id)
    )


def get_managed_enrolment(person: Person, public_id: str) -> Enrolment:
    """The enrolment of `public_id` in a cohort that `person` manages. Raises NotFound."""
    return _one(
        _whole_enrolment()
        .join(Enrolment.cohort)
        .where(Enrolment.public_id == public_id, is_managed_by(person))
    )


def list_enrolments_of(person: Person) -> list[Enrolment]:
    """What `person` takes part in or has completed, by date.

    What they have withdrawn from and what is called off altogether is left out.
    """
    return list(
        db.session.scalars(
            _whole_enrolment()
            .join(RUN_DATES, RUN_DATES.c.cohort_id == Enrolment.cohort_id)
            .where(Enrolment.person_id == person.id, takes_part(), _runs)
            .order_by(RUN_DATES.c.starts_at, Enrolment.id)
        ).unique()
    )


def list_roster(cohort: Cohort) -> list[Enrolment]:
    """Who takes part in `cohort`, by name, with municipality, team and attendance."""
    enrolments = db.session.scalars(
        _whole_enrolment()
        .where(Enrolment.cohort_id == cohort.id, takes_part())
        .options(
            joinedload(Enrolment.person).joinedload(Person.municipality),
            joinedload(Enrolment.person).joinedload(Person.team),
        )
    ).unique()
    return sorted(enrolments, key=lambda one: (one.person.sort_name, one.person_id))


def list_enrolments(enrolment_ids: Collection[int]) -> list[Enrolment]:
    """The enrolments with these ids, in their order, each with all that its rule is about."""
    query = _whole_enrolment().where(Enrolment.id.in_(enrolment_ids)).order_by(Enrolment.id)
    return list(db.session.scalars(query).unique())


def list_roster_anew(cohort: Cohort) -> list[Enrolment]:
    """`list_roster` as committed by now: who has waited for a lock may hold what was before."""
    for known in list(db.session.identity_map.values()):
        if isinstance(known, Attendance):
            db.session.expire(known)
        elif isinstance(known, Enrolment):
            db.session.expire(known, ["status", "attendances"])
    return list_roster(cohort)


def find_record(enrolment: Enrolment, session: Session) -> Attendance | None:
    """What is recorded of the person at `session`, among what is loaded of them."""
    return next((one for one in enrolment.attendances if one.session_id == session.id), None)


def list_waiting_for_quizzes(person_id: int, course_id: int) -> list[Enrolment]:
    """Where the person takes part in the course in a version that asks for quizzes."""
    return list(
        db.session.scalars(
            _whole_enrolment()
            .join(Enrolment.cohort)
            .join(Cohort.version)
            .where(
                Enrolment.person_id == person_id,
                Enrolment.status == EnrolmentStatus.ENROLLED,
                Cohort.course_id == course_id,
                CourseVersion.needs_quizzes,
            )
            .order_by(Enrolment.id)
        ).unique()
    )


def count_attendance(session: Session) -> Counter[str]:
    """How many people were recorded with each status at `session`."""
    rows = db.session.execute(
        select(Attendance.status, func.count())
        .where(Attendance.session_id == session.id)
        .group_by(Attendance.status)
    )
    return Counter(dict(rows.all()))


def has_begun(cohort: Cohort, now: datetime) -> bool:
    """Whether the cohort's first session has started at `now`."""
    return any(session.event.starts_at <= now for session in cohort.sessions if session.takes_place)


def manages(person: Person, cohort: Cohort) -> bool:
    """Whether `person` trains `cohort` or is the programme office."""
    return bool(
        db.session.scalar(select(exists().where(Cohort.id == cohort.id, is_managed_by(person))))
    )


def fulfilment(enrolment: Enrolment) -> Fulfilment:
    """Attended minutes against the total and the rule of the course's version that the cohort
    keeps; cancelled sessions don't count.
    """
    known = {attendance.session_id: attendance for attendance in enrolment.attendances}
    records = [
        _record_of(session, known.get(session.id))
        for session in enrolment.cohort.sessions
        if session.takes_place
    ]
    percent = enrolment.cohort.version.attendance_percent
    return compute_fulfilment(records, percent, enrolment.open_quizzes)


def _record_of(session: Session, attendance: Attendance | None) -> SessionRecord:
    return SessionRecord(
        minutes=session.minutes,
        status=AttendanceStatus(attendance.status) if attendance else None,
        entered=attendance.minutes if attendance else None,
        required=session.required,
        number=session.position + 1,
    )


def _whole_cohort() -> Select[tuple[Cohort]]:
    return select(Cohort).options(
        joinedload(Cohort.course),
        joinedload(Cohort.version),
        joinedload(Cohort.municipality),
        selectinload(Cohort.sessions).joinedload(Session.event),
        selectinload(Cohort.trainers),
    )


def _with_leaders() -> Select[tuple[Cohort]]:
    leaders = selectinload(Cohort.sessions).selectinload(Session.chosen_trainers)
    return _whole_cohort().options(leaders)


def _whole_enrolment() -> Select[tuple[Enrolment]]:
    cohort = joinedload(Enrolment.cohort)
    return select(Enrolment).options(
        joinedload(Enrolment.person),
        cohort.joinedload(Cohort.course),
        cohort.joinedload(Cohort.version),
        cohort.selectinload(Cohort.sessions).joinedload(Session.event),
        selectinload(Enrolment.attendances),
        undefer(Enrolment.open_quizzes),
    )


def _one(query: Select[Any]) -> Any:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _list_overviews(
    *conditions: ColumnElement[bool], held_back: ColumnElement[int] = NONE
) -> list[CohortOverview]:
    rows = db.session.execute(
        _whole_cohort()
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .add_columns(RUN_DATES.c.starts_at, RUN_DATES.c.ends_at, _seats, _taken_seats, _runs)
        .add_columns(held_back)
        .where(*conditions)
        .order_by(RUN_DATES.c.starts_at, Cohort.id)
    )
    return [CohortOverview(*row) for row in rows]
