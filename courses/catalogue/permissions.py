"""What can be allowed around the catalogue."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

READ_COURSES = Permission(
    name="read_courses", label=_l("Kurse und offene Durchgänge ansehen"), roles=frozenset(Role)
)
