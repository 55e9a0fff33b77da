"""Who has completed what a cohort builds on, or need not have."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import Course
from courses.cohorts.conditions import is_managed_by
from courses.cohorts.entry.models import ApprovalDecision, PrerequisiteWaiver, WaiverState
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.learning.queries import list_people_who_studied
from organisations.models import Person


def list_missing(person: Person, cohort: Cohort) -> list[Course]:
    """The courses that `person` has yet to complete before they may come into `cohort`."""
    needed = cohort.course.prerequisites
    if not needed or person.id in _excepted([person.id], [cohort.id]).get(cohort.id, ()):
        return []
    completed = _completed([person.id], needed)
    return [course for course in needed if (person.id, course.id) not in completed]


def list_people_lacking(cohort: Cohort, people: Iterable[Person]) -> set[int]:
    """The ids of those among `people` who may not come in yet; few statements for all."""
    ids, needed = [person.id for person in people], cohort.course.prerequisites
    if not needed or not ids:
        return set()
    excepted = _excepted(ids, [cohort.id]).get(cohort.id, set())
    completed = _completed(ids, needed)
    return {
        one
        for one in ids
        if one not in excepted and any((one, course.id) not in completed for course in needed)
    }


def list_closed_cohorts(person: Person, cohorts: Sequence[Cohort]) -> set[int]:
    """The ids of those `cohorts` that `person` may not come into yet; few statements for all."""
    building_on = _with_prerequisites({cohort.course_id for cohort in cohorts})
    needed = {one.id: one for course in building_on for one in course.prerequisites}
    if not needed:
        return set()
    completed = {course for _person, course in _completed([person.id], list(needed.values()))}
    closed = {
        course.id
        for course in building_on
        if any(one.id not in completed for one in course.prerequisites)
    }
    excepted = _excepted([person.id], [cohort.id for cohort in cohorts])
    return {
        cohort.id for cohort in cohorts if cohort.course_id in closed and cohort.id not in excepted
    }


def find_waiver(person: Person, cohort: Cohort) -> PrerequisiteWaiver | None:
    """What `person` asked for and what became of it, as committed by now."""
    return db.session.scalar(
        select(PrerequisiteWaiver)
        .where(PrerequisiteWaiver.person_id == person.id, PrerequisiteWaiver.cohort_id == cohort.id)
        .execution_options(populate_existing=True)
    )


def find_decision(enrolment: Enrolment | None) -> ApprovalDecision | None:
    """What the municipality said last to the request that `enrolment` is."""
    return db.session.get(ApprovalDecision, enrolment.id) if enrolment is not None else None


def list_waivers(cohort: Cohort) -> Sequence[PrerequisiteWaiver]:
    """Who asks, or asked, for an exception in `cohort`, the longest waiting first."""
    return db.session.scalars(
        select(PrerequisiteWaiver)
        .where(PrerequisiteWaiver.cohort_id == cohort.id)
        .options(joinedload(PrerequisiteWaiver.person))
        .order_by(PrerequisiteWaiver.asked_at, PrerequisiteWaiver.id)
    ).all()


def get_managed_waiver(person: Person, public_id: str) -> PrerequisiteWaiver:
    """A waiver in a cohort that `person` manages. Raises NotFound."""
    waiver = db.session.scalar(
        select(PrerequisiteWaiver)
        .join(PrerequisiteWaiver.cohort)
        .where(PrerequisiteWaiver.public_id == public_id, is_managed_by(person))
        .options(joinedload(PrerequisiteWaiver.person), joinedload(PrerequisiteWaiver.cohort))
    )
    if waiver is None:
        raise NotFound
    return waiver


def _with_prerequisites(courses: Collection[int]) -> Sequence[Course]:
    return db.session.scalars(
        select(Course)
        .where(Course.id.in_(courses), Course.prerequisites.any())
        .options(selectinload(Course.prerequisites))
    ).all()


def _excepted(people: Collection[int], cohorts: Collection[int]) -> dict[int, set[int]]:
    """By cohort, who was granted an exception."""
    rows = db.session.execute(
        select(PrerequisiteWaiver.cohort_id, PrerequisiteWaiver.person_id).where(
            PrerequisiteWaiver.person_id.in_(people),
            PrerequisiteWaiver.cohort_id.in_(cohorts),
            PrerequisiteWaiver.state == WaiverState.GRANTED,
        )
    )
    found: dict[int, set[int]] = {}
    for cohort_id, person_id in rows:
        found.setdefault(cohort_id, set()).add(person_id)
    return found


def _completed(people: Collection[int], courses: Sequence[Course]) -> set[tuple[int, int]]:
    """Person and course wherever one of `people` has completed one of `courses`."""
    live = db.session.execute(
        select(Enrolment.person_id, Cohort.course_id)
        .join(Enrolment.cohort)
        .where(
            Enrolment.person_id.in_(people),
            Cohort.course_id.in_([course.id for course in courses]),
            Enrolment.status == EnrolmentStatus.COMPLETED,
        )
    )
    return set(map(tuple, live)) | list_people_who_studied(people, courses)
