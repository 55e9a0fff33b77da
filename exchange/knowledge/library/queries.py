"""Which articles fit what somebody looks for, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.full_text import matching
from exchange.knowledge.articles.models import (
    Article,
    ArticleVersion,
    Subject,
    SubjectKind,
    Tag,
)
from exchange.knowledge.articles.reading import is_read
from exchange.knowledge.library.criteria import Criteria
from exchange.knowledge.library.indexing import AREA
from exchange.knowledge.marks.queries import number_of_marks

ARTICLES_PER_PAGE = 12
#: So many of the tags that are used most are offered to choose from.
MOST_TAGS_OFFERED = 40

_SUBJECTS = {
    "situation": SubjectKind.SITUATION,
    "competency": SubjectKind.COMPETENCY,
    "tag": SubjectKind.TAG,
}


@dataclass(frozen=True)
class FoundPage:
    """One page of what was found. `page` is 1-based and never beyond the last."""

    versions: Sequence[ArticleVersion]
    page: int
    pages: int
    total: int


def find_articles(criteria: Criteria, *, page: int = 1, useful_first: bool = False) -> FoundPage:
    """What fits all of `criteria`: the closest to the words first, of equals what more people found
    useful, then the newest. Without words the newest come first, or the most useful.
    """
    query, rank = _matching(criteria)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // ARTICLES_PER_PAGE))
    page = min(max(page, 1), pages)
    order = [rank.desc()] if rank is not None else []
    if rank is not None or useful_first:
        order.append(number_of_marks().desc())
    versions = db.session.scalars(
        query.options(contains_eager(ArticleVersion.article).joinedload(Article.municipality))
        .order_by(*order, ArticleVersion.published_at.desc(), ArticleVersion.id.desc())
        .offset((page - 1) * ARTICLES_PER_PAGE)
        .limit(ARTICLES_PER_PAGE)
    ).all()
    return FoundPage(versions, page, pages, total)


def count_articles(criteria: Criteria) -> int:
    """How many fit all of `criteria`."""
    query, _rank = _matching(criteria)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def find_best(phrase: str, most: int) -> Sequence[tuple[ArticleVersion, int]]:
    """At most `most` articles that hold all words of `phrase`, with their rank; one statement."""
    found = matching(AREA, phrase)
    return [
        (version, rank)
        for version, rank in db.session.execute(
            select(ArticleVersion, found.c.rank)
            .join(ArticleVersion.article)
            .join(found, found.c.item_id == Article.id)
            .where(is_read())
            .options(contains_eager(ArticleVersion.article).joinedload(Article.municipality))
            .order_by(found.c.rank.desc(), number_of_marks().desc(), Article.id.desc())
            .limit(most)
        )
    ]


def list_used_tags() -> Sequence[tuple[str, str]]:
    """Key and name of the tags that most articles have, by name; one statement."""
    used = (
        select(Subject.key, func.count().label("times"))
        .join(Article, Article.id == Subject.article_id)
        .where(Subject.kind == SubjectKind.TAG, Article.archived_at.is_(None))
        .group_by(Subject.key)
        .order_by(func.count().desc(), Subject.key)
        .limit(MOST_TAGS_OFFERED)
        .subquery()
    )
    rows = db.session.execute(select(Tag.key, Tag.name).join(used, used.c.key == Tag.key)).all()
    return sorted(((key, name) for key, name in rows), key=lambda row: row[1].casefold())


def _matching(criteria: Criteria) -> tuple[Select[tuple[ArticleVersion]], Any]:
    """The versions that fit, and the column that says how well the words do; None without words."""
    query = select(ArticleVersion).join(ArticleVersion.article).where(is_read())
    for name, kind in _SUBJECTS.items():
        key = getattr(criteria, name)
        if key:
            query = query.where(
                exists().where(
                    Subject.article_id == Article.id, Subject.kind == kind, Subject.key == key
                )
            )
    if criteria.kind:
        query = query.where(ArticleVersion.kind == criteria.kind)
    if criteria.size:
        query = query.where(ArticleVersion.size_class == criteria.size)
    if not criteria.q:
        return query, None
    found = matching(AREA, criteria.q)
    return query.join(found, found.c.item_id == Article.id), found.c.rank
