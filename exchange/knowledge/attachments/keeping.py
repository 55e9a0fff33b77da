"""Which files stay: those of published versions for good, those of drafts as long as these."""

from collections.abc import Collection

from sqlalchemy import delete, select, update

from app.kernel.db import db
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.attachments.models import ArticleFile


def keep_files(article_id: int, public_ids: Collection[str]) -> None:
    """Keep these for good: a published version has them."""
    db.session.execute(
        update(ArticleFile)
        .where(
            ArticleFile.article_id == article_id,
            ArticleFile.public_id.in_(public_ids),
            ArticleFile.kept.is_(False),
        )
        .values(kept=True)
        .execution_options(synchronize_session="fetch")
    )


def delete_unused_files(article_id: int) -> None:
    """Delete the files of an article that no version of it names and none has published."""
    versions = db.session.scalars(
        select(ArticleVersion.files).where(ArticleVersion.article_id == article_id)
    )
    used = {public_id for files in versions for public_id in files}
    db.session.execute(
        delete(ArticleFile)
        .where(
            ArticleFile.article_id == article_id,
            ArticleFile.kept.is_(False),
            ArticleFile.public_id.not_in(used),
        )
        .execution_options(synchronize_session="fetch")
    )
