"""What can be allowed around municipalities and people."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

MANAGE_ORGANISATIONS = Permission(
    name="manage_organisations",
    label=_l("Kommunen und Personen anlegen und ändern"),
    roles=frozenset({Role.PROGRAMME_OFFICE}),
)
