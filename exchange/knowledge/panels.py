"""What stands on the dashboard: articles that wait for the one who looks, and reported comments."""

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Panel
from app.kernel.matrix import AGREE_ARTICLES, PUBLISH_ARTICLES
from app.kernel.permissions import may
from exchange.knowledge.articles.queries import count_to_agree, count_to_publish, desk_of
from exchange.knowledge.comments.queries import count_reported
from organisations.accounts.current import current_account


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


PANELS = (Panel("dashboard", waiting),)
