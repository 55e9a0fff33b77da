"""The mails around cases. None of them can wait, and none says what it is about."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="cases",
        label=_l("Vorgänge: benannt werden, Fristen"),
        area=Area.CASES,
        templates=("cases/named", "cases/due"),
    ),
)
