"""Reads of learning units and of what a person has completed. Only the owner's progress."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.documents import Field
from app.kernel.errors import NotFound
from courses.catalogue.models import Course, CourseFormat, LearningUnit
from courses.learning.models import UnitCompletion
from courses.units.contents import Content, read_unit_content
from organisations.models import Person


@dataclass(frozen=True)
class Progress:
    """How far a person has come in a course: all its units, and when which were completed."""

    units: Sequence[LearningUnit]
    completed_at: Mapping[int, datetime]

    def has(self, unit: LearningUnit) -> bool:
        """Whether the person is done with `unit`."""
        return unit.id in self.completed_at

    @property
    def begun(self) -> bool:
        return bool(self.completed_at)

    @property
    def complete(self) -> bool:
        return bool(self.units) and self.next_unit is None

    @property
    def next_unit(self) -> LearningUnit | None:
        """The first unit that is still open."""
        return next((unit for unit in self.units if not self.has(unit)), None)

    @property
    def minutes_left(self) -> int:
        return sum(unit.minutes for unit in self.units if not self.has(unit))

    def next_unit_after(self, unit: LearningUnit) -> LearningUnit | None:
        """The next one that is open, going on from `unit`; an earlier one only at the end."""
        later = (other for other in self.units if other.position > unit.position)
        return next((other for other in later if not self.has(other)), self.next_unit)


@dataclass(frozen=True)
class Studied:
    """A self-paced course that a person has completed, and when."""

    course: Course
    completed_at: datetime


def get_unit(slug: str, key: str) -> LearningUnit:
    """The unit `key` of the course `slug`, with its course. Raises NotFound."""
    unit = db.session.scalar(
        select(LearningUnit)
        .join(LearningUnit.course)
        .where(Course.slug == slug, LearningUnit.key == key)
        .options(joinedload(LearningUnit.course))
    )
    if unit is None:
        raise NotFound
    return unit


def content_of(unit: LearningUnit) -> Content:
    """What `unit` holds besides its text; None with a mere text."""
    return read_unit_content(unit.kind, Field(unit.content, f"{unit.course.slug}/{unit.key}"))


def find_completion(person: Person, unit: LearningUnit) -> UnitCompletion | None:
    """The person's word that they are done with `unit`."""
    return db.session.scalar(
        select(UnitCompletion).where(
            UnitCompletion.person_id == person.id, UnitCompletion.unit_id == unit.id
        )
    )


def progress_in(person: Person, course: Course) -> Progress:
    """How far `person` has come in `course`."""
    return progress_in_each(person, [course])[course.id]


def progress_in_each(person: Person, courses: Sequence[Course]) -> dict[int, Progress]:
    """How far `person` has come in each of `courses`, by the course's id, in one query."""
    of_person = (UnitCompletion.unit_id == LearningUnit.id) & (
        UnitCompletion.person_id == person.id
    )
    rows = db.session.execute(
        select(LearningUnit, UnitCompletion.completed_at)
        .outerjoin(UnitCompletion, of_person)
        .where(LearningUnit.course_id.in_([course.id for course in courses]))
        .order_by(LearningUnit.position)
    ).all()
    return {
        course.id: Progress(
            units=[unit for unit, _at in rows if unit.course_id == course.id],
            completed_at={
                unit.id: at for unit, at in rows if unit.course_id == course.id and at is not None
            },
        )
        for course in courses
    }


def list_studied(person: Person) -> list[Studied]:
    """The self-paced courses of which `person` has completed every unit, oldest first."""
    units = (
        select(func.count())
        .where(LearningUnit.course_id == Course.id)
        .correlate(Course)
        .scalar_subquery()
    )
    last = func.max(UnitCompletion.completed_at).label("completed_at")
    complete = (
        select(Course.id, last)
        .join(Course.units)
        .join(UnitCompletion, UnitCompletion.unit_id == LearningUnit.id)
        .where(UnitCompletion.person_id == person.id, Course.format == CourseFormat.SELF_PACED)
        .group_by(Course.id)
        .having(func.count() == units)
        .subquery()
    )
    rows = db.session.execute(
        select(Course, complete.c.completed_at)
        .join(complete, complete.c.id == Course.id)
        .order_by(complete.c.completed_at, Course.id)
    )
    return [Studied(course, completed_at) for course, completed_at in rows]


def list_people_who_studied(
    people: Collection[int], courses: Sequence[Course]
) -> set[tuple[int, int]]:
    """Id of person and course wherever one of `people` has completed a self-paced one of these."""
    own_pace = [course.id for course in courses if course.is_self_paced]
    if not own_pace:
        return set()
    units = (
        select(func.count())
        .where(LearningUnit.course_id == Course.id)
        .correlate(Course)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(UnitCompletion.person_id, Course.id)
        .join(UnitCompletion.unit)
        .join(LearningUnit.course)
        .where(UnitCompletion.person_id.in_(people), Course.id.in_(own_pace))
        .group_by(UnitCompletion.person_id, Course.id)
        .having(func.count() == units)
    )
    return set(map(tuple, rows))


def list_completions(person_id: int) -> Sequence[UnitCompletion]:
    """All that the person has completed, oldest first, with units and courses."""
    return db.session.scalars(
        select(UnitCompletion)
        .where(UnitCompletion.person_id == person_id)
        .order_by(UnitCompletion.completed_at, UnitCompletion.id)
        .options(joinedload(UnitCompletion.unit).joinedload(LearningUnit.course))
    ).all()
