"""The mails around the path of a team, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="team_analyses",
        label=_l("Trainings: die Analyse Ihres Teams"),
        area=Area.TRAININGS,
        templates=("team_paths/analysed",),
        may_wait=True,
    ),
)
