"""Articles by municipalities about what they have tried, their versions, and what they are about.

What was published never changes: another version takes its place. Whose name stands under it is no
part of that, so a name can be taken away at any time.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.knowledge.bylines import SpeaksAs
from organisations.models import Municipality

LONGEST_TITLE, LONGEST_SUMMARY = 160, 500


class ArticleKind(StrEnum):
    """What an article offers to others."""

    EXPERIENCE = "experience"
    PRACTICE = "practice"
    LESSON = "lesson"
    MATERIAL = "material"


class SizeClass(StrEnum):
    """How many live in the municipality, by the classes of the BBSR (Stadt- und Gemeindetyp)."""

    RURAL = "rural"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class VersionState(StrEnum):
    """Where a version stands. Its municipality agrees to it first, then the office publishes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    REPLACED = "replaced"


OPEN_STATES = (VersionState.DRAFT, VersionState.SUBMITTED, VersionState.IN_REVIEW)
_OPEN = "('draft', 'submitted', 'in_review')"
_FROZEN = "('published', 'replaced')"


class SubjectKind(StrEnum):
    """What kind of thing an article is found by."""

    SITUATION = "situation"
    COMPETENCY = "competency"
    TAG = "tag"


class Article(Identified, Model):
    """An article of a municipality. What it says stands in its versions.

    One that is archived is shown to its municipality and the office alone.
    """

    __tablename__ = "articles"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    versions: Mapped[list["ArticleVersion"]] = relationship(
        order_by="ArticleVersion.number.desc()", viewonly=True
    )

    @property
    def open_version(self) -> "ArticleVersion | None":
        """What is being written or decided on."""
        return next((one for one in self.versions if one.is_open), None)

    @property
    def published(self) -> "ArticleVersion | None":
        """What counts, also where it is archived."""
        return next((one for one in self.versions if one.state == VersionState.PUBLISHED), None)

    @property
    def latest(self) -> "ArticleVersion":
        return self.versions[0]


class ArticleVersion(Identified, Model):
    """All that an article says at one time. `body` is Markdown, in German.

    `authors` are the public ids of all who wrote any of it, parted by spaces, the latest first;
    none of them publishes it, nor does `agreed_by`, who says yes for the municipality. `signed_by`
    is who wishes to be named. `revision` counts every change and step. `situations`,
    `competencies` and `tags` are keys, `files` public ids of its attachments.
    """

    __tablename__ = "article_versions"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        check_in("state", VersionState),
        check_in("kind", ArticleKind),
        check_in("size_class", SizeClass),
        check_in("speaks_as", SpeaksAs),
        CheckConstraint("number >= 1 AND revision >= 1", name="counted"),
        CheckConstraint("authors <> ''", name="written"),
        CheckConstraint(
            "(state IN ('draft', 'submitted')) = (agreed_by IS NULL) "
            "AND (agreed_by IS NULL) = (agreed_at IS NULL)",
            name="agreed",
        ),
        CheckConstraint(
            f"(state IN {_FROZEN}) = (published_by IS NOT NULL) "
            "AND (published_by IS NULL) = (published_at IS NULL)",
            name="published",
        ),
        CheckConstraint("(state = 'replaced') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint(
            "published_by IS NULL OR (published_by <> agreed_by "
            "AND replace(authors, published_by, '') = authors)",
            name="by_a_second_person",
        ),
        *(
            Index(
                f"uq_article_versions_one_{name}",
                "article_id",
                unique=True,
                sqlite_where=text(condition),
                postgresql_where=text(condition),
            )
            for name, condition in (
                ("open", f"state IN {_OPEN}"),
                ("published", "state = 'published'"),
            )
        ),
        Index("ix_article_versions_state_published_at", "state", "published_at"),
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=VersionState.DRAFT)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    summary: Mapped[str] = mapped_column(String(LONGEST_SUMMARY))
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    size_class: Mapped[str] = mapped_column(String(8))
    situations: Mapped[list[str]] = mapped_column(JSON)
    competencies: Mapped[list[str]] = mapped_column(JSON)
    tags: Mapped[list[str]] = mapped_column(JSON)
    files: Mapped[list[str]] = mapped_column(JSON)
    speaks_as: Mapped[str] = mapped_column(String(24))
    signed_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    authors: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    agreed_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    agreed_at: Mapped[datetime | None]
    published_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship()
    remarks: Mapped[list["EditorialRemark"]] = relationship(
        order_by="EditorialRemark.id", viewonly=True
    )

    @property
    def author_ids(self) -> list[str]:
        """The public ids of all who wrote it, the latest first."""
        return self.authors.split()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


_FINAL = (
    "article_id, number, title, summary, body, kind, size_class, situations, competencies, tags, "
    "files, speaks_as, authors, agreed_by, agreed_at, published_by, published_at"
)
for _name, _timing, _condition in (
    ("published_articles_are_final", f"BEFORE UPDATE OF {_FINAL}", f"OLD.state IN {_FROZEN}"),
    (
        "published_articles_are_only_replaced",
        "BEFORE UPDATE OF state",
        "(OLD.state = 'published' AND NEW.state NOT IN ('published', 'replaced')) "
        "OR (OLD.state = 'replaced' AND NEW.state <> 'replaced')",
    ),
    ("published_articles_stay", "BEFORE DELETE", f"OLD.state IN {_FROZEN}"),
    ("published_articles_are_not_emptied", "BEFORE TRUNCATE", ""),
):
    declare_trigger(Trigger(_name, "article_versions", _timing, _name, _condition))


class EditorialRemark(Model):
    """What somebody said when agreeing to a version, sending it back or archiving the article."""

    __tablename__ = "article_remarks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("article_versions.id"), index=True)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    remark: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


# They go with a draft that is given up, so they may be deleted, but never changed.
declare_trigger(
    Trigger(
        "article_remarks_are_final", "article_remarks", "BEFORE UPDATE", "article_remarks_are_final"
    )
)


class Tag(Model):
    """A free word under the key that all its spellings share, as it was written first."""

    __tablename__ = "article_tags"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(40))


class Subject(Model):
    """What the published version of an article is about; made anew with each publication."""

    __tablename__ = "article_subjects"
    __table_args__ = (
        check_in("kind", SubjectKind),
        Index("ix_article_subjects_kind_key", "kind", "key"),
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
