"""How long a draft is kept that nobody touches."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from exchange.knowledge.articles.queries import find_old_drafts
from exchange.knowledge.articles.services import delete_versions


def delete_old_drafts(*, before: datetime, most: int) -> int:
    """Delete at most `most` that nobody changed since `before`; returns how many."""
    ids = list(find_old_drafts(before, most))
    return delete_versions(ids) if ids else 0


KEPT_DRAFTS = RetentionRule(
    kind="article_drafts",
    label=_l("Entwürfe von Beiträgen, die nicht veröffentlicht sind"),
    counts_from=_l("nach der letzten Änderung"),
    usual=Period(12, Unit.MONTHS),
    least=3,
    most=36,
    delete=delete_old_drafts,
)
