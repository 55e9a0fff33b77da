"""The mails of alliances, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="alliance_tasks",
        label=_l("Allianz: Aufträge, Erinnerungen und Protokolle"),
        area=Area.TRAININGS,
        templates=(
            "alliances/task_given",
            "alliances/task_due",
            "alliances/minutes_submitted",
        ),
        may_wait=True,
    ),
)
