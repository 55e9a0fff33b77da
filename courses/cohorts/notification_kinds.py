"""The mails of cohorts, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="enrolment",
        label=_l("Trainings: Anmeldung und Abmeldung"),
        area=Area.TRAININGS,
        templates=("cohorts/enrolment_confirmed", "cohorts/enrolment_withdrawn"),
        may_wait=True,
        may_be_off=True,
    ),
    NotificationKind(
        key="session_changes",
        label=_l("Trainings: Termin geändert, neu oder abgesagt"),
        area=Area.TRAININGS,
        templates=(
            "cohorts/session_moved",
            "cohorts/session_cancelled",
            "cohorts/session_added",
            "cohorts/cohort_cancelled",
        ),
    ),
    NotificationKind(
        key="leading",
        label=_l("Trainings: was Sie leiten"),
        area=Area.TRAININGS,
        templates=("cohorts/session_leading", "cohorts/cohort_handed_over"),
    ),
)
