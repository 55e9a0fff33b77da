"""What can be allowed around certificates."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

OWN_CERTIFICATES = Permission(
    name="own_certificates",
    label=_l("Eigene Bescheinigungen herunterladen"),
    roles=frozenset({Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR}),
)
ISSUE_CERTIFICATES = Permission(
    name="issue_certificates",
    label=_l("Bescheinigungen ausstellen"),
    roles=frozenset({Role.TRAINER, Role.PROGRAMME_OFFICE}),
)
