"""How long it is kept what became of orders for certificates."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from certificates.issuing.models import IssueRun


def delete_old_runs(*, before: datetime, most: int) -> int:
    """Delete at most `most` runs that were finished before then, with all their orders."""
    return delete_rows(IssueRun, IssueRun.finished_at < before, most=most)


KEPT_RUNS = RetentionRule(
    kind="certificate_runs",
    label=_l("Ergebnisse von Aufträgen für Bescheinigungen"),
    counts_from=_l("nach dem Ende des Auftrags"),
    usual=Period(6, Unit.MONTHS),
    least=1,
    most=24,
    delete=delete_old_runs,
)
