"""The mails about certificates that were issued, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="certificate_changed",
        label=_l("Bescheinigung widerrufen, oder Antwort auf eine Bitte um Korrektur"),
        area=Area.TRAININGS,
        templates=("register/revoked", "register/correction_declined"),
    ),
    NotificationKind(
        key="certificate_ending",
        label=_l("Bescheinigung läuft ab"),
        area=Area.TRAININGS,
        templates=("register/ending",),
        may_wait=True,
        may_be_off=True,
    ),
    NotificationKind(
        key="certificate_correction",
        label=_l("Als Kursleitung: Bitte um Korrektur einer Bescheinigung"),
        area=Area.TRAININGS,
        templates=("register/correction_asked",),
        may_wait=True,
        may_be_off=True,
    ),
)
