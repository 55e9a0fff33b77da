"""Who takes self-assessments: people who work in a municipality. Each sees only their own."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

ASSESS_ONESELF = Permission(
    name="assess_oneself",
    label=_l("Eigene Selbsteinschätzung ausfüllen und ansehen"),
    roles=frozenset({Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR}),
)
