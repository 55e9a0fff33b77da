"""Commands of those who decide for all to read: publish, archive, restore."""

from datetime import datetime

from sqlalchemy import CursorResult, delete, insert, update

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from exchange.knowledge.articles.errors import ChangedMeanwhile, OwnArticle
from exchange.knowledge.articles.events import ArticleChangedForReaders, ArticlePublished
from exchange.knowledge.articles.models import (
    Article,
    ArticleVersion,
    Subject,
    SubjectKind,
    VersionState,
)
from exchange.knowledge.articles.steps import add_remark, move
from exchange.knowledge.articles.telling import tell_of_decision
from organisations.models import Person


def publish_article(
    *, version: ArticleVersion, comment: str, revision: int, actor: Person, now: datetime
) -> ArticleVersion:
    """Have everybody read it from now on, in the place of the version before; it never changes.

    Raises OwnArticle for whoever wrote any of it or agreed to it (so does the constraint
    `by_a_second_person`), and ChangedMeanwhile.
    """
    if actor.public_id in {*version.author_ids, version.agreed_by}:
        raise OwnArticle(OwnArticle.MESSAGE)
    article = version.article
    lock(f"article:{article.id}")
    with conflicts_explained():
        db.session.execute(
            update(ArticleVersion)
            .where(
                ArticleVersion.article_id == article.id,
                ArticleVersion.state == VersionState.PUBLISHED,
            )
            .values(state=VersionState.REPLACED, ended_at=now)
            .execution_options(synchronize_session="fetch")
        )
        move(
            version,
            revision,
            (VersionState.IN_REVIEW,),
            now,
            state=VersionState.PUBLISHED,
            published_by=actor.public_id,
            published_at=now,
        )
    article.archived_at = None
    _note_subjects(version)
    add_remark(version, comment, actor, now)
    publish(ArticlePublished(article.id, tuple(version.files)))
    publish(ArticleChangedForReaders(article.id, now))
    audit.record("article.published", article, actor=actor, now=now, version=version.number)
    tell_of_decision(version, {*version.author_ids, version.agreed_by or ""}, actor, now)
    return version


def archive_article(*, article: Article, comment: str, actor: Person, now: datetime) -> None:
    """Show it to its municipality and the office alone; its authors are told, with the reason.

    Raises DomainError at `comment` without any reason, and ChangedMeanwhile where it is not shown.
    """
    if not comment:
        raise DomainError(_l("Bitte schreiben Sie kurz, warum."), field="comment")
    version = article.published
    if version is None or not _switch(article, now):
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    add_remark(version, comment, actor, now)
    publish(ArticleChangedForReaders(article.id, now))
    audit.record("article.archived", article, actor=actor, now=now)
    tell_of_decision(version, {*version.author_ids, version.agreed_by or ""}, actor, now)


def restore_article(*, article: Article, actor: Person, now: datetime) -> None:
    """Show it to everybody again. Raises ChangedMeanwhile where it is not archived."""
    if not _switch(article, None):
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    publish(ArticleChangedForReaders(article.id, now))
    audit.record("article.restored", article, actor=actor, now=now)


def _switch(article: Article, archived_at: datetime | None) -> bool:
    """Archive or restore by one conditional UPDATE; False where it was so already."""
    stands = Article.archived_at.is_(None) if archived_at else Article.archived_at.is_not(None)
    switched: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(Article)
        .where(Article.id == article.id, stands)
        .values(archived_at=archived_at)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(article, ["archived_at"])
    return switched.rowcount == 1


def _note_subjects(version: ArticleVersion) -> None:
    db.session.execute(delete(Subject).where(Subject.article_id == version.article_id))
    rows = [
        {"article_id": version.article_id, "kind": kind, "key": key}
        for kind, keys in (
            (SubjectKind.SITUATION, version.situations),
            (SubjectKind.COMPETENCY, version.competencies),
            (SubjectKind.TAG, version.tags),
        )
        for key in keys
    ]
    if rows:
        db.session.execute(insert(Subject), rows)
