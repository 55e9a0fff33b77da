"""Who helps now? One page for those affected in a municipality; on paper, one sheet."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.matrix import READ_ALLIANCES
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.alliances.helping.queries import get_help_sheet
from exchange.alliances.reach import get_alliance
from organisations.accounts.current import current_account

blueprint = Blueprint(
    "alliance_help",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>/help",
)


@blueprint.get("")
@requires(READ_ALLIANCES)
def show(municipality: str) -> ResponseReturnValue:
    """For the people of the municipality, and whoever manages its alliance."""
    alliance = get_alliance(municipality, reader=current_account())
    if not (alliance.is_home or alliance.manages):
        raise NotFound
    return render_template(
        "alliances/help.html",
        alliance=alliance,
        sheet=get_help_sheet(alliance),
        today=today(clock.now()),
    )
