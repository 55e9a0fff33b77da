"""Courses of the catalogue and what they raise."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.i18n import Bilingual
from courses.units.kinds import UnitKind
from organisations.models import Function
from organisations.topics.models import HIGHEST_LEVEL, Competency


class CourseFormat(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    SELF_PACED = "self_paced"


class CourseStatus(StrEnum):
    """A draft has never been published; what is archived is not offered any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Course(Identified, Model):
    """A catalogue entry. `description` and `expectations` (what it takes) are Markdown. An empty
    `audience` means everyone.

    What stands here and in the tables around it is the published version, number `version_number`;
    see `courses.catalogue.version_models`.

    Whether a course `by_own_choice` is meant for them, people decide themselves: no path plans it.

    With `needs_approval` the municipality's coordinator approves of each place. Of a `confidential`
    course the employer learns nothing: not who takes part, not how many. `prerequisites` are what
    somebody must have completed before.

    A live course is met in cohorts; `attendance_percent` is the rule for its certificate: the share
    of the cohort's session minutes that a person must have attended. Where it `needs_quizzes`, they
    must have passed all of its quizzes, too. A self-paced course has no
    cohorts: it is completed with the last of its learning units. Those of a live course accompany
    it.
    """

    __tablename__ = "courses"
    __table_args__ = (
        check_in("format", CourseFormat),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("attendance_percent BETWEEN 1 AND 100", name="attendance_percent"),
        CheckConstraint(
            "(format = 'self_paced') = (attendance_percent IS NULL)", name="attendance_rule"
        ),
        check_in("status", CourseStatus),
        CheckConstraint("(status = 'draft') = (version_number IS NULL)", name="version_number"),
        CheckConstraint("NOT (needs_approval AND confidential)", name="approval_or_confidential"),
    )

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int]
    title: Mapped[Bilingual]
    summary: Mapped[Bilingual]
    description: Mapped[Bilingual]
    aims: Mapped[list[Bilingual]]
    minutes: Mapped[int]
    format: Mapped[str] = mapped_column(String(12))
    languages: Mapped[list[str]] = mapped_column(JSON)
    attendance_percent: Mapped[int | None]
    needs_quizzes: Mapped[bool] = mapped_column(default=False)
    by_own_choice: Mapped[bool] = mapped_column(default=False)
    needs_approval: Mapped[bool] = mapped_column(default=False)
    confidential: Mapped[bool] = mapped_column(default=False)
    expectations: Mapped[Bilingual | None]
    status: Mapped[str] = mapped_column(String(10), default=CourseStatus.PUBLISHED)
    version_number: Mapped[int | None]

    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="course", order_by="AgendaItem.position"
    )
    units: Mapped[list["LearningUnit"]] = relationship(
        back_populates="course", order_by="LearningUnit.position"
    )
    raises: Mapped[list["CourseEffect"]] = relationship(back_populates="course")
    requires: Mapped[list["CourseRequirement"]] = relationship(back_populates="course")
    audience: Mapped[list["CourseAudience"]] = relationship(back_populates="course")
    after: Mapped[list["Course"]] = relationship(
        secondary="course_orders",
        primaryjoin="Course.id == CourseOrder.course_id",
        secondaryjoin="Course.id == CourseOrder.after_course_id",
    )
    prerequisites: Mapped[list["Course"]] = relationship(
        secondary="course_prerequisites",
        primaryjoin="Course.id == CoursePrerequisite.course_id",
        secondaryjoin="Course.id == CoursePrerequisite.needed_course_id",
    )

    @property
    def is_self_paced(self) -> bool:
        return self.format == CourseFormat.SELF_PACED

    @property
    def is_offered(self) -> bool:
        """Published and not archived: can be found, planned and enrolled in."""
        return self.status == CourseStatus.PUBLISHED


class AgendaItem(Model):
    """One part of the course's agenda."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        UniqueConstraint("course_id", "position"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    position: Mapped[int]
    title: Mapped[Bilingual]
    text: Mapped[Bilingual]
    minutes: Mapped[int]

    course: Mapped[Course] = relationship(back_populates="agenda")


class LearningUnit(Model):
    """Something to read and try out, in the course's order. `text` is Markdown.

    What a unit holds besides its text, such as the questions of a quiz, is its `content`; by its
    `kind`, `courses.units` says what that is.
    """

    __tablename__ = "learning_units"
    __table_args__ = (
        UniqueConstraint("course_id", "key"),
        UniqueConstraint("course_id", "position"),
        CheckConstraint("minutes > 0", name="minutes"),
        check_in("kind", UnitKind),
        CheckConstraint("(kind = 'text') = (content IS NULL)", name="content"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[Bilingual]
    text: Mapped[Bilingual]
    minutes: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12), default=UnitKind.TEXT)
    content: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))

    course: Mapped[Course] = relationship(back_populates="units")


class CourseEffect(Model):
    """Attending raises a competency to at least `level`."""

    __tablename__ = "course_effects"
    __table_args__ = (CheckConstraint(f"level BETWEEN 1 AND {HIGHEST_LEVEL}", name="level"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"), primary_key=True)
    level: Mapped[int]

    course: Mapped[Course] = relationship(back_populates="raises")
    competency: Mapped[Competency] = relationship()


class CourseRequirement(Model):
    """The course builds on `level` of a competency."""

    __tablename__ = "course_requirements"
    __table_args__ = (CheckConstraint(f"level BETWEEN 1 AND {HIGHEST_LEVEL}", name="level"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"), primary_key=True)
    level: Mapped[int]

    course: Mapped[Course] = relationship(back_populates="requires")
    competency: Mapped[Competency] = relationship()


class CourseAudience(Model):
    """A function that the course is for."""

    __tablename__ = "course_audiences"
    __table_args__ = (check_in("function", Function),)

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    function: Mapped[str] = mapped_column(String(24), primary_key=True)

    course: Mapped[Course] = relationship(back_populates="audience")


class CourseOrder(Model):
    """A course that is taken after another."""

    __tablename__ = "course_orders"

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    after_course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)


class CoursePrerequisite(Model):
    """A course that somebody must have completed before they may take another."""

    __tablename__ = "course_prerequisites"
    __table_args__ = (CheckConstraint("course_id <> needed_course_id", name="another_course"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    needed_course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id"), primary_key=True, index=True
    )
