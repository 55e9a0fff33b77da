"""Ask for a path to be planned anew by the job: of one person, or of all whom a cohort concerns.

Every command here is an upsert in the transaction of what causes it, and none of it is written to
the audit trail: the path is the person's own affair.
"""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)

from app.kernel.db import INSERT, db
from app.kernel.jobs import wake_after_commit
from courses.cohorts.models import HOLDING_A_SEAT, WAITING, Cohort, Enrolment, Seat
from courses.cohorts.seat_counts import is_held
from courses.paths.models import PathStep, TrainingPath
from courses.paths.request_models import (
    FROM_OTHERS,
    MOST_ATTEMPTS,
    PathPlanningRequest,
    PlanningReason,
)
from organisations.models import Person

PLANNING_JOB = "paths.planning"

_COLUMNS = ("person_id", "why", "cohort_id", "requested_at", "attempts", "version")


def request_planning(
    *, person: Person, why: PlanningReason, now: datetime, cohort: Cohort | None = None
) -> None:
    """Have the job plan the person's path anew. A request that is there already is renewed."""
    one = select(*_row(Person.id, why, cohort.id if cohort else None, now))
    _ask(one.where(Person.id == person.id), why)


def request_planning_around(cohort_id: int, *, why: PlanningReason, now: datetime) -> int:
    """Have the job plan every path anew that suggests the cohort, or whose person is in it.

    One statement, however many people they are; returns how many. The cohort has moved or is off.
    """
    return _ask(
        _paths(cohort_id, why, now).where(or_(_suggests(cohort_id), _is_in(cohort_id))), why
    )


def request_planning_where_full(cohort_id: int, *, now: datetime) -> int:
    """Have the job plan every path anew that suggests the cohort to somebody it has no seat for.

    Whoever has a seat or waits in a cohort of that course has decided for themselves.
    One statement; returns how many paths.
    """
    why = PlanningReason.COHORT_FULL
    paths = _paths(cohort_id, why, now).join(Person, Person.id == TrainingPath.person_id)
    return _ask(
        paths.where(
            _suggests(cohort_id), ~_has_chosen(cohort_id), ~_has_a_seat_for(cohort_id, now)
        ),
        why,
    )


def take_back(person: Person, version: int) -> bool:
    """Forget the request, if it is still the one of that version; the path has been planned."""
    return _changed(
        delete(PathPlanningRequest).where(
            PathPlanningRequest.person_id == person.id, PathPlanningRequest.version == version
        )
    )


def claim(person_id: int, *, now: datetime, until: datetime) -> int | None:
    """Take a request that is due; the version it has from now on. None where another has it."""
    return db.session.scalar(
        update(PathPlanningRequest)
        .where(PathPlanningRequest.person_id == person_id, is_due(now))
        .values(
            claimed_until=until,
            attempts=PathPlanningRequest.attempts + 1,
            version=PathPlanningRequest.version + 1,
        )
        .returning(PathPlanningRequest.version)
        .execution_options(synchronize_session=False)
    )


def let_go(person_id: int, version: int, *, as_failure: bool) -> bool:
    """End a claim whose request stays; only a failure counts as an attempt.

    False where the request has been renewed or claimed anew meanwhile.
    """
    return _changed(
        update(PathPlanningRequest)
        .where(PathPlanningRequest.person_id == person_id, PathPlanningRequest.version == version)
        .values(
            claimed_until=None, attempts=PathPlanningRequest.attempts - (0 if as_failure else 1)
        )
    )


def is_due(now: datetime) -> ColumnElement[bool]:
    """Of a request: not given up, and nobody works on it, or whoever did has been gone too long."""
    until = PathPlanningRequest.claimed_until
    return and_(PathPlanningRequest.attempts < MOST_ATTEMPTS, or_(until.is_(None), until <= now))


def _row(
    person_id: ColumnElement[int], why: PlanningReason, cohort_id: int | None, now: datetime
) -> tuple[object, ...]:
    table = PathPlanningRequest.__table__.c
    return (
        person_id.label("person_id"),
        literal(why.value, table.why.type),
        literal(cohort_id, table.cohort_id.type),
        literal(now, table.requested_at.type),
        literal(0),
        literal(1),
    )


def _paths(cohort_id: int, why: PlanningReason, now: datetime) -> Select[tuple[object, ...]]:
    return (
        select(*_row(TrainingPath.person_id, why, cohort_id, now))
        .select_from(TrainingPath)
        .where(TrainingPath.replaced_at.is_(None))
    )


def _ask(rows: Select[tuple[object, ...]], why: PlanningReason) -> int:
    """In the order of people, so that two who ask for the same ones do not wait for each other.

    What others did stays the reason whatever the person does after it.
    """
    table = PathPlanningRequest.__table__
    wish = INSERT[db.engine.dialect.name](table).from_select(_COLUMNS, rows.order_by("person_id"))
    renewed = {
        "requested_at": wish.excluded.requested_at,
        "claimed_until": None,
        "attempts": 0,
        "version": table.c.version + 1,
    }
    if why in FROM_OTHERS:
        renewed |= {"why": wish.excluded.why, "cohort_id": wish.excluded.cohort_id}
    asked = db.session.execute(
        wish.on_conflict_do_update(index_elements=["person_id"], set_=renewed)
    ).rowcount
    if asked:
        wake_after_commit(PLANNING_JOB)
    return asked


def _suggests(cohort_id: int) -> ColumnElement[bool]:
    """Of a path: one of its steps is to be taken in the cohort."""
    return exists().where(
        PathStep.path_id == TrainingPath.id, PathStep.suggested_cohort_id == cohort_id
    )


def _is_in(cohort_id: int) -> ColumnElement[bool]:
    """Of a path: its person has a seat in the cohort, or waits for one."""
    return exists().where(
        Enrolment.cohort_id == cohort_id,
        Enrolment.person_id == TrainingPath.person_id,
        Enrolment.status.in_((*HOLDING_A_SEAT, *WAITING)),
    )


def _has_chosen(cohort_id: int) -> ColumnElement[bool]:
    """Of a path: its person has a seat or waits for one in any cohort of the same course."""
    same_course = select(Cohort.course_id).where(Cohort.id == cohort_id).scalar_subquery()
    return exists().where(
        Enrolment.person_id == TrainingPath.person_id,
        Enrolment.status.in_((*HOLDING_A_SEAT, *WAITING)),
        Enrolment.cohort_id == Cohort.id,
        Cohort.course_id == same_course,
    )


def _has_a_seat_for(cohort_id: int, now: datetime) -> ColumnElement[bool]:
    """Of a person: a seat of the cohort is free that is for them, too."""
    return exists().where(
        Seat.cohort_id == cohort_id,
        Cohort.id == Seat.cohort_id,
        or_(
            Seat.reserved_for_id.is_(None),
            Seat.reserved_for_id == Person.municipality_id,
            and_(Cohort.reserved_until.is_not(None), Cohort.reserved_until <= now),
        ),
        ~is_held(),
    )


def _changed(statement: Delete | Update) -> bool:
    found = db.session.execute(statement.execution_options(synchronize_session=False))
    return bool(found.rowcount)
