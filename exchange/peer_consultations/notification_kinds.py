"""The mails around peer consultations. None says what it is about."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="peer_consultations",
        label=_l("Kollegiale Beratung: eingeladen werden, Rückblick"),
        area=Area.CASES,
        templates=("peer_consultations/invited", "peer_consultations/reflect"),
        may_wait=True,
        may_be_off=True,
    ),
)
