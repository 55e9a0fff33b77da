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
        key="waiting_list",
        label=_l("Trainings: freie Plätze und Warteliste"),
        area=Area.TRAININGS,
        templates=(
            "cohorts/seat_offered",
            "cohorts/offer_lapsed",
            "cohorts/waitlisted",
            "cohorts/line_closed",
            "cohorts/enrolment_removed",
            "cohorts/substitute_asked",
            "cohorts/substitute_answered",
        ),
    ),
    NotificationKind(
        key="answers",
        label=_l("Trainings: Antworten auf Ihre Anfragen"),
        area=Area.TRAININGS,
        templates=("cohorts/request_declined", "cohorts/waiver_decided"),
        may_wait=True,
    ),
    NotificationKind(
        key="waivers",
        label=_l("Trainings: Bitten um Ausnahme, über die Sie entscheiden"),
        area=Area.TRAININGS,
        templates=("cohorts/waiver_asked",),
        may_wait=True,
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
