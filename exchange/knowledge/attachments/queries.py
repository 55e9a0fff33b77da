"""Reads of files, each by way of a version that whoever asks may read."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.attachments.models import ArticleFile


def list_files(version: ArticleVersion) -> Sequence[ArticleFile]:
    """The files of a version in their order, without their contents."""
    if not version.files:
        return []
    found = {
        file.public_id: file
        for file in db.session.scalars(
            select(ArticleFile).where(
                ArticleFile.article_id == version.article_id,
                ArticleFile.public_id.in_(version.files),
            )
        )
    }
    return [found[public_id] for public_id in version.files if public_id in found]


def get_file(versions: Sequence[ArticleVersion], public_id: str) -> ArticleFile:
    """A file that one of `versions` names, with its content. Raises NotFound."""
    of = next((one for one in versions if public_id in one.files), None)
    file = (
        db.session.scalar(
            select(ArticleFile)
            .where(ArticleFile.article_id == of.article_id, ArticleFile.public_id == public_id)
            .options(undefer(ArticleFile.content))
        )
        if of is not None
        else None
    )
    if file is None:
        raise NotFound
    return file
