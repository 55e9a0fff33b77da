"""How long a registration is kept."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from organisations.registration.services import forget_registrations

KEPT_REGISTRATIONS = RetentionRule(
    kind="registrations",
    label=_l("Registrierungen, auch solche, über die niemand entschieden hat"),
    counts_from=_l("nach der Registrierung"),
    usual=Period(14, Unit.DAYS),
    least=3,
    most=60,
    delete=forget_registrations,
)
