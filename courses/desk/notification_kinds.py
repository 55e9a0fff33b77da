"""The mails of the desk, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="announcements",
        label=_l("Trainings: Mitteilungen der Kursleitung"),
        area=Area.TRAININGS,
        templates=("announcements/announcement",),
        may_wait=True,
    ),
    NotificationKind(
        key="materials",
        label=_l("Trainings: neue Unterlagen"),
        area=Area.TRAININGS,
        templates=("materials/released",),
        may_wait=True,
        may_be_off=True,
    ),
)
