"""What every step of an article has in common: of two at once one counts, and what was said."""

from datetime import datetime

from sqlalchemy import CursorResult, update

from app.kernel.db import db, lock
from exchange.knowledge.articles.errors import ChangedMeanwhile
from exchange.knowledge.articles.models import ArticleVersion, EditorialRemark, VersionState
from organisations.models import Person


def move(
    version: ArticleVersion,
    revision: int,
    before: tuple[VersionState, ...],
    now: datetime,
    **values: object,
) -> None:
    """Change a version that is in one of `before`, and refresh it. Raises ChangedMeanwhile.

    Of two at once, one UPDATE wins: it names the revision that its author had before them.
    """
    lock(f"article:{version.article_id}")
    moved: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(ArticleVersion)
        .where(
            ArticleVersion.id == version.id,
            ArticleVersion.revision == revision,
            ArticleVersion.state.in_(before),
        )
        .values(revision=ArticleVersion.revision + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(version)
    if moved.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)


def add_remark(version: ArticleVersion, remark: str, actor: Person, now: datetime) -> None:
    """Keep what `actor` said, if anything."""
    if not remark:
        return
    db.session.add(
        EditorialRemark(
            version_id=version.id, author_public_id=actor.public_id, remark=remark, made_at=now
        )
    )
    db.session.flush()
    db.session.expire(version, ["remarks"])
