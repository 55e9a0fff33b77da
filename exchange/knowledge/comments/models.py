"""What people say about published articles, and what is reported of it."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from exchange.knowledge.articles.models import Article
from exchange.knowledge.bylines import SpeaksAs
from organisations.models import Municipality


class ArticleComment(Identified, Model):
    """A comment, or a reply to one: `parent_is_reply` keeps the database from holding a reply to a
    reply.

    `signed` says whether its writer wishes to be named. Of one that is taken back nothing is left
    but its place, as long as others have answered. `hidden_reason` is what the writer is told.
    """

    __tablename__ = "article_comments"
    __table_args__ = (
        UniqueConstraint("id", "is_reply"),
        ForeignKeyConstraint(
            ["parent_id", "parent_is_reply"],
            ["article_comments.id", "article_comments.is_reply"],
            name="fk_article_comments_parent",
        ),
        check_in("speaks_as", SpeaksAs),
        CheckConstraint(
            "is_reply = (parent_id IS NOT NULL) "
            "AND (parent_id IS NULL) = (parent_is_reply IS NULL) "
            "AND (parent_is_reply IS NULL OR NOT parent_is_reply)",
            name="one_level",
        ),
        CheckConstraint("(taken_back_at IS NULL) = (body <> '')", name="taken_back"),
        CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by IS NULL) "
            "AND (hidden_at IS NULL) = (hidden_reason = '')",
            name="hidden",
        ),
        Index("ix_article_comments_article_id_written_at", "article_id", "written_at"),
        Index("ix_article_comments_parent_id", "parent_id"),
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    is_reply: Mapped[bool]
    parent_id: Mapped[int | None] = mapped_column(BigId)
    parent_is_reply: Mapped[bool | None]
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    speaks_as: Mapped[str] = mapped_column(String(24))
    signed: Mapped[bool]
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    hidden_reason: Mapped[str] = mapped_column(Text, default="")

    article: Mapped[Article] = relationship()
    municipality: Mapped[Municipality | None] = relationship()

    @property
    def is_shown(self) -> bool:
        """Whether its words are there for everybody to read."""
        return self.taken_back_at is None and self.hidden_at is None


class CommentReport(Model):
    """That somebody wants the office to look at a comment, and why; once for each person."""

    __tablename__ = "article_comment_reports"
    __table_args__ = (UniqueConstraint("comment_id", "reporter_public_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("article_comments.id"))
    reporter_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    reason: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(index=True)

    comment: Mapped[ArticleComment] = relationship()
