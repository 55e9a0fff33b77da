"""What can be allowed around the audit trail."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

READ_AUDIT = Permission(
    name="read_audit",
    label=_l("Prüfprotokoll lesen und exportieren"),
    roles=frozenset({Role.PROGRAMME_OFFICE}),
)
