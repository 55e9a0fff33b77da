"""Reads of comments under articles that everybody reads, and of what is reported."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.knowledge.articles.models import Article
from exchange.knowledge.articles.reading import is_read_article
from exchange.knowledge.comments.models import ArticleComment, CommentReport
from organisations.models import Person

#: How long whoever wrote a comment may change it. They can take it back at any time.
CHANGED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Thread:
    """A comment and what others answered, oldest first."""

    comment: ArticleComment
    replies: list[ArticleComment] = field(default_factory=list)


@dataclass(frozen=True)
class Reported:
    """A comment that the office has to look at, or has hidden, and why others reported it."""

    comment: ArticleComment
    reasons: Sequence[str]


def list_threads(article: Article) -> list[Thread]:
    """What is said about an article; one statement. A comment whose words are gone keeps its place
    only where others have answered.
    """
    comments = db.session.scalars(
        select(ArticleComment)
        .where(ArticleComment.article_id == article.id)
        .options(joinedload(ArticleComment.municipality))
        .order_by(ArticleComment.written_at, ArticleComment.id)
    ).all()
    threads = {one.id: Thread(one) for one in comments if not one.is_reply}
    for one in comments:
        if one.parent_id is not None and one.is_shown:
            threads[one.parent_id].replies.append(one)
    return [one for one in threads.values() if one.comment.is_shown or one.replies]


def list_hidden_of(article: Article, person: Person) -> Sequence[ArticleComment]:
    """What the office has hidden of a person's own, for them to read why."""
    return db.session.scalars(
        select(ArticleComment)
        .where(
            ArticleComment.article_id == article.id,
            ArticleComment.author_public_id == person.public_id,
            ArticleComment.hidden_at.is_not(None),
        )
        .order_by(ArticleComment.id)
    ).all()


def get_comment(public_id: str) -> ArticleComment:
    """A comment that everybody reads, with its article. Raises NotFound."""
    comment = db.session.scalar(
        select(ArticleComment)
        .join(ArticleComment.article)
        .where(
            ArticleComment.public_id == public_id,
            ArticleComment.hidden_at.is_(None),
            ArticleComment.taken_back_at.is_(None),
            is_read_article(),
        )
        .options(contains_eager(ArticleComment.article).joinedload(Article.municipality))
    )
    if comment is None:
        raise NotFound
    return comment


def get_own_comment(public_id: str, person: Person) -> ArticleComment:
    """A comment of the person's own. Raises NotFound."""
    comment = get_comment(public_id)
    if comment.author_public_id != person.public_id:
        raise NotFound
    return comment


def get_comment_to_moderate(public_id: str) -> ArticleComment:
    """A comment as the office decides on it. Raises NotFound, also where it is taken back."""
    comment = db.session.scalar(
        select(ArticleComment)
        .where(ArticleComment.public_id == public_id, ArticleComment.taken_back_at.is_(None))
        .options(joinedload(ArticleComment.article), joinedload(ArticleComment.municipality))
    )
    if comment is None:
        raise NotFound
    return comment


def may_be_changed(comment: ArticleComment, now: datetime) -> bool:
    """Whether its writer may still change it."""
    return comment.is_shown and now < comment.written_at + CHANGED_WITHIN


def list_to_moderate(most: int = 100) -> list[Reported]:
    """What is reported and undecided, the longest waiting first, then what was hidden last; two
    statements.
    """
    open_reports = select(CommentReport.comment_id).where(CommentReport.settled_at.is_(None))
    comments = db.session.scalars(
        select(ArticleComment)
        .where(
            ArticleComment.taken_back_at.is_(None),
            or_(ArticleComment.id.in_(open_reports), ArticleComment.hidden_at.is_not(None)),
        )
        .options(joinedload(ArticleComment.article), joinedload(ArticleComment.municipality))
        .order_by(ArticleComment.hidden_at.is_not(None), ArticleComment.hidden_at.desc())
        .order_by(ArticleComment.id)
        .limit(most)
    ).all()
    reasons: dict[int, list[str]] = {}
    for comment_id, reason in db.session.execute(
        select(CommentReport.comment_id, CommentReport.reason)
        .where(CommentReport.comment_id.in_([one.id for one in comments]))
        .order_by(CommentReport.id)
    ):
        reasons.setdefault(comment_id, []).append(reason)
    return [Reported(one, reasons.get(one.id, ())) for one in comments]


def count_reported() -> int:
    """How many comments wait for the office."""
    return (
        db.session.scalar(
            select(func.count(func.distinct(CommentReport.comment_id))).where(
                CommentReport.settled_at.is_(None)
            )
        )
        or 0
    )


def count_comments(article_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments each of these articles shows; one statement."""
    return dict(
        db.session.execute(
            select(ArticleComment.article_id, func.count(ArticleComment.id))
            .where(
                ArticleComment.article_id.in_(article_ids),
                ArticleComment.hidden_at.is_(None),
                ArticleComment.taken_back_at.is_(None),
            )
            .group_by(ArticleComment.article_id)
        ).all()
    )
