"""The mails around waves, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="waves",
        label=_l("Selbsteinschätzung: Bitte an alle, zu einem Gruppenergebnis beizutragen"),
        area=Area.ASSESSMENTS,
        templates=("waves/asked", "waves/ending"),
        may_wait=True,
        may_be_off=True,
    ),
)
