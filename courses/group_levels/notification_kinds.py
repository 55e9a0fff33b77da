"""The mails around the levels of groups, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="group_levels",
        label=_l("Trainings: Bitte, zum Stand Ihrer Gruppe beizutragen"),
        area=Area.TRAININGS,
        templates=("group_levels/asked",),
        may_wait=True,
        may_be_off=True,
    ),
    NotificationKind(
        key="group_levels_published",
        label=_l("Trainings: Ergebnisse von Umfragen Ihrer Kommune"),
        area=Area.TRAININGS,
        templates=("group_levels/published",),
        may_wait=True,
    ),
)
