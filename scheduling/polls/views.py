"""Pages of a date poll, for who is asked and who chooses. Everybody else finds nothing."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.permissions import signed_in
from organisations.accounts.current import current_person
from scheduling.polls import queries

blueprint = Blueprint("date_polls", __name__, template_folder="templates", url_prefix="/date-polls")


@blueprint.get("/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    poll = queries.get_poll_for(current_person(), public_id)
    return render_template("date_polls/show.html", poll=poll)
