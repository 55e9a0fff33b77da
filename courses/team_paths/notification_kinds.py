"""The mails around analyses and plans of teams, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

ANALYSIS_KINDS = (
    NotificationKind(
        key="team_analyses",
        label=_l("Trainings: die Analyse Ihres Teams"),
        area=Area.TRAININGS,
        templates=("team_paths/analysed",),
        may_wait=True,
    ),
)

PLAN_KINDS = (
    NotificationKind(
        key="team_plans",
        label=_l("Trainings: Lernpfade von Teams, vorgeschlagen und entschieden"),
        area=Area.TRAININGS,
        templates=("team_paths/proposed", "team_paths/decided"),
        may_wait=True,
    ),
)
