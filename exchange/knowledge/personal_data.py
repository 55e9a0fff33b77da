"""What articles hold of a person: that they wrote, agreed and published, their name where they wish
it, what they said, what they reported, and what they found useful.
"""

from typing import Any

from sqlalchemy import delete, or_, select, update

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.knowledge.articles.models import Article, ArticleVersion, EditorialRemark
from exchange.knowledge.comments.models import ArticleComment, CommentReport
from exchange.knowledge.comments.services import erase_comments
from exchange.knowledge.digest.models import ToldOfArticles
from exchange.knowledge.marks.models import UsefulMark
from exchange.knowledge.retention import KEPT_DRAFTS
from organisations.models import Person


def export_articles(person_id: int) -> list[dict[str, Any]]:
    """The versions in which the person had a hand, and what they said about them."""
    public_id = _public_id(person_id)
    versions = db.session.execute(
        select(Article.public_id, ArticleVersion)
        .join(ArticleVersion.article)
        .where(
            or_(
                ArticleVersion.authors.contains(public_id, autoescape=True),
                ArticleVersion.agreed_by == public_id,
                ArticleVersion.published_by == public_id,
            )
        )
        .order_by(ArticleVersion.id)
    ).all()
    remarks = db.session.execute(
        select(Article.public_id, EditorialRemark)
        .join(ArticleVersion, ArticleVersion.id == EditorialRemark.version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(EditorialRemark.author_public_id == public_id)
        .order_by(EditorialRemark.id)
    ).all()
    return [
        *(
            {
                "article": article,
                "version": one.number,
                "title": one.title,
                "wrote": public_id in one.author_ids,
                "named": one.signed_by == public_id,
                "agreed": one.agreed_by == public_id,
                "published": one.published_by == public_id,
                "text": one.body if public_id in one.author_ids else None,
                "changed_at": one.changed_at.isoformat(),
            }
            for article, one in versions
        ),
        *(
            {"article": article, "remark": one.remark, "at": one.made_at.isoformat()}
            for article, one in remarks
        ),
    ]


def erase_names(person_id: int) -> None:
    """Name the person under no article. What was published is the municipality's and stays; the
    identifiers that keep authors from publishing mean nobody once the account is gone.
    """
    db.session.execute(
        update(ArticleVersion)
        .where(ArticleVersion.signed_by == _public_id(person_id))
        .values(signed_by=None)
        .execution_options(synchronize_session="fetch")
    )


def export_comments(person_id: int) -> list[dict[str, Any]]:
    """What the person said about articles, and what they reported."""
    public_id = _public_id(person_id)
    said = db.session.execute(
        select(Article.public_id, ArticleComment)
        .join(ArticleComment.article)
        .where(ArticleComment.author_public_id == public_id)
        .order_by(ArticleComment.id)
    ).all()
    reported = db.session.scalars(
        select(CommentReport)
        .where(CommentReport.reporter_public_id == public_id)
        .order_by(CommentReport.id)
    )
    return [
        *(
            {
                "article": article,
                "said": one.body,
                "named": one.signed,
                "at": one.written_at.isoformat(),
                "hidden_because": one.hidden_reason or None,
            }
            for article, one in said
        ),
        *({"reported": one.reason, "at": one.reported_at.isoformat()} for one in reported),
    ]


def erase_said(person_id: int) -> None:
    """Take out what the person said; their reports go, too."""
    public_id = _public_id(person_id)
    ids = db.session.scalars(
        select(ArticleComment.id).where(ArticleComment.author_public_id == public_id)
    ).all()
    erase_comments(list(ids), clock.now())
    db.session.execute(
        delete(CommentReport)
        .where(CommentReport.reporter_public_id == public_id)
        .execution_options(synchronize_session="fetch")
    )


def export_marks(person_id: int) -> list[dict[str, Any]]:
    """Which articles the person found useful, and until when they were told of new ones."""
    marks = db.session.execute(
        select(Article.public_id, UsefulMark.marked_at)
        .join(UsefulMark, UsefulMark.article_id == Article.id)
        .where(UsefulMark.person_id == person_id)
        .order_by(UsefulMark.marked_at)
    )
    told = db.session.get(ToldOfArticles, person_id)
    return [
        *({"useful": article, "at": at.isoformat()} for article, at in marks),
        *([{"told_until": told.told_until.isoformat()}] if told else []),
    ]


def erase_marks(person_id: int) -> None:
    """Take the person's marks back."""
    for model in (UsefulMark, ToldOfArticles):
        db.session.execute(
            delete(model)
            .where(model.person_id == person_id)
            .execution_options(synchronize_session="fetch")
        )


def _public_id(person_id: int) -> str:
    return db.session.get_one(Person, person_id).public_id


WRITTEN_ARTICLES = PersonalData(
    name="articles",
    label=_l("Beiträge: wer sie geschrieben, ihnen zugestimmt und sie veröffentlicht hat"),
    purpose=_l("Vier Augen sichern und den Namen nennen, wo das gewünscht ist"),
    export=export_articles,
    erase=erase_names,
    retention=_l(
        "Entwürfe: %(period)s nach der letzten Änderung. Veröffentlichtes bleibt, der Name nur, "
        "bis er entfernt oder das Konto gelöscht wird.",
        period=KEPT_DRAFTS.shown,
    ),
)
COMMENTS = PersonalData(
    name="article_comments",
    label=_l("Kommentare zu Beiträgen und Meldungen von Kommentaren"),
    purpose=_l("Austausch der Kommunen über Beiträge, und dass er respektvoll bleibt"),
    export=export_comments,
    erase=erase_said,
    retention=_l("Bis Sie den Kommentar oder Ihr Konto löschen."),
)
USEFUL_MARKS = PersonalData(
    name="useful_marks",
    label=_l("Beiträge, die Sie nützlich fanden"),
    purpose=_l("Zeigen, wie vielen ein Beitrag geholfen hat, nie, wem"),
    export=export_marks,
    erase=erase_marks,
    retention=_l("Bis Sie die Markierung oder Ihr Konto löschen."),
)
PERSONAL_DATA = (WRITTEN_ARTICLES, COMMENTS, USEFUL_MARKS)
