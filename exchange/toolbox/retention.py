"""How long a text is kept that nobody has released."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from exchange.toolbox.queries import find_old_drafts
from exchange.toolbox.services import delete_texts


def delete_old_drafts(*, before: datetime, most: int) -> int:
    """Delete at most `most` that nobody changed since `before`; returns how many."""
    ids = list(find_old_drafts(before, most))
    return delete_texts(ids) if ids else 0


KEPT_DRAFTS = RetentionRule(
    kind="municipal_drafts",
    label=_l("Entwürfe von Texten der Kommunen, die niemand freigegeben hat"),
    counts_from=_l("nach der letzten Änderung"),
    usual=Period(24, Unit.MONTHS),
    least=3,
    most=60,
    delete=delete_old_drafts,
)
