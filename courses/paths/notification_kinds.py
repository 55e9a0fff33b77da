"""The mail about a path, as people choose whether they want it."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="path",
        label=_l("Trainings: Ihr Lernpfad ist ein anderer"),
        area=Area.TRAININGS,
        templates=("paths/replanned",),
        may_wait=True,
        may_be_off=True,
    ),
)
