"""Reads of designs and of what courses ask of their certificates."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db import db
from certificates.designs.models import CertificateDesign, CourseCertificates, DesignVersion
from courses.catalogue.models import Course


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


def list_designs() -> Sequence[CertificateDesign]:
    """All designs that are not archived, by name."""
    return db.session.scalars(
        select(CertificateDesign)
        .where(CertificateDesign.archived_at.is_(None))
        .order_by(CertificateDesign.name)
    ).all()


def find_course_certificates(course: Course) -> CourseCertificates | None:
    """What the course asks of its certificates, or None where it asks for nothing special."""
    return db.session.get(CourseCertificates, course.id)
