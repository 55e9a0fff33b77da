"""Who has needs of their own. The pages are open to all: they explain themselves to the others."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

LEARN = Permission(
    name="learn",
    label=_l("Eigene Bedarfsanalyse ausfüllen und eigenen Lernpfad planen"),
    roles=frozenset({Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR}),
)
