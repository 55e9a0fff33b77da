"""Reads of articles at the desk: as far as somebody writes, agrees or publishes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import AGREE_ARTICLES, WRITE_ARTICLES
from app.kernel.permissions import SCOPED_ROLES, Role
from exchange.knowledge.articles.models import (
    OPEN_STATES,
    Article,
    ArticleVersion,
    Tag,
    VersionState,
)
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Function, Municipality, Person

ARTICLES_PER_PAGE = 25
#: Whoever leads speaks for the municipality.
LEADING = frozenset({Function.POLITICAL_LEADERSHIP, Function.EXECUTIVE})
#: What the office sees of an article: not what the municipality has not agreed to.
SEEN_BY_OFFICE = (VersionState.IN_REVIEW, VersionState.PUBLISHED, VersionState.REPLACED)


@dataclass(frozen=True)
class Desk:
    """Ids of the municipalities for which somebody writes articles, and says yes to them."""

    writes: frozenset[int]
    agrees: frozenset[int]


@dataclass(frozen=True)
class ArticlePage:
    """One page of a longer list of articles. `page` is 1-based and never beyond the last."""

    articles: Sequence[Article]
    page: int
    pages: int
    total: int


def desk_of(account: Account) -> Desk:
    """How far `account` reaches: who coordinates or stands in where they do so, who leads at home.

    All others write nothing.
    """
    if not WRITE_ARTICLES.roles & account.roles:
        return Desk(frozenset(), frozenset())
    person = account.person
    coordinates = frozenset(
        grant.municipality_id
        for grant in account.grants
        if grant.role in SCOPED_ROLES and grant.municipality_id
    )
    leads = {person.municipality_id} if person.function in LEADING else set()
    return Desk(
        writes=coordinates | frozenset(one for one in leads if one),
        agrees=coordinates if AGREE_ARTICLES.roles & account.roles else frozenset(),
    )


def find_home(account: Account) -> Municipality | None:
    """The municipality for which `account` writes: their own, else the first by name."""
    writes = desk_of(account).writes
    if account.person.municipality_id in writes:
        return account.person.municipality
    return db.session.scalar(
        select(Municipality).where(Municipality.id.in_(writes)).order_by(Municipality.name).limit(1)
    )


def find_size_of(municipality: Municipality) -> str:
    """The size class that the municipality's latest article gives; empty where there is none."""
    return (
        db.session.scalar(
            select(ArticleVersion.size_class)
            .join(ArticleVersion.article)
            .where(Article.municipality_id == municipality.id)
            .order_by(ArticleVersion.id.desc())
            .limit(1)
        )
        or ""
    )


def get_article(public_id: str, desk: Desk) -> Article:
    """An article with all its versions, for those who write it. Raises NotFound beyond `desk`."""
    return _one(
        _articles().where(Article.public_id == public_id, Article.municipality_id.in_(desk.writes))
    )


def get_article_for_office(public_id: str) -> Article:
    """An article of which the office sees something. Raises NotFound."""
    seen = select(ArticleVersion.article_id).where(ArticleVersion.state.in_(SEEN_BY_OFFICE))
    return _one(_articles().where(Article.public_id == public_id, Article.id.in_(seen)))


def list_articles(desk: Desk, *, page: int = 1) -> ArticlePage:
    """The articles within `desk`, the latest change first."""
    return _page(_articles().where(Article.municipality_id.in_(desk.writes)), page)


def list_articles_for_office(*, page: int = 1) -> ArticlePage:
    """All that the office sees: what waits for it first, then the latest change."""
    seen = select(ArticleVersion.article_id).where(ArticleVersion.state.in_(SEEN_BY_OFFICE))
    return _page(_articles().where(Article.id.in_(seen)), page, waiting_first=True)


def count_to_agree(desk: Desk) -> int:
    """How many versions wait for a municipality's yes within `desk`."""
    if not desk.agrees:
        return 0
    return _count(
        ArticleVersion.state == VersionState.SUBMITTED, Article.municipality_id.in_(desk.agrees)
    )


def count_to_publish() -> int:
    """How many versions wait for the office."""
    return _count(ArticleVersion.state == VersionState.IN_REVIEW)


def get_version(article: Article, number: int) -> ArticleVersion:
    """A version of `article`. Raises NotFound."""
    found = next((one for one in article.versions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def find_before(version: ArticleVersion) -> ArticleVersion | None:
    """The version that came before."""
    return db.session.scalar(
        select(ArticleVersion).where(
            ArticleVersion.article_id == version.article_id,
            ArticleVersion.number == version.number - 1,
        )
    )


def find_tag_names(keys: Collection[str]) -> dict[str, str]:
    """By key, tags as people read them; one statement, none without keys."""
    if not keys:
        return {}
    return dict(db.session.execute(select(Tag.key, Tag.name).where(Tag.key.in_(keys))).all())


def list_who_agree(article: Article, besides: Collection[str]) -> Sequence[Person]:
    """Who coordinates the municipality or stands in, but for those of `besides`."""
    granted = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(SCOPED_ROLES), RoleGrant.municipality_id == article.municipality_id
    )
    return _people(granted, besides)


def list_who_publish(besides: Collection[str]) -> Sequence[Person]:
    """The people of the programme office, but for those of `besides`."""
    granted = select(RoleGrant.person_id).where(RoleGrant.role == Role.PROGRAMME_OFFICE)
    return _people(granted, besides)


def find_people(public_ids: Collection[str]) -> Sequence[Person]:
    """Those of them who still exist."""
    return db.session.scalars(
        select(Person).where(Person.public_id.in_(public_ids)).order_by(Person.id)
    ).all()


def find_old_drafts(before: datetime, most: int) -> Sequence[int]:
    """Ids of at most `most` versions that are not with the office and unchanged since `before`."""
    return db.session.scalars(
        select(ArticleVersion.id)
        .where(
            ArticleVersion.state.in_((VersionState.DRAFT, VersionState.SUBMITTED)),
            ArticleVersion.changed_at < before,
        )
        .order_by(ArticleVersion.id)
        .limit(most)
    ).all()


def count_by_municipality(municipality_ids: Collection[int]) -> Mapping[int, Counter[str]]:
    """Of each municipality, how many versions there are in each state; one statement."""
    rows = db.session.execute(
        select(Article.municipality_id, ArticleVersion.state, func.count(ArticleVersion.id))
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .where(
            Article.municipality_id.in_(municipality_ids),
            or_(
                ArticleVersion.state.in_(OPEN_STATES),
                and_(ArticleVersion.state == VersionState.PUBLISHED, Article.archived_at.is_(None)),
            ),
        )
        .group_by(Article.municipality_id, ArticleVersion.state)
    )
    found: dict[int, Counter[str]] = {}
    for municipality_id, state, number in rows:
        found.setdefault(municipality_id, Counter())[state] = number
    return found


def _articles() -> Select[tuple[Article]]:
    return select(Article).options(
        joinedload(Article.municipality),
        selectinload(Article.versions).selectinload(ArticleVersion.remarks),
    )


def _one(query: Select[tuple[Article]]) -> Article:
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def _page(query: Select[tuple[Article]], page: int, *, waiting_first: bool = False) -> ArticlePage:
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // ARTICLES_PER_PAGE))
    page = min(max(page, 1), pages)
    changed = (
        select(
            ArticleVersion.article_id,
            func.max(ArticleVersion.changed_at).label("at"),
            func.count(ArticleVersion.id)
            .filter(ArticleVersion.state == VersionState.IN_REVIEW)
            .label("waiting"),
        )
        .group_by(ArticleVersion.article_id)
        .subquery()
    )
    order = [changed.c.at.desc(), Article.id.desc()]
    if waiting_first:
        order.insert(0, changed.c.waiting.desc())
    articles = db.session.scalars(
        query.join(changed, changed.c.article_id == Article.id)
        .order_by(*order)
        .offset((page - 1) * ARTICLES_PER_PAGE)
        .limit(ARTICLES_PER_PAGE)
    ).all()
    return ArticlePage(articles, page, pages, total)


def _count(*conditions: object) -> int:
    counted = (
        select(func.count(ArticleVersion.id)).join(ArticleVersion.article).where(*conditions)  # type: ignore[arg-type]
    )
    return db.session.scalar(counted) or 0


def _people(granted: Select[tuple[int]], besides: Collection[str]) -> Sequence[Person]:
    return db.session.scalars(
        select(Person)
        .where(Person.id.in_(granted), Person.public_id.not_in(besides))
        .order_by(Person.sort_name, Person.id)
    ).all()
