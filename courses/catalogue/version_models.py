"""Versions of courses: what was published when, by whom, and the draft of what comes next.

A published version never changes: cohorts refer to the one that they were opened with, so whoever
is enrolled keeps it. What is current stands in `courses` besides.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import append_only
from app.kernel.i18n import Bilingual
from courses.catalogue.document import AgendaPart, agenda_of
from courses.catalogue.models import Course

_IS_OPEN = "state IN ('draft', 'in_review')"


class VersionState(StrEnum):
    """Where a version stands. The last two are final."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class CourseVersion(Identified, Model):
    """All texts and rules of a course at one time, see `courses.catalogue.document`.

    `revision` counts how often a draft was saved. `authors` are the public ids of all who wrote it,
    parted by spaces, the latest first; empty for what came with KommA. None of them publishes it.
    """

    __tablename__ = "course_versions"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        check_in("state", VersionState),
        CheckConstraint("(state = 'published') = (number IS NOT NULL)", name="number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "state <> 'published' OR authors = '' OR approver_public_id IS NOT NULL",
            name="approved",
        ),
        CheckConstraint(
            "approver_public_id IS NULL OR replace(authors, approver_public_id, '') = authors",
            name="by_a_second_person",
        ),
        Index(
            "uq_course_versions_one_open",
            "course_id",
            unique=True,
            sqlite_where=text(_IS_OPEN),
            postgresql_where=text(_IS_OPEN),
        ),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10))
    title: Mapped[Bilingual]
    attendance_percent: Mapped[int | None]
    needs_quizzes: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    revision: Mapped[int] = mapped_column(default=1)
    authors: Mapped[str] = mapped_column(Text, default="")
    approver_public_id: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    course: Mapped[Course] = relationship()
    comments: Mapped[list["ReviewComment"]] = relationship(
        back_populates="version", order_by="ReviewComment.id"
    )

    @property
    def author_ids(self) -> list[str]:
        """The public ids of all who wrote it, the latest first."""
        return self.authors.split()

    @property
    def agenda(self) -> Sequence[AgendaPart]:
        return agenda_of(self.content)


append_only("course_versions", changes_refused_when="OLD.state IN ('published', 'discarded')")


class ReviewComment(Identified, Model):
    """What a reviewer or an author has to say about a draft. It stays with the version."""

    __tablename__ = "course_review_comments"

    version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"), index=True)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    version: Mapped[CourseVersion] = relationship(back_populates="comments")


append_only("course_review_comments")


class AttachmentKind(StrEnum):
    PICTURE = "picture"
    FILE = "file"


class CourseAttachment(Identified, Model):
    """A picture or a file that texts of a course refer to by its public id. It never changes.

    `label` says what a picture shows, and what a file is.
    """

    __tablename__ = "course_attachments"
    __table_args__ = (
        check_in("kind", AttachmentKind),
        CheckConstraint("size > 0", name="size"),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    media_type: Mapped[str] = mapped_column(String(80))
    filename: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    label: Mapped[Bilingual]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    created_at: Mapped[datetime]

    course: Mapped[Course] = relationship()


append_only("course_attachments")
