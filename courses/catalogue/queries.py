"""Reads of the catalogue."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, selectinload, undefer

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import (
    Course,
    CourseEffect,
    CourseFormat,
    CourseOrder,
    CoursePrerequisite,
    CourseRequirement,
    CourseStatus,
)
from courses.catalogue.version_models import CourseAttachment, CourseVersion, VersionState


def list_courses() -> Sequence[Course]:
    """All courses in the order of the catalogue, also those that are not offered."""
    return db.session.scalars(select(Course).order_by(Course.position, Course.id)).all()


def list_offered_courses() -> Sequence[Course]:
    """The courses that can be found, in order, with what they raise and whom they are for."""
    return db.session.scalars(
        select(Course)
        .where(Course.status == CourseStatus.PUBLISHED)
        .order_by(Course.position, Course.id)
        .options(
            selectinload(Course.raises).joinedload(CourseEffect.competency),
            selectinload(Course.audience),
        )
    ).all()


def list_live_courses() -> Sequence[Course]:
    """The courses that new cohorts can be opened of, in the order of the catalogue."""
    query = select(Course).where(
        Course.format != CourseFormat.SELF_PACED, Course.status == CourseStatus.PUBLISHED
    )
    return db.session.scalars(query.order_by(Course.position, Course.id)).all()


def get_course(slug: str) -> Course:
    """The course of `slug` with agenda and everything it is about, also an archived one.

    Raises NotFound, also for what has never been published.
    """
    course = db.session.scalar(
        select(Course)
        .where(Course.slug == slug, Course.status != CourseStatus.DRAFT)
        .options(selectinload(Course.agenda), *_relations_to_competencies())
    )
    if course is None:
        raise NotFound
    return course


def list_courses_after(course: Course) -> Sequence[Course]:
    """The offered courses that are taken after `course`."""
    return db.session.scalars(
        select(Course)
        .join(CourseOrder, CourseOrder.course_id == Course.id)
        .where(CourseOrder.after_course_id == course.id, Course.status == CourseStatus.PUBLISHED)
        .order_by(Course.position, Course.id)
    ).all()


def get_course_for_editing(slug: str) -> Course:
    """The course of `slug`, whatever its state, with everything it is about. Raises NotFound."""
    course = db.session.scalar(
        select(Course)
        .where(Course.slug == slug)
        .options(selectinload(Course.agenda), *_relations_to_competencies())
    )
    if course is None:
        raise NotFound
    return course


def find_open_version(course: Course) -> CourseVersion | None:
    """The draft of `course`, or what waits for its review, as it is by now."""
    return db.session.scalar(
        select(CourseVersion)
        .where(CourseVersion.course_id == course.id, is_open())
        .options(undefer(CourseVersion.content))
        .execution_options(populate_existing=True)
    )


def list_open_versions() -> dict[int, CourseVersion]:
    """By course id, what is being written or waits for its review."""
    rows = db.session.scalars(select(CourseVersion).where(is_open()))
    return {version.course_id: version for version in rows}


def list_versions(course: Course) -> Sequence[CourseVersion]:
    """The published versions with their comments, the newest first."""
    return db.session.scalars(
        select(CourseVersion)
        .where(CourseVersion.course_id == course.id, CourseVersion.number.is_not(None))
        .order_by(CourseVersion.number.desc())
        .options(selectinload(CourseVersion.comments))
    ).all()


def get_version(course: Course, number: int) -> CourseVersion:
    """A published version with its content. Raises NotFound."""
    version = db.session.scalar(
        select(CourseVersion)
        .where(CourseVersion.course_id == course.id, CourseVersion.number == number)
        .options(undefer(CourseVersion.content))
    )
    if version is None:
        raise NotFound
    return version


def list_slugs() -> set[str]:
    """The addresses of all courses."""
    return set(db.session.scalars(select(Course.slug)))


def list_orders() -> dict[str, set[str]]:
    """By slug, the courses that each is taken after."""
    later, earlier = aliased(Course), aliased(Course)
    rows = db.session.execute(
        select(later.slug, earlier.slug)
        .join(CourseOrder, CourseOrder.course_id == later.id)
        .join(earlier, earlier.id == CourseOrder.after_course_id)
    )
    found: dict[str, set[str]] = {}
    for slug, before in rows:
        found.setdefault(slug, set()).add(before)
    return found


def list_prerequisites() -> dict[str, set[str]]:
    """By slug, the courses that somebody must have completed before each."""
    course, needed = aliased(Course), aliased(Course)
    rows = db.session.execute(
        select(course.slug, needed.slug)
        .join(CoursePrerequisite, CoursePrerequisite.course_id == course.id)
        .join(needed, needed.id == CoursePrerequisite.needed_course_id)
    )
    found: dict[str, set[str]] = {}
    for slug, before in rows:
        found.setdefault(slug, set()).add(before)
    return found


def find_confidential() -> dict[str, bool]:
    """By slug, whether each course is confidential."""
    return dict(db.session.execute(select(Course.slug, Course.confidential)).all())


def is_open() -> ColumnElement[bool]:
    """Of a version: it is neither published nor given up."""
    return CourseVersion.state.in_([VersionState.DRAFT, VersionState.IN_REVIEW])


def list_attachments(course: Course) -> Sequence[CourseAttachment]:
    """What texts of `course` can show or hand out, the newest first, without the content."""
    return db.session.scalars(
        select(CourseAttachment)
        .where(CourseAttachment.course_id == course.id)
        .order_by(CourseAttachment.id.desc())
    ).all()


def get_attachment(public_id: str) -> CourseAttachment:
    """An attachment with its content. Raises NotFound."""
    attachment = db.session.scalar(
        select(CourseAttachment)
        .where(CourseAttachment.public_id == public_id)
        .options(undefer(CourseAttachment.content))
    )
    if attachment is None:
        raise NotFound
    return attachment


def list_courses_for_planning() -> Sequence[Course]:
    """All courses that were ever published, in order, with effects, requirements, audience and the
    courses they follow. Archived ones are among them: somebody may be in the middle of one.
    """
    return db.session.scalars(
        select(Course)
        .where(Course.status != CourseStatus.DRAFT)
        .order_by(Course.position, Course.id)
        .options(*_relations_to_competencies())
    ).all()


def _relations_to_competencies() -> tuple[object, ...]:
    """What ties a course to competencies, functions and other courses, in a few queries for all."""
    return (
        selectinload(Course.raises).joinedload(CourseEffect.competency),
        selectinload(Course.requires).joinedload(CourseRequirement.competency),
        selectinload(Course.audience),
        selectinload(Course.after),
        selectinload(Course.prerequisites),
    )
