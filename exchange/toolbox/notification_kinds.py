"""The mails about texts of municipalities, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="municipal_texts",
        label=_l("Werkzeugkasten: Texte Ihrer Kommune, zur Freigabe und entschieden"),
        area=Area.TRAININGS,
        templates=("toolbox/submitted", "toolbox/decided"),
    ),
)
