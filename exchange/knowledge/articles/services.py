"""Commands on articles: write, submit, agree for the municipality, revise, discard."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, select, update

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from exchange.knowledge.articles import queries
from exchange.knowledge.articles.errors import ChangedMeanwhile
from exchange.knowledge.articles.events import ArticleDiscarded
from exchange.knowledge.articles.models import (
    Article,
    ArticleVersion,
    EditorialRemark,
    Tag,
    VersionState,
)
from exchange.knowledge.articles.steps import add_remark, move
from exchange.knowledge.articles.tags import tag_key
from exchange.knowledge.articles.telling import tell_of_decision, tell_of_review, tell_of_submission
from exchange.knowledge.bylines import SpeaksAs
from organisations.models import Municipality, Person


@dataclass(frozen=True)
class ArticleText:
    """All that somebody writes of an article. `tags` are as they were typed; see `read_tags`."""

    title: str
    summary: str
    body: str
    kind: str
    size_class: str
    situations: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Writer:
    """Who writes, as what others will read them, and whether they wish to be named."""

    person: Person
    speaks_as: SpeaksAs
    signs: bool = False


def create_article(
    *, municipality: Municipality, text: ArticleText, writer: Writer, now: datetime
) -> ArticleVersion:
    """A draft of the municipality's own that nobody else reads."""
    article = Article(municipality=municipality, created_at=now)
    db.session.add(article)
    db.session.flush()
    version = _add_draft(article, 1, text, writer, now)
    audit.record("article.created", article, actor=writer.person, now=now)
    return version


def save_article(
    *, version: ArticleVersion, text: ArticleText, writer: Writer, revision: int, now: datetime
) -> bool:
    """Keep what a draft says now; whether there was anything to keep.

    `revision` is the one that the writer had before them. Raises ChangedMeanwhile where it is
    another by now, or no draft any more. Whoever signs takes the place of who signed before.
    """
    values, person = _columns(text), writer.person
    signed_by = _signed_by(version, writer)
    same = all(getattr(version, name) == value for name, value in values.items())
    if revision == version.revision and same and signed_by == version.signed_by:
        return False
    authors = [person.public_id, *(one for one in version.author_ids if one != person.public_id)]
    move(
        version,
        revision,
        (VersionState.DRAFT,),
        now,
        **values,
        authors=" ".join(authors),
        signed_by=signed_by,
    )
    audit.record("article.saved", version.article, actor=person, now=now, version=version.number)
    return True


def submit_article(
    *, version: ArticleVersion, revision: int, agrees: bool, actor: Person, now: datetime
) -> ArticleVersion:
    """Give a draft to whoever speaks for the municipality; they are told.

    Where `actor` is the one who does (`agrees`), it goes to the office at once: a second person
    looks at it there. Raises ChangedMeanwhile.
    """
    if agrees:
        _to_the_office(version, revision, VersionState.DRAFT, actor, now)
    else:
        move(version, revision, (VersionState.DRAFT,), now, state=VersionState.SUBMITTED)
        tell_of_submission(version, actor, now)
    audit.record("article.submitted", version.article, actor=actor, now=now, version=version.number)
    return version


def take_back_article(
    *, version: ArticleVersion, revision: int, actor: Person, now: datetime
) -> ArticleVersion:
    """Go on writing at what waits for an answer. Raises ChangedMeanwhile."""
    move(
        version,
        revision,
        (VersionState.SUBMITTED, VersionState.IN_REVIEW),
        now,
        state=VersionState.DRAFT,
        agreed_by=None,
        agreed_at=None,
    )
    audit.record(
        "article.taken_back", version.article, actor=actor, now=now, version=version.number
    )
    return version


def agree_to_article(
    *, version: ArticleVersion, comment: str, revision: int, actor: Person, now: datetime
) -> ArticleVersion:
    """Say yes for the municipality: the office is asked to publish. Raises ChangedMeanwhile."""
    _to_the_office(version, revision, VersionState.SUBMITTED, actor, now)
    add_remark(version, comment, actor, now)
    audit.record("article.agreed", version.article, actor=actor, now=now, version=version.number)
    return version


def return_article(
    *,
    version: ArticleVersion,
    comment: str,
    revision: int,
    before: VersionState,
    actor: Person,
    now: datetime,
) -> ArticleVersion:
    """Send a version back to who wrote it, with what is to be changed; they are told.

    `before` is where `actor` may decide on it. Raises DomainError at `comment` without any, and
    ChangedMeanwhile.
    """
    if not comment:
        raise DomainError(_l("Bitte schreiben Sie, was zu ändern ist."), field="comment")
    told = {*version.author_ids, version.agreed_by or ""}
    move(
        version,
        revision,
        (before,),
        now,
        state=VersionState.DRAFT,
        agreed_by=None,
        agreed_at=None,
    )
    add_remark(version, comment, actor, now)
    audit.record("article.returned", version.article, actor=actor, now=now, version=version.number)
    tell_of_decision(version, told, actor, now)
    return version


def revise_article(*, article: Article, writer: Writer, now: datetime) -> ArticleVersion:
    """A new draft that begins as the published version is. Raises ChangedMeanwhile where something
    is being written already, or nothing was published.
    """
    lock(f"article:{article.id}")
    before = db.session.scalar(
        select(ArticleVersion).where(
            ArticleVersion.article_id == article.id, ArticleVersion.state == VersionState.PUBLISHED
        )
    )
    if before is None:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    text = ArticleText(
        title=before.title,
        summary=before.summary,
        body=before.body,
        kind=before.kind,
        size_class=before.size_class,
        situations=tuple(before.situations),
        competencies=tuple(before.competencies),
        tags=tuple(queries.find_tag_names(before.tags).get(key, key) for key in before.tags),
    )
    with conflicts_explained():
        version = _add_draft(article, before.number + 1, text, writer, now, files=before.files)
    version.signed_by = before.signed_by
    db.session.flush()
    audit.record("article.revised", article, actor=writer.person, now=now, version=version.number)
    return version


def discard_article(
    *, version: ArticleVersion, revision: int, actor: Person, now: datetime
) -> None:
    """Delete a draft; an article that was never published goes with it. Raises ChangedMeanwhile."""
    move(version, revision, (VersionState.DRAFT,), now)
    audit.record("article.discarded", version.article, actor=actor, now=now)
    delete_versions([version.id])


def remove_signature(*, article: Article, actor: Person, now: datetime) -> bool:
    """Name `actor` nowhere under the article any more; whether they were named. Works at any time:
    who is threatened waits for nobody.
    """
    removed: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(ArticleVersion)
        .where(ArticleVersion.article_id == article.id, ArticleVersion.signed_by == actor.public_id)
        .values(signed_by=None)
        .execution_options(synchronize_session="fetch")
    )
    if not removed.rowcount:
        return False
    audit.record("article.signature_removed", article, actor=actor, now=now)
    return True


def delete_versions(ids: list[int]) -> int:
    """Delete versions that were never published, and articles of which nothing is left then."""
    touched = list(
        db.session.scalars(select(ArticleVersion.article_id).where(ArticleVersion.id.in_(ids)))
    )
    kept = set(
        db.session.scalars(
            select(ArticleVersion.article_id).where(
                ArticleVersion.article_id.in_(touched), ArticleVersion.id.not_in(ids)
            )
        )
    )
    db.session.execute(delete(EditorialRemark).where(EditorialRemark.version_id.in_(ids)))
    deleted: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        delete(ArticleVersion)
        .where(ArticleVersion.id.in_(ids))
        .execution_options(synchronize_session="fetch")
    )
    for article_id in touched:
        publish(ArticleDiscarded(article_id))
    gone = [article_id for article_id in touched if article_id not in kept]
    db.session.execute(
        delete(Article).where(Article.id.in_(gone)).execution_options(synchronize_session="fetch")
    )
    return deleted.rowcount


def change_files(
    *, version: ArticleVersion, files: list[str], revision: int, actor: Person, now: datetime
) -> None:
    """Have a draft name these attachments. Raises ChangedMeanwhile."""
    move(version, revision, (VersionState.DRAFT,), now, files=files)
    audit.record("article.saved", version.article, actor=actor, now=now, version=version.number)


def _columns(text: ArticleText) -> dict[str, object]:
    """What a version keeps of `text`; unknown tags become known."""
    values = asdict(text)
    values["situations"], values["competencies"] = list(text.situations), list(text.competencies)
    values["tags"] = _known_tags(text.tags)
    return values


def _known_tags(names: tuple[str, ...]) -> list[str]:
    """The keys of tags; of two who write the same new one at once, the first spelling stays."""
    by_key = {tag_key(name): name for name in names}
    if by_key:
        make = INSERT[db.engine.dialect.name](Tag.__table__).on_conflict_do_nothing()
        # In one order, so that two who add the same never wait for each other.
        db.session.execute(make, [{"key": key, "name": by_key[key]} for key in sorted(by_key)])
    return list(by_key)


def _add_draft(
    article: Article,
    number: int,
    text: ArticleText,
    writer: Writer,
    now: datetime,
    files: list[str] | None = None,
) -> ArticleVersion:
    version = ArticleVersion(
        article=article,
        number=number,
        state=VersionState.DRAFT,
        **_columns(text),
        files=list(files or ()),
        speaks_as=writer.speaks_as,
        signed_by=writer.person.public_id if writer.signs else None,
        authors=writer.person.public_id,
        changed_at=now,
    )
    db.session.add(version)
    db.session.flush()
    db.session.expire(article, ["versions"])
    return version


def _signed_by(version: ArticleVersion, writer: Writer) -> str | None:
    if writer.signs:
        return writer.person.public_id
    return None if version.signed_by == writer.person.public_id else version.signed_by


def _to_the_office(
    version: ArticleVersion, revision: int, before: VersionState, actor: Person, now: datetime
) -> None:
    move(
        version,
        revision,
        (before,),
        now,
        state=VersionState.IN_REVIEW,
        agreed_by=actor.public_id,
        agreed_at=now,
    )
    tell_of_review(version, actor, now)
