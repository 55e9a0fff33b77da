"""How long it is kept that somebody kept somebody's appointments."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from organisations.deputies.models import Deputyship


def delete_ended_deputyships(*, before: datetime, most: int) -> int:
    """Delete at most `most` deputyships that ended before then; returns how many."""
    return delete_rows(Deputyship, Deputyship.ended_at < before, most=most)


KEPT_DEPUTYSHIPS = RetentionRule(
    kind="ended_deputyships",
    label=_l("Stellvertretungen für Termine, die zu Ende sind"),
    counts_from=_l("nach dem Ende"),
    usual=Period(36, Unit.MONTHS),
    least=1,
    most=120,
    delete=delete_ended_deputyships,
)
