"""The mails of date polls, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area
from scheduling.polls import mails

KINDS = (
    NotificationKind(
        key="date_polls",
        label=_l("Umfragen zu Terminen: Einladung, Änderung und Ergebnis"),
        area=Area.TRAININGS,
        templates=(mails.INVITED, mails.CHANGED, mails.CHOSEN, mails.CALLED_OFF),
    ),
    NotificationKind(
        key="date_poll_reminder",
        label=_l("Umfragen zu Terminen: Erinnerung, wenn noch etwas fehlt"),
        area=Area.TRAININGS,
        templates=(mails.REMINDER, mails.READY),
        may_be_off=True,
    ),
)
