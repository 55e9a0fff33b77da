"""What can be allowed around coaching."""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Permission, Role

BOOK_COACHING = Permission(
    name="book_coaching",
    label=_l("Coaching buchen"),
    roles=frozenset({Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR}),
)
RUN_COACHING = Permission(
    name="run_coaching",
    label=_l("Coaching anbieten: eigene Angebote und Zeiten pflegen"),
    roles=frozenset({Role.COACH}),
)
