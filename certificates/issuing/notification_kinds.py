"""The mails about certificates, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="certificate",
        label=_l("Neue Bescheinigung"),
        area=Area.TRAININGS,
        templates=("issuing/issued",),
        may_wait=True,
        may_be_off=True,
    ),
)
