"""Results for those who were asked: that there is one, and the total."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import requires
from assessments.waves import queries
from assessments.waves.presentation import results_of
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "group_results",
    __name__,
    template_folder="templates",
    url_prefix="/assessments/group-results",
)


@blueprint.get("")
@requires(ASSESS_ONESELF, needs_benefit=False)
def index() -> ResponseReturnValue:
    return render_template(
        "waves/own_results.html", waves=queries.list_results_for(current_person())
    )


@blueprint.get("/<label>")
@requires(ASSESS_ONESELF, needs_benefit=False)
def show(label: str) -> ResponseReturnValue:
    wave = queries.get_result_for(current_person(), label)
    return render_template("waves/own_result.html", wave=wave, results=results_of(wave))
