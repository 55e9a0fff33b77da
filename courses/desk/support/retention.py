"""How long it is kept what somebody needs to take part."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from courses.desk.support.services import forget_needs_of_past

#: For what comes up after the last session; then nobody needs it any more.
KEPT_NEEDS = RetentionRule(
    kind="support_needs",
    label=_l("Was jemand zum Teilnehmen braucht"),
    counts_from=_l("nach dem letzten Termin des Durchgangs"),
    usual=Period(30, Unit.DAYS),
    least=1,
    most=90,
    delete=forget_needs_of_past,
)
