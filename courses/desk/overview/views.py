"""The list of those who take part, to be printed and taken along."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.presenting import by_date
from courses.cohorts.queries import get_managed_cohort, list_roster
from courses.wording import FUNCTIONS
from organisations.accounts.current import current_person
from organisations.wording import STATES

blueprint = Blueprint(
    "trainer_desk", __name__, template_folder="templates", url_prefix="/manage/cohorts/<public_id>"
)


@blueprint.get("/roster")
@requires(RUN_COHORTS)
def roster(public_id: str) -> ResponseReturnValue:
    cohort = get_managed_cohort(current_person(), public_id)
    return render_template(
        "desk/roster.html",
        cohort=cohort,
        sessions=[session for session in by_date(cohort) if session.takes_place],
        roster=list_roster(cohort),
        completed=EnrolmentStatus.COMPLETED,
        functions=FUNCTIONS,
        states=STATES,
    )
