"""Reads of designs and of what courses ask of their certificates."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.designs.models import (
    CertificateDesign,
    CourseCertificates,
    DesignPicture,
    DesignVersion,
)
from courses.catalogue.models import Course, CourseFormat

#: Of the column: with more, the databases would not look for it but fail.
_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class DesignOverview:
    """A design with its newest version and the courses that it was chosen for."""

    design: CertificateDesign
    newest: DesignVersion
    courses: list[Course]


@dataclass(frozen=True)
class CourseWishes:
    """A course and what it asks of its certificates, None where it asks for nothing special."""

    course: Course
    wishes: CourseCertificates | None


def get_newest_version(design: CertificateDesign) -> DesignVersion:
    """What the design is now."""
    return db.session.scalars(
        select(DesignVersion)
        .where(DesignVersion.design_id == design.id)
        .order_by(DesignVersion.number.desc())
        .limit(1)
    ).one()


def get_version_for(course: Course) -> DesignVersion:
    """The version that a certificate of the course is printed with now: its own or the programme's.

    An archived design still serves the courses that it was chosen for.
    """
    chosen = find_course_certificates(course)
    design = chosen.design if chosen and chosen.design else None
    return get_newest_version(design or get_design_of_programme())


def get_design_of_programme() -> CertificateDesign:
    """The design for every course without one of its own."""
    return db.session.scalars(select(CertificateDesign).where(CertificateDesign.of_programme)).one()


def get_design(public_id: str) -> CertificateDesign:
    """The design of `public_id`, archived or not. Raises NotFound."""
    design = db.session.scalar(
        select(CertificateDesign).where(CertificateDesign.public_id == public_id)
    )
    if design is None:
        raise NotFound
    return design


def find_design_by_name(name: str) -> CertificateDesign | None:
    """The design that is called so, archived or not, or None."""
    return db.session.scalar(select(CertificateDesign).where(CertificateDesign.name == name))


def get_version(design: CertificateDesign, number: int) -> DesignVersion:
    """The design as it was under this number. Raises NotFound."""
    if number > _LARGEST_NUMBER:
        raise NotFound
    version = db.session.scalar(
        select(DesignVersion).where(
            DesignVersion.design_id == design.id, DesignVersion.number == number
        )
    )
    if version is None:
        raise NotFound
    return version


def list_versions(design: CertificateDesign) -> Sequence[DesignVersion]:
    """All versions, the newest first, with who saved them."""
    return db.session.scalars(
        select(DesignVersion)
        .where(DesignVersion.design_id == design.id)
        .order_by(DesignVersion.number.desc())
        .options(joinedload(DesignVersion.saved_by))
    ).all()


def list_designs() -> Sequence[CertificateDesign]:
    """All designs that are not archived, by name."""
    return db.session.scalars(
        select(CertificateDesign)
        .where(CertificateDesign.archived_at.is_(None))
        .order_by(CertificateDesign.name)
    ).all()


def list_overviews() -> list[DesignOverview]:
    """All designs by name, also archived ones; two statements, however many they are."""
    newest = (
        select(DesignVersion.design_id, func.max(DesignVersion.number).label("number"))
        .group_by(DesignVersion.design_id)
        .subquery()
    )
    versions = db.session.scalars(
        select(DesignVersion)
        .join(
            newest,
            (DesignVersion.design_id == newest.c.design_id)
            & (DesignVersion.number == newest.c.number),
        )
        .join(DesignVersion.design)
        .order_by(CertificateDesign.name)
        .options(joinedload(DesignVersion.design), joinedload(DesignVersion.saved_by))
    ).all()
    chosen = db.session.scalars(
        select(CourseCertificates)
        .where(CourseCertificates.design_id.is_not(None))
        .join(CourseCertificates.course)
        .order_by(Course.position, Course.id)
        .options(joinedload(CourseCertificates.course))
    ).all()
    return [
        DesignOverview(
            version.design,
            version,
            [each.course for each in chosen if each.design_id == version.design_id],
        )
        for version in versions
    ]


def find_picture(public_id: str) -> DesignPicture | None:
    """A logo of the store, or None."""
    return db.session.scalar(select(DesignPicture).where(DesignPicture.public_id == public_id))


def find_course_certificates(course: Course) -> CourseCertificates | None:
    """What the course asks of its certificates, or None where it asks for nothing special."""
    return db.session.get(CourseCertificates, course.id)


def list_course_wishes() -> list[CourseWishes]:
    """Every course that has certificates, in the order of the catalogue; one statement.

    Courses at one's own pace have none.
    """
    rows = db.session.execute(
        select(Course, CourseCertificates)
        .outerjoin(CourseCertificates, CourseCertificates.course_id == Course.id)
        .where(Course.format != CourseFormat.SELF_PACED)
        .order_by(Course.position, Course.id)
        .options(joinedload(CourseCertificates.design))
    )
    return [CourseWishes(course, wishes) for course, wishes in rows]


def get_certified_course(slug: str) -> Course:
    """The course of `slug`, if it has certificates. Raises NotFound."""
    course = db.session.scalar(
        select(Course).where(Course.slug == slug, Course.format != CourseFormat.SELF_PACED)
    )
    if course is None:
        raise NotFound
    return course
