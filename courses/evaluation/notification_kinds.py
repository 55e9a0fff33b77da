"""The mails of evaluations, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="evaluation",
        label=_l("Trainings: Bitte um Rückmeldung"),
        area=Area.TRAININGS,
        templates=("evaluation/asked", "evaluation/reminded"),
        may_wait=True,
        may_be_off=True,
    ),
)
