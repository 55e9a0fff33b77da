"""How many found an article useful; never who, but for oneself."""

from collections.abc import Collection, Mapping

from sqlalchemy import ScalarSelect, func, select

from app.kernel.db import db
from exchange.knowledge.articles.models import Article
from exchange.knowledge.marks.models import UsefulMark
from organisations.models import Person


def count_marks(article_ids: Collection[int]) -> Mapping[int, int]:
    """By id, how many people marked it; one statement."""
    return dict(
        db.session.execute(
            select(UsefulMark.article_id, func.count())
            .where(UsefulMark.article_id.in_(article_ids))
            .group_by(UsefulMark.article_id)
        ).all()
    )


def number_of_marks() -> ScalarSelect[int]:
    """Of an article in a query: how many marked it."""
    return (
        select(func.count(UsefulMark.person_id))
        .where(UsefulMark.article_id == Article.id)
        .correlate(Article)
        .scalar_subquery()
    )


def has_marked(article: Article, person: Person) -> bool:
    """Whether `person` marked it."""
    return db.session.get(UsefulMark, (article.id, person.id)) is not None
