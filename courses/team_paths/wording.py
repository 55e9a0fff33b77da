"""The words on screen for where a team's path stands, and for what its plan leaves."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.team_paths.describing import LeftReason
from courses.team_paths.models import TeamPathState

PLAN_STATES: dict[str, Message] = {
    TeamPathState.PLANNED: _l("noch nicht vorgeschlagen"),
    TeamPathState.PROPOSED: _l("wartet auf die Koordination"),
    TeamPathState.RETURNED: _l("zurückgegeben"),
    TeamPathState.APPROVED: _l("genehmigt"),
}
PLAN_BADGES: dict[str, str] = {
    TeamPathState.PLANNED: "neutral",
    TeamPathState.PROPOSED: "info",
    TeamPathState.RETURNED: "warning",
    TeamPathState.APPROVED: "success",
}

#: Of a course that is not in the plan.
LEFT_OUT: dict[str, Message] = {
    LeftReason.OTHER_FUNCTION: _l("Dieser Kurs ist für andere Funktionen gedacht."),
    LeftReason.NO_DATE: _l("Für Ihr Team gibt es zurzeit keinen Termin mit genug Plätzen."),
    LeftReason.OTHER_DATES: _l("Die Termine überschneiden sich mit anderen Schritten."),
    LeftReason.TIME: _l("Dafür reicht die eingeplante Zeit nicht mehr."),
    LeftReason.LESS: _l("Dieser Kurs bringt dem Team zurzeit weniger."),
}
#: Of a target that the plan does not guarantee.
LEFT_OPEN: dict[str, Message] = {
    LeftReason.NO_COURSE: _l("Für diese Funktion führt noch kein Kurs bis zum Ziel."),
    LeftReason.NO_DATE: _l(
        "Es gibt einen Kurs dafür, aber zurzeit nicht für alle einen Termin mit genug Plätzen."
    ),
    LeftReason.OTHER_DATES: _l("Der Kurs dafür überschneidet sich mit anderen Schritten."),
    LeftReason.TIME: _l("Dafür reicht die eingeplante Zeit nicht mehr."),
    LeftReason.LESS: _l("Andere Kurse bringen dem Team zurzeit mehr."),
}
