"""Commands on comments: say, change, take back, report, and what the office decides."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, exists, select, update

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.throttle import Limit, check_limit, remember_failure
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.articles.queries import find_people, list_who_publish
from exchange.knowledge.articles.services import Writer
from exchange.knowledge.articles.telling import works_for
from exchange.knowledge.comments.models import ArticleComment, CommentReport
from exchange.knowledge.comments.queries import may_be_changed
from notifications.services import notify
from organisations.models import Person

COMMENTED_MAIL, REPORTED_MAIL, HIDDEN_MAIL = (
    "knowledge/commented",
    "knowledge/reported",
    "knowledge/comment_hidden",
)
_TOO_MANY = _l("Sie haben in kurzer Zeit viel geschrieben. Bitte warten Sie etwas.")
OF_A_PERSON = Limit("article_comments", 10, timedelta(hours=1), _TOO_MANY)
REPORTS_OF_A_PERSON = Limit("article_comment_reports", 20, timedelta(hours=1), _TOO_MANY)


class AlreadyReported(DomainError):
    """Once is enough: the office looks at it."""

    MESSAGE = _l("Das haben Sie schon gemeldet. Das Programmbüro sieht es sich an.")


class TooLate(DomainError):
    """The comment stands as it is by now."""

    MESSAGE = _l("Ändern können Sie einen Kommentar 24 Stunden lang. Löschen können Sie ihn immer.")


class NoReplyToReply(DomainError):
    """Answers have no answers of their own."""

    MESSAGE = _l("Auf eine Antwort kann man nicht noch einmal antworten.")


explain_constraint(
    "uq_article_comment_reports_comment_id_reporter_public_id",
    AlreadyReported.MESSAGE,
    error=AlreadyReported,
)
explain_constraint("ck_article_comments_one_level", NoReplyToReply.MESSAGE, error=NoReplyToReply)
explain_constraint("fk_article_comments_parent", NoReplyToReply.MESSAGE, error=NoReplyToReply)


def write_comment(
    *,
    version: ArticleVersion,
    body: str,
    writer: Writer,
    now: datetime,
    parent: ArticleComment | None = None,
) -> ArticleComment:
    """Say something about a published article, or answer a comment: everybody reads it at once.

    Those who wrote the article are told, and whoever is answered. Raises TooManyAttempts for who
    writes a lot, NoReplyToReply, and NotFound for a `parent` under another article.
    """
    person = writer.person
    if parent is not None and parent.article_id != version.article_id:
        raise NotFound
    if parent is not None and parent.is_reply:
        raise NoReplyToReply(NoReplyToReply.MESSAGE)
    lock(f"article_comments:{person.public_id}")
    check_limit(OF_A_PERSON, person.public_id, now=now)
    remember_failure(OF_A_PERSON, person.public_id, now=now)
    comment = ArticleComment(
        article=version.article,
        is_reply=parent is not None,
        parent_id=parent.id if parent else None,
        parent_is_reply=False if parent else None,
        author_public_id=person.public_id,
        municipality_id=person.municipality_id,
        speaks_as=writer.speaks_as,
        signed=writer.signs,
        body=body,
        written_at=now,
    )
    with conflicts_explained():
        db.session.add(comment)
    _tell(version, comment, parent, person, now)
    return comment


def change_comment(
    *, comment: ArticleComment, body: str, signs: bool, actor: Person, now: datetime
) -> None:
    """Say it in other words. Raises NotFound for another's, TooLate after a day."""
    if comment.author_public_id != actor.public_id:
        raise NotFound
    if not may_be_changed(comment, now):
        raise TooLate(TooLate.MESSAGE)
    if (body, signs) == (comment.body, comment.signed):
        return
    if body != comment.body:
        comment.body, comment.edited_at = body, now
    comment.signed = signs
    db.session.flush()


def take_back_comment(*, comment: ArticleComment, actor: Person, now: datetime) -> None:
    """Leave nothing of one's own comment, at any time. Raises NotFound for another's."""
    if comment.author_public_id != actor.public_id:
        raise NotFound
    erase_comments([comment.id], now)


def erase_comments(ids: list[int], now: datetime) -> None:
    """Take the words of comments out; those that nobody answered go as a whole."""
    db.session.execute(delete(CommentReport).where(CommentReport.comment_id.in_(ids)))
    reply = ArticleComment.__table__.alias("reply")
    answered = exists(select(reply.c.id).where(reply.c.parent_id == ArticleComment.id))
    db.session.execute(
        delete(ArticleComment)
        .where(ArticleComment.id.in_(ids), ~answered)
        .execution_options(synchronize_session="fetch")
    )
    db.session.execute(
        update(ArticleComment)
        .where(ArticleComment.id.in_(ids))
        .values(body="", taken_back_at=now, signed=False, author_public_id="", edited_at=None)
        .values(hidden_at=None, hidden_by=None, hidden_reason="")
        .execution_options(synchronize_session="fetch")
    )


def report_comment(
    *, comment: ArticleComment, reason: str, reporter: Person, now: datetime
) -> CommentReport:
    """Have the office look at it; it is told. Raises AlreadyReported and TooManyAttempts."""
    check_limit(REPORTS_OF_A_PERSON, reporter.public_id, now=now)
    remember_failure(REPORTS_OF_A_PERSON, reporter.public_id, now=now)
    report = CommentReport(
        comment=comment, reporter_public_id=reporter.public_id, reason=reason, reported_at=now
    )
    with conflicts_explained():
        db.session.add(report)
    for person in list_who_publish({reporter.public_id}):
        notify(person=person, template=REPORTED_MAIL, now=now, comment=comment)
    return report


def hide_comment(*, comment: ArticleComment, reason: str, actor: Person, now: datetime) -> None:
    """Have nobody read it any more; whoever wrote it is told why, by mail.

    Raises DomainError at `reason` without any, and NotFound where it is hidden or gone already.
    """
    if not reason:
        raise DomainError(_l("Bitte schreiben Sie kurz, warum."), field="reason")
    hidden: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(ArticleComment)
        .where(
            ArticleComment.id == comment.id,
            ArticleComment.hidden_at.is_(None),
            ArticleComment.taken_back_at.is_(None),
        )
        .values(hidden_at=now, hidden_by=actor.public_id, hidden_reason=reason)
        .execution_options(synchronize_session="fetch")
    )
    if hidden.rowcount != 1:
        raise NotFound
    _settle(comment, now)
    audit.record("article_comment.hidden", comment.article, actor=actor, now=now)
    for person in find_people([comment.author_public_id]):
        notify(person=person, template=HIDDEN_MAIL, now=now, comment=comment)


def show_comment(*, comment: ArticleComment, actor: Person, now: datetime) -> None:
    """Leave it as it is, or show again what was hidden; what was reported of it is settled."""
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
    db.session.flush()
    _settle(comment, now)
    audit.record("article_comment.kept", comment.article, actor=actor, now=now)


def _settle(comment: ArticleComment, now: datetime) -> None:
    db.session.execute(
        update(CommentReport)
        .where(CommentReport.comment_id == comment.id, CommentReport.settled_at.is_(None))
        .values(settled_at=now)
        .execution_options(synchronize_session="fetch")
    )


def _tell(
    version: ArticleVersion,
    comment: ArticleComment,
    parent: ArticleComment | None,
    writer: Person,
    now: datetime,
) -> None:
    """Whoever is answered, and who wrote the article and still works there; each once."""
    answered = parent.author_public_id if parent else ""
    for person in find_people({answered, *version.author_ids} - {"", writer.public_id}):
        if person.public_id == answered or works_for(person, version.article.municipality_id):
            notify(
                person=person,
                template=COMMENTED_MAIL,
                now=now,
                version=version,
                comment=comment,
                is_answer=person.public_id == answered,
            )
