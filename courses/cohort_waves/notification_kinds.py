"""The mails around cohorts' waves, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="cohort_waves",
        label=_l("Selbsteinschätzung vor und nach einem Kurs: Einladung und Erinnerung"),
        area=Area.ASSESSMENTS,
        templates=("cohort_waves/asked", "cohort_waves/reminded"),
        may_wait=True,
        may_be_off=True,
    ),
)
