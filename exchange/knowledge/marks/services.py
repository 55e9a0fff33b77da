"""Commands on marks."""

from datetime import datetime

from sqlalchemy import delete

from app.kernel.db import INSERT, db
from exchange.knowledge.articles.models import Article
from exchange.knowledge.marks.models import UsefulMark
from organisations.models import Person


def mark_useful(*, article: Article, person: Person, now: datetime) -> None:
    """Say that it was useful: once counts, however often it is said, also at once."""
    db.session.execute(
        INSERT[db.engine.dialect.name](UsefulMark.__table__)
        .values(article_id=article.id, person_id=person.id, marked_at=now)
        .on_conflict_do_nothing()
    )


def unmark_useful(*, article: Article, person: Person) -> None:
    """Take one's mark back; nothing where there is none."""
    db.session.execute(
        delete(UsefulMark)
        .where(UsefulMark.article_id == article.id, UsefulMark.person_id == person.id)
        .execution_options(synchronize_session="fetch")
    )
