"""The mails of meetings, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="meeting_invitations",
        label=_l("Sitzungen: Einladungen"),
        area=Area.TRAININGS,
        templates=("meetings/invited",),
    ),
    NotificationKind(
        key="meetings",
        label=_l("Sitzungen: Erinnerung an die Antwort, Protokolle"),
        area=Area.TRAININGS,
        templates=("meetings/reply_reminder", "meetings/minutes_submitted"),
        may_wait=True,
        may_be_off=True,
    ),
)
