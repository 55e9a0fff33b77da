"""Reads of the catalogue."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import Course, CourseEffect, CourseFormat, CourseRequirement


def list_courses() -> Sequence[Course]:
    """All courses in the order of the catalogue."""
    return db.session.scalars(select(Course).order_by(Course.position)).all()


def list_live_courses() -> Sequence[Course]:
    """The courses that are met in cohorts, in the order of the catalogue."""
    query = select(Course).where(Course.format != CourseFormat.SELF_PACED)
    return db.session.scalars(query.order_by(Course.position)).all()


def get_course(slug: str) -> Course:
    """The course of `slug` with agenda and everything it is about. Raises NotFound."""
    course = db.session.scalar(
        select(Course)
        .where(Course.slug == slug)
        .options(selectinload(Course.agenda), *_relations_to_competencies())
    )
    if course is None:
        raise NotFound
    return course


def list_courses_for_planning() -> Sequence[Course]:
    """All courses in order, with effects, requirements, audience and the courses they follow."""
    return db.session.scalars(
        select(Course).order_by(Course.position).options(*_relations_to_competencies())
    ).all()


def _relations_to_competencies() -> tuple[object, ...]:
    """What ties a course to competencies, functions and other courses, in a few queries for all."""
    return (
        selectinload(Course.raises).joinedload(CourseEffect.competency),
        selectinload(Course.requires).joinedload(CourseRequirement.competency),
        selectinload(Course.audience),
        selectinload(Course.after),
    )
