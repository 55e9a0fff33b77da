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
        key="session_changes",
        label=_l("Trainings: Termin verlegt oder abgesagt"),
        area=Area.TRAININGS,
        templates=("cohorts/session_moved", "cohorts/session_cancelled"),
    ),
)
