"""The mails of coordinators' and the office's side, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="seat_requests",
        label=_l("Trainings: Anfragen nach Plätzen, über die Sie entscheiden"),
        area=Area.TRAININGS,
        templates=("nominations/seat_requested",),
        may_wait=True,
    ),
    NotificationKind(
        key="in_house",
        label=_l("Trainings: Durchgänge nur für eine Kommune"),
        area=Area.TRAININGS,
        templates=("nominations/in_house_asked", "nominations/in_house_answered"),
        may_wait=True,
    ),
)
