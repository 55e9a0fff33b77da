"""The mails around strategy concepts."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="strategies",
        label=_l("Strategien: Überprüfung steht an"),
        area=Area.TRAININGS,
        templates=("strategies/review_due",),
        may_wait=True,
    ),
)
