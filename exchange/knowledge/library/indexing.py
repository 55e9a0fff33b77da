"""What the full-text index holds of articles: what everybody reads, and nothing of a person."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.full_text import forget, keep
from app.kernel.search import SearchEntry
from courses.catalogue.markdown import render_markdown
from exchange.knowledge.articles.events import ArticleChangedForReaders
from exchange.knowledge.articles.models import Article, ArticleVersion
from exchange.knowledge.articles.queries import find_tag_names
from exchange.knowledge.articles.reading import find_published, is_read
from organisations.topics.queries import list_competencies, list_situations

AREA = "articles"


def plain_text(version: ArticleVersion) -> str:
    """What an article says, without marks of Markdown."""
    return f"{version.summary} {render_markdown(version.body).striptags()}"


def article_changed(event: ArticleChangedForReaders) -> None:
    """Have it be found by what it says now, or no more."""
    version = find_published(event.article_id)
    if version is None:
        forget(area=AREA, item_id=event.article_id)
        return
    entry = _entry(version, _topic_words(), find_tag_names(version.tags))
    keep(area=AREA, item_id=entry.item_id, title=entry.title, text=entry.text)


def index_entries() -> Iterator[SearchEntry]:
    """All that everybody reads, for an index that is made anew."""
    versions = db.session.scalars(
        select(ArticleVersion)
        .join(ArticleVersion.article)
        .where(is_read())
        .options(contains_eager(ArticleVersion.article).joinedload(Article.municipality))
    ).all()
    topics = _topic_words()
    tags = find_tag_names({key for version in versions for key in version.tags})
    for version in versions:
        yield _entry(version, topics, tags)


def _entry(version: ArticleVersion, topics: dict[str, str], tags: dict[str, str]) -> SearchEntry:
    keys = [*version.situations, *version.competencies]
    return SearchEntry(
        item_id=version.article_id,
        title=version.title,
        text=" ".join(
            (
                version.article.municipality.name,
                *(tags.get(key, key) for key in version.tags),
                *(topics.get(key, "") for key in keys),
                plain_text(version),
            )
        ),
    )


def _topic_words() -> dict[str, str]:
    """By key, situations and competencies in both languages."""
    named = {
        **{one.key: one.text for one in list_situations()},
        **{one.key: one.name for one in list_competencies()},
    }
    return {key: f"{text.de} {text.en}" for key, text in named.items()}


HANDLERS = ((ArticleChangedForReaders, article_changed),)
