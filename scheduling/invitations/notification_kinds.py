"""The mails that bring dates into calendars, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="dates",
        label=_l("Trainings: Termine für Ihren Kalender"),
        area=Area.TRAININGS,
        templates=("invitations/date",),
    ),
)
