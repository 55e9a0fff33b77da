"""The mails around plans of teams, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

PLAN_KINDS = (
    NotificationKind(
        key="team_plans",
        label=_l("Trainings: Lernpfade von Teams, vorgeschlagen und entschieden"),
        area=Area.TRAININGS,
        templates=("team_paths/proposed", "team_paths/decided"),
        may_wait=True,
    ),
)
