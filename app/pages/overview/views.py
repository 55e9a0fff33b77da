"""The state of the programme on one page, and of one municipality in all parts."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.matrix import READ_OVERVIEW, READ_REPORTS
from app.kernel.permissions import requires
from app.kernel.progress import Stage
from app.pages.overview import queries
from app.pages.overview.bars import stage_chart
from app.pages.overview.forms import overview_form
from app.pages.overview.presenting import module_name, part_title, sums_table
from app.pages.overview.state import gathered, narrowed
from app.pages.overview.wording import STAGES
from organisations.accounts.current import current_account
from organisations.wording import KINDS, MEMBERSHIPS, STATES

blueprint = Blueprint(
    "overview", __name__, template_folder="templates", url_prefix="/manage/overview"
)
blueprint.add_app_template_global(part_title, "part_title")
blueprint.add_app_template_global(module_name, "module_name")


@blueprint.get("")
@requires(READ_OVERVIEW)
def index() -> ResponseReturnValue:
    """Who coordinates one municipality alone goes straight to it."""
    account = current_account()
    reaches_all = READ_OVERVIEW.reaches_all(account.roles)
    municipalities = queries.list_municipalities_in_reach(account)
    if len(municipalities) == 1 and not reaches_all:
        return redirect(url_for("overview.show", public_id=municipalities[0].public_id), 303)
    whole = queries.read_overview(municipalities, now=clock.now(), together=reaches_all)
    form = overview_form(request.args, whole)
    criteria = form.criteria
    overview = narrowed(whole, criteria)
    return render_template(
        "overview/index.html",
        form=form,
        criteria=criteria,
        whole=whole,
        overview=overview,
        shared_dates=gathered(overview.next_dates),
        sums=sums_table(overview),
        read_reports=READ_REPORTS,
        chart=stage_chart(overview.tallies, [part_title(part) for part in overview.parts]),
        **_words(),
    )


@blueprint.get("/<public_id>")
@requires(READ_OVERVIEW)
def show(public_id: str) -> ResponseReturnValue:
    municipality = queries.get_municipality_in_reach(public_id, reader=current_account())
    overview = queries.read_overview([municipality], now=clock.now())
    row = overview.rows[0]
    links = {part.name: part.url(public_id) for part in queries.list_parts() if part.url}
    return render_template(
        "overview/show.html",
        municipality=municipality,
        overview=overview,
        row=row,
        reached=row.count(Stage.REACHED, overview.parts),
        dates=row.next_dates(overview.parts),
        risks=row.risks(overview.parts),
        links=links,
        reaches_all=READ_OVERVIEW.reaches_all(current_account().roles),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "stages": STAGES,
        "kinds": KINDS,
        "states": STATES,
        "memberships": MEMBERSHIPS,
        "reached_stage": Stage.REACHED,
    }
