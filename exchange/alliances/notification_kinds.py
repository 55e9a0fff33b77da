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
    NotificationKind(
        key="alliance_partners",
        label=_l("Allianz: Meldungen von Partnern und Gastzugänge"),
        area=Area.TRAININGS,
        templates=(
            "alliances/partner_reported",
            "alliances/guest_ending",
            "alliances/guest_left",
        ),
        may_wait=True,
    ),
)
