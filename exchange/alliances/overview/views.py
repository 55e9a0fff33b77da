"""One alliance at a glance; of all municipalities, how complete they are."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.matrix import READ_ALLIANCES
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.alliances.meetings.queries import list_open_tasks_of
from exchange.alliances.overview.gap_wording import gap_line
from exchange.alliances.overview.network import network_picture
from exchange.alliances.overview.queries import get_completeness
from exchange.alliances.partners.wording import KINDS, KINDS_IN_A_WORD
from exchange.alliances.reach import get_alliance, list_municipalities_in_reach
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "alliances", __name__, template_folder="../templates", url_prefix="/alliances"
)


@blueprint.get("")
@requires(READ_ALLIANCES)
def index() -> ResponseReturnValue:
    """The one alliance of whoever has no other; else those in reach, who has begun first."""
    municipalities = list_municipalities_in_reach(current_account())
    if len(municipalities) == 1:
        return redirect(url_for("alliances.show", municipality=municipalities[0].public_id), 303)
    found = get_completeness([one.id for one in municipalities], today=today(clock.now()))
    rows = [(one, found[one.id]) for one in municipalities]
    return render_template(
        "alliances/index.html",
        rows=sorted(rows, key=lambda row: row[1].partners == 0),
        kinds=len(KINDS),
    )


@blueprint.get("/<municipality>")
@requires(READ_ALLIANCES)
def show(municipality: str) -> ResponseReturnValue:
    alliance = get_alliance(municipality, reader=current_account())
    day = today(clock.now())
    home = alliance.municipality.id
    state = get_completeness([home], today=day)[home]
    return render_template(
        "alliances/show.html",
        alliance=alliance,
        state=state,
        gaps=[gap_line(gap, alliance) for gap in state.gaps] if alliance.shows_gaps else [],
        kinds=KINDS,
        picture=network_picture(
            [(str(word), state.kinds[kind]) for kind, word in KINDS_IN_A_WORD.items()],
            [bool(line.partners) for line in state.situations],
        ),
        tasks=list_open_tasks_of(current_person(), alliance),
        today=day,
    )
