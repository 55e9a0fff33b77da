"""What can be allowed around the operator's texts."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

MANAGE_TEXTS = Permission(
    name="manage_texts",
    label=_l("Texte der betreibenden Stelle, Logo und Genderform ändern"),
    roles=frozenset({Role.PROGRAMME_OFFICE}),
)
