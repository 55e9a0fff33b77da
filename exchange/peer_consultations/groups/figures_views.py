"""How many consultations were held, for the office: numbers by quarter, from seven on."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.matrix import READ_PEER_FIGURES
from app.kernel.permissions import requires
from courses.reports.suppression import THRESHOLD
from exchange.peer_consultations.groups.queries import list_quarters

blueprint = Blueprint(
    "peer_figures",
    __name__,
    template_folder="../templates",
    url_prefix="/peer-consultation-figures",
)


@blueprint.get("")
@requires(READ_PEER_FIGURES)
def show() -> ResponseReturnValue:
    return render_template(
        "peer_consultations/figures.html",
        quarters=[
            (quarter, count if count >= THRESHOLD else None) for quarter, count in list_quarters()
        ],
        threshold=THRESHOLD,
    )
