"""How long a draft of a joint statement is kept that was never opened for signing."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from exchange.statements.queries import find_old_drafts
from exchange.statements.services import delete_drafts


def delete_old_drafts(*, before: datetime, most: int) -> int:
    """Delete at most `most` that nobody changed since `before`; returns how many."""
    ids = list(find_old_drafts(before, most))
    return delete_drafts(ids) if ids else 0


KEPT_STATEMENT_DRAFTS = RetentionRule(
    kind="statement_drafts",
    label=_l("Entwürfe gemeinsamer Erklärungen, die nie unterzeichnet werden konnten"),
    counts_from=_l("nach der letzten Änderung"),
    usual=Period(24, Unit.MONTHS),
    least=3,
    most=60,
    delete=delete_old_drafts,
)
