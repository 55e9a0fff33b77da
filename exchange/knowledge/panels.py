"""What other pages say of articles: what waits for the one who looks, and what helps others."""

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Panel
from app.kernel.matrix import AGREE_ARTICLES, PUBLISH_ARTICLES, READ_KNOWLEDGE
from app.kernel.permissions import may
from exchange.knowledge.articles.queries import count_to_agree, count_to_publish, desk_of
from exchange.knowledge.comments.queries import count_reported
from exchange.knowledge.library.criteria import Criteria
from exchange.knowledge.library.queries import find_articles
from organisations.accounts.current import current_account
from organisations.topics.models import Situation

MOST_IN_SITUATION = 3


def waiting(**_context: object) -> Markup | str:
    """How much waits, if anything does."""
    agree = count_to_agree(desk_of(current_account())) if may(AGREE_ARTICLES) else 0
    publish, reported = 0, 0
    if may(PUBLISH_ARTICLES):
        publish, reported = count_to_publish(), count_reported()
    if not agree + publish + reported:
        return ""
    page = render_template(
        "knowledge/waiting.html", agree=agree, publish=publish, reported=reported
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def articles_in_situation(situation: Situation) -> Markup | str:
    """What other municipalities have learnt in `situation`, the most useful first."""
    if not may(READ_KNOWLEDGE):
        return ""
    found = find_articles(Criteria(situation=situation.key), useful_first=True)
    if not found.total:
        return ""
    page = render_template(
        "knowledge/situation.html",
        situation=situation,
        versions=found.versions[:MOST_IN_SITUATION],
        total=found.total,
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours


PANELS = (
    Panel("dashboard", waiting),
    Panel("situation_page_end", articles_in_situation),
)
