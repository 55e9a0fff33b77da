"""Strategy concepts as everybody in the municipality reads them; of all of them, the figures."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_STRATEGIES, READ_STRATEGY_FIGURES, WRITE_STRATEGIES
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.adoption.comparing import find_pair, version_key
from exchange.adoption.word_changes import word_changes
from exchange.strategies import queries, services
from exchange.strategies.differences import differences
from exchange.strategies.forms import progress_form
from exchange.strategies.models import StrategyVersion
from exchange.strategies.paper import as_pdf, plain_blocks
from exchange.strategies.presentation import standing_of
from exchange.strategies.wording import KINDS, MEASURE_STATES, STATES, field_name, version_name
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint("strategies", __name__, template_folder="templates", url_prefix="/strategies")
programme = Blueprint(
    "strategy_figures", __name__, template_folder="templates", url_prefix="/manage/strategies"
)
blueprint.add_app_template_global(word_changes)
blueprint.add_app_template_global(field_name, "strategy_field_name")
blueprint.add_app_template_global(plain_blocks, "strategy_blocks")


@blueprint.get("")
@requires(READ_STRATEGIES)
def index() -> ResponseReturnValue:
    account = current_account()
    shelves = queries.list_shelves(account)
    municipalities = {shelf.strategy.municipality for shelf in shelves}
    return render_template(
        "strategies/index.html",
        shelves=shelves,
        tallies=queries.count_measures(municipalities, day=today(clock.now())),
        written=queries.written_municipality_ids(account),
        several=len(municipalities) > 1,
        kinds=KINDS,
    )


@blueprint.get("/<public_id>")
@requires(READ_STRATEGIES)
def show(public_id: str) -> ResponseReturnValue:
    account = current_account()
    shelf = queries.get_shelf(account, public_id)
    versions = queries.list_readable_versions(account, shelf)
    return render_template(
        "strategies/show.html",
        shelf=shelf,
        versions=[one for one in versions if one.number],
        comparable=len(versions) > 1,
        writes=queries.may_write(account, shelf.strategy),
        **_shown(shelf.adopted),
    )


@blueprint.get("/<public_id>/compare")
@requires(READ_STRATEGIES)
def compare(public_id: str) -> ResponseReturnValue:
    account = current_account()
    shelf = queries.get_shelf(account, public_id)
    versions = queries.list_readable_versions(account, shelf)
    pair = find_pair(versions, request.args)
    if pair is None:
        raise NotFound
    old, new = pair
    return render_template(
        "strategies/compare.html",
        shelf=shelf,
        versions=[(version_key(one), version_name(one)) for one in versions],
        chosen=[version_key(one) for one in pair],
        old=old,
        new=new,
        differences=differences(old.content, new.content),
    )


@blueprint.get("/<public_id>/versions/<int:number>")
@requires(READ_STRATEGIES)
def version(public_id: str, number: int) -> ResponseReturnValue:
    shelf = queries.get_shelf(current_account(), public_id)
    shown = queries.get_adopted_version(shelf.strategy, number)
    before = queries.get_adopted_version(shelf.strategy, number - 1) if number > 1 else None
    return render_template(
        "strategies/version.html",
        shelf=shelf,
        before=before,
        differences=differences(before.content, shown.content) if before else None,
        **_shown(shown),
    )


@blueprint.get("/<public_id>/versions/<int:number>/file.pdf")
@requires(READ_STRATEGIES)
def file(public_id: str, number: int) -> ResponseReturnValue:
    shelf = queries.get_shelf(current_account(), public_id)
    shown = queries.get_adopted_version(shelf.strategy, number)
    return download(*as_pdf(shown, standing_of(shown, today(clock.now()))))


@blueprint.route("/<public_id>/measures/<key>", methods=["GET", "POST"])
@requires(WRITE_STRATEGIES)
def measure(public_id: str, key: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    progress = queries.get_progress(shelf.adopted, key)
    form = progress_form(progress)
    if form.validate_on_submit():
        try:
            services.report_progress(
                strategy=shelf.strategy,
                key=key,
                state=form.said,
                note=form.note.data or "",
                revision=form.seen,
                actor=current_person(),
                now=clock.now(),
            )
        except services.ChangedMeanwhile as refusal:
            form.show(refusal)
            # Whoever sends it once more has been told, and means it.
            form.revision.data = str(progress.revision)
        else:
            flash(_("Der Stand ist gespeichert."), "success")
            return redirect(url_for("strategies.show", public_id=public_id), 303)
    [said] = [one for one in shelf.adopted.measures if one.key == key]
    page = render_template("strategies/measure.html", shelf=shelf, measure=said, form=form)
    return page, 422 if form.is_submitted() else 200


@programme.get("")
@requires(READ_STRATEGY_FIGURES)
def figures() -> ResponseReturnValue:
    """Who has adopted something comes first."""
    municipalities = queries.list_municipalities()
    tallies = queries.count_measures(municipalities, day=today(clock.now()))
    adopters = {municipality_id for municipality_id, _kind in tallies}
    return render_template(
        "strategies/figures.html",
        municipalities=sorted(municipalities, key=lambda one: one.id not in adopters),
        tallies=tallies,
        kinds=KINDS,
    )


def download(name: str, content: bytes) -> Response:
    """A PDF to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def _shown(version: StrategyVersion | None) -> dict[str, Any]:
    """What the page of an adopted version is made of."""
    return {
        "version": version,
        "standing": standing_of(version, today(clock.now())) if version else None,
        "states": STATES,
        "measure_states": MEASURE_STATES,
    }
