"""Designs of certificates (on screen: Vorlagen), in versions that never change; and what courses
ask of their certificates."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from certificates.printing.design import Design, JsonObject
from courses.catalogue.models import Course
from organisations.models import Person

LONGEST_NAME = 80
LONGEST_VALIDITY = 120


class CertificateDesign(Identified, Model):
    """A design under its name. One is the programme's: for every course without one of its own."""

    __tablename__ = "certificate_designs"
    __table_args__ = (
        Index(
            "uq_certificate_designs_of_programme",
            "of_programme",
            unique=True,
            sqlite_where=text("of_programme"),
            postgresql_where=text("of_programme"),
        ),
        CheckConstraint("NOT of_programme OR archived_at IS NULL", name="programme_uses_it"),
    )

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    of_programme: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]


class DesignPicture(Identified, Model):
    """A logo in the store of the designs, drawn anew when it was uploaded; the same one once."""

    __tablename__ = "design_pictures"

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    uploaded_at: Mapped[datetime]


class DesignVersion(Identified, Model):
    """What a design was at a time, numbered from 1. `content` is a Design."""

    __tablename__ = "design_versions"
    __table_args__ = (UniqueConstraint("design_id", "number", name="uq_design_versions_number"),)

    design_id: Mapped[int] = mapped_column(ForeignKey("certificate_designs.id"))
    number: Mapped[int]
    content: Mapped[JsonObject] = mapped_column(JSON)
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("design_pictures.id"))
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    design: Mapped[CertificateDesign] = relationship()
    logo: Mapped[DesignPicture | None] = relationship()
    saved_by: Mapped[Person | None] = relationship()

    @property
    def appearance(self) -> Design:
        """The design itself."""
        return Design.from_json(self.content)


declare_trigger(
    Trigger(
        name="design_versions_are_final",
        table="design_versions",
        timing="BEFORE UPDATE OF design_id, number, content, logo_id, saved_at",
        message="design_versions_are_final",
    )
)


class CourseCertificates(Model):
    """What a course asks of its certificates; a course without a row asks for nothing special.

    `automatic`: each is issued as soon as the enrolment is completed. `valid_months`: so long it is
    valid; None for always.
    """

    __tablename__ = "course_certificates"
    __table_args__ = (
        CheckConstraint(f"valid_months BETWEEN 1 AND {LONGEST_VALIDITY}", name="valid_months"),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    design_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_designs.id"))
    automatic: Mapped[bool] = mapped_column(default=False)
    valid_months: Mapped[int | None]

    course: Mapped[Course] = relationship()
    design: Mapped[CertificateDesign | None] = relationship()
