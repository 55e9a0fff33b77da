"""The mails around joint statements, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="joint_statements",
        label=_l("Gemeinsame Erklärungen: zum Unterzeichnen, zur Prüfung und entschieden"),
        area=Area.TRAININGS,
        templates=(
            "statements/opened",
            "statements/due",
            "statements/proposed",
            "statements/decided",
        ),
        may_wait=True,
    ),
)
