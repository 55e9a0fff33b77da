"""Reads of the catalogue."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import (
    Course,
    CourseEffect,
    CourseFormat,
    CourseOrder,
    CourseRequirement,
    CourseStatus,
)
from courses.catalogue.version_models import CourseAttachment


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
    )
