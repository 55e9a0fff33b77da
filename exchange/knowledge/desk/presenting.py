"""What pages need to show a version of an article, whoever looks at it."""

from collections.abc import Iterable
from typing import Any

from app.kernel.i18n import localised
from courses.catalogue.markdown import render_markdown
from exchange.knowledge.articles.models import Article, ArticleVersion
from exchange.knowledge.articles.queries import find_tag_names
from exchange.knowledge.articles.wording import BADGES, KINDS, SIZES, STATES
from exchange.knowledge.attachments.queries import list_files
from exchange.knowledge.bylines import LABELS, find_shown_names
from organisations.queries import find_names
from organisations.topics.queries import list_competencies, list_situations
from organisations.wording import KINDS as MUNICIPALITY_KINDS


def words() -> dict[str, Any]:
    """The words on screen for all keys of articles."""
    return {
        "kinds": KINDS,
        "sizes": SIZES,
        "states": STATES,
        "badges_of": BADGES,
        "speakers": LABELS,
        "municipality_kinds": MUNICIPALITY_KINDS,
    }


def shown(version: ArticleVersion) -> dict[str, Any]:
    """A version with its text drawn, its topics, tags and files by name, and who wishes to be
    named under it.
    """
    tags = find_tag_names(version.tags)
    return words() | {
        "version": version,
        "article": version.article,
        "drawn": render_markdown(version.body),
        "situations": [one for one in list_situations() if one.key in version.situations],
        "competencies": [one for one in list_competencies() if one.key in version.competencies],
        "tags": [(key, tags.get(key, key)) for key in version.tags],
        "files": list_files(version),
        "signed": find_shown_names([version.signed_by]).get(version.signed_by or ""),
    }


def topic_names(versions: Iterable[ArticleVersion]) -> dict[str, str]:
    """By key, situations and competencies as people read them, and the tags of `versions`."""
    return {
        **{one.key: localised(one.text) for one in list_situations()},
        **{one.key: localised(one.name) for one in list_competencies()},
        **find_tag_names({key for version in versions for key in version.tags}),
    }


def hands_in(article: Article) -> dict[str, str]:
    """By public id, who wrote, agreed, published and said something; for those who did."""
    ids = {
        public_id
        for version in article.versions
        for public_id in (
            *version.author_ids,
            version.agreed_by,
            version.published_by,
            *(remark.author_public_id for remark in version.remarks),
        )
        if public_id
    }
    return find_names(ids)
