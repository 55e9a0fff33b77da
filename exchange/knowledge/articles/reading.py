"""What everybody of the programme reads: published versions of articles that are not archived."""

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.knowledge.articles.models import Article, ArticleVersion, VersionState


def is_read() -> ColumnElement[bool]:
    """Of an article and its version, joined: everybody reads it."""
    return and_(ArticleVersion.state == VersionState.PUBLISHED, Article.archived_at.is_(None))


def is_read_article() -> ColumnElement[bool]:
    """Of an article alone: everybody reads it."""
    published = exists().where(
        ArticleVersion.article_id == Article.id, ArticleVersion.state == VersionState.PUBLISHED
    )
    return and_(Article.archived_at.is_(None), published)


def get_published(public_id: str) -> ArticleVersion:
    """What everybody reads of an article, with it and its municipality. Raises NotFound."""
    version = db.session.scalar(
        select(ArticleVersion)
        .join(ArticleVersion.article)
        .where(Article.public_id == public_id, is_read())
        .options(contains_eager(ArticleVersion.article).joinedload(Article.municipality))
    )
    if version is None:
        raise NotFound
    return version


def find_published(article_id: int) -> ArticleVersion | None:
    """What everybody reads of an article, by its id."""
    return db.session.scalar(
        select(ArticleVersion)
        .join(ArticleVersion.article)
        .where(Article.id == article_id, is_read())
        .options(joinedload(ArticleVersion.article).joinedload(Article.municipality))
    )
