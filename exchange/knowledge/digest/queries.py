"""Reads for the weekly mail: who is to be told, of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from exchange.knowledge.articles.models import Article, ArticleVersion
from exchange.knowledge.articles.reading import is_read
from exchange.knowledge.digest.kind import WEEKLY_DIGEST
from exchange.knowledge.digest.models import ToldOfArticles
from exchange.knowledge.marks.models import UsefulMark
from notifications.models import NotificationWishes
from notifications.queries import wishes_of
from notifications.wishes import Timing

MOST_NEW, MOST_USEFUL = 10, 3


@dataclass(frozen=True)
class News:
    """What was published since somebody was told, and what most people found useful besides.

    `more` is how many new articles there are beyond those that are named.
    """

    new: Sequence[ArticleVersion]
    more: int
    useful: Sequence[ArticleVersion]


def list_people_to_tell(week: datetime) -> list[tuple[int, datetime | None]]:
    """Ids of people who want the mail and have not been told up to `week`, with until when they
    have; one statement.
    """
    rows = db.session.execute(
        select(NotificationWishes, ToldOfArticles.told_until)
        .outerjoin(ToldOfArticles, ToldOfArticles.person_id == NotificationWishes.person_id)
        .where(or_(ToldOfArticles.told_until.is_(None), ToldOfArticles.told_until < week))
        .order_by(NotificationWishes.person_id)
    )
    return [
        (wishes.person_id, told_until)
        for wishes, told_until in rows
        if WEEKLY_DIGEST.timing_for(wishes_of(wishes)) is not Timing.NEVER
    ]


def find_news(since: datetime, until: datetime) -> News:
    """What was published in [since, until), the newest first, and what is useful besides; three
    statements at most.
    """
    new = (
        select(ArticleVersion)
        .join(ArticleVersion.article)
        .where(is_read(), ArticleVersion.published_at >= since, ArticleVersion.published_at < until)
    )
    total = db.session.scalar(select(func.count()).select_from(new.subquery())) or 0
    if not total:
        return News((), 0, ())
    named = db.session.scalars(
        new.options(contains_eager(ArticleVersion.article).joinedload(Article.municipality))
        .order_by(ArticleVersion.published_at.desc(), ArticleVersion.id.desc())
        .limit(MOST_NEW)
    ).all()
    marks = (
        select(UsefulMark.article_id, func.count().label("number"))
        .group_by(UsefulMark.article_id)
        .subquery()
    )
    useful = db.session.scalars(
        select(ArticleVersion)
        .join(ArticleVersion.article)
        .join(marks, marks.c.article_id == Article.id)
        .where(is_read(), ArticleVersion.published_at < since)
        .options(contains_eager(ArticleVersion.article).joinedload(Article.municipality))
        .order_by(marks.c.number.desc(), ArticleVersion.published_at.desc(), ArticleVersion.id)
        .limit(MOST_USEFUL)
    ).all()
    return News(named, total - len(named), useful)
