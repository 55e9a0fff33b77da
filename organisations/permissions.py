"""What can be allowed around municipalities and people."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

MANAGE_ORGANISATIONS = Permission(
    name="manage_organisations",
    label=_l("Kommunen und Personen anlegen und ändern"),
    roles=frozenset({Role.PROGRAMME_OFFICE}),
)
IMPORT_ROSTER = Permission(
    name="import_roster",
    label=_l("Personen aus einer Liste anlegen, Koordination nur in der eigenen Kommune"),
    roles=frozenset({Role.PROGRAMME_OFFICE, Role.COORDINATOR}),
)
DECIDE_REGISTRATIONS = Permission(
    name="decide_registrations",
    label=_l("Registrierungen freigeben und ablehnen, Koordination nur in der eigenen Kommune"),
    roles=frozenset({Role.PROGRAMME_OFFICE, Role.COORDINATOR}),
)
