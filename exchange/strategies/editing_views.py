"""Write strategy concepts of one's municipality: begin, save, compare, adopt, discard."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised, viewer_zone
from app.kernel.matrix import WRITE_STRATEGIES
from app.kernel.permissions import requires
from exchange.adoption.forms import AdoptionForm, StepForm
from exchange.adoption.ordering import DOWN, UP, moved
from exchange.strategies import queries, services
from exchange.strategies.differences import differences
from exchange.strategies.document import missing_in
from exchange.strategies.forms import (
    MOST_MEASURES,
    StrategyForm,
    new_strategy_form,
    strategy_form,
)
from exchange.strategies.models import StrategyKind
from exchange.strategies.paper import as_pdf
from exchange.strategies.shelf import shipped_strategies
from exchange.strategies.views import download
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "write_strategies",
    __name__,
    template_folder="templates",
    url_prefix="/municipality/strategies",
)

_ARRANGING = {"add_measure", "up", "down"}


@blueprint.route("/new", methods=["GET", "POST"])
@requires(WRITE_STRATEGIES)
def new() -> ResponseReturnValue:
    municipalities = queries.list_written_municipalities(current_account())
    if not municipalities:
        raise NotFound
    form, shipped = new_strategy_form(municipalities), shipped_strategies()
    if form.validate_on_submit():
        by_id = {one.public_id: one for one in municipalities}
        chosen = form.municipality.data if "municipality" in form else municipalities[0].public_id
        try:
            draft = services.create_strategy(
                municipality=by_id[chosen],
                kind=form.kind.data,
                document=shipped[form.kind.data].make_document(),
                actor=current_person(),
                now=clock.now(),
            )
            target = url_for("write_strategies.edit", public_id=draft.strategy.public_id)
            return redirect(target, 303)
        except services.AlreadyThere as refusal:
            form.show(refusal)
    hints = {kind: localised(one.summary) for kind, one in shipped.items()}
    page = render_template("strategies/new.html", form=form, hints=hints)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(WRITE_STRATEGIES)
def edit(public_id: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    said = shelf.draft or shelf.adopted
    form = strategy_form(said.content, shelf.draft.revision if shelf.draft else 0)
    if not form.is_submitted():
        if "lacking" in request.args:
            form.tell(missing_in(said.content))
        return _edit_page(shelf, form)
    if _ARRANGING & request.form.keys():
        return _edit_page(shelf, _arranged(form))
    return _save(shelf, form) if form.validate() else (_edit_page(shelf, form), 422)


@blueprint.get("/<public_id>/draft")
@requires(WRITE_STRATEGIES)
def draft(public_id: str) -> ResponseReturnValue:
    return _draft_page(public_id, _adoption_form())


@blueprint.get("/<public_id>/draft.pdf")
@requires(WRITE_STRATEGIES)
def draft_file(public_id: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    if shelf.draft is None:
        raise NotFound
    return download(*as_pdf(shelf.draft, None))


@blueprint.post("/<public_id>/adopt")
@requires(WRITE_STRATEGIES)
def adopt(public_id: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    form = _adoption_form()
    if not form.validate():
        return _draft_page(public_id, form), 422
    try:
        services.adopt_draft(
            strategy=shelf.strategy,
            revision=form.seen,
            adoption=services.Adoption(form.adopted_by.data, form.adopted_on.data),
            actor=current_person(),
            now=clock.now(),
        )
    except (services.ChangedMeanwhile, services.NotReady, services.ReviewTooEarly) as refusal:
        form.show(refusal)
        return _draft_page(public_id, form), 422
    flash(_("Beschlossen. Alle in Ihrer Kommune können das Konzept jetzt lesen."), "success")
    return redirect(url_for("strategies.show", public_id=public_id), 303)


@blueprint.route("/<public_id>/discard", methods=["GET", "POST"])
@requires(WRITE_STRATEGIES)
def discard(public_id: str) -> ResponseReturnValue:
    shelf, form = queries.get_written_shelf(current_account(), public_id), StepForm()
    if shelf.draft is None:
        raise NotFound
    if form.validate_on_submit():
        try:
            services.discard_draft(
                strategy=shelf.strategy, revision=form.seen, actor=current_person(), now=clock.now()
            )
        except services.ChangedMeanwhile as refusal:
            form.show(refusal)
        else:
            flash(_("Der Entwurf ist verworfen."), "success")
            return redirect(url_for("strategies.index"), 303)
    form.revision.data = str(shelf.draft.revision)
    page = render_template("strategies/discard.html", shelf=shelf, form=form)
    return page, 422 if form.is_submitted() else 200


def _arranged(form: StrategyForm) -> StrategyForm:
    """The form with one more measure, or with a measure moved."""
    said, asked = form.draft(), request.form
    for name, by in (("up", UP), ("down", DOWN)):
        if name in asked:
            said["measures"] = moved(said["measures"], asked.get(name, -1, type=int), by)
    arranged = strategy_form(said, form.seen, fresh=True)
    if "add_measure" in asked and len(arranged.measures) < MOST_MEASURES:
        arranged.measures.append_entry()
    return arranged


def _save(shelf: queries.Shelf, form: StrategyForm) -> ResponseReturnValue:
    document, public_id = form.document(), shelf.strategy.public_id
    try:
        saved = services.save_draft(
            strategy=shelf.strategy,
            document=document,
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
        )
    except services.ChangedMeanwhile:
        return _conflict(shelf, form, document)
    except DomainError as refusal:
        form.show(refusal)
        return _edit_page(shelf, form), 422
    if saved is None and shelf.draft is None:
        flash(_("Das Konzept ist unverändert."), "info")
        return redirect(url_for("strategies.show", public_id=public_id), 303)
    flash(_("Der Entwurf ist gespeichert."), "success")
    if "go_on" in request.form:
        return redirect(url_for("write_strategies.edit", public_id=public_id), 303)
    return redirect(url_for("write_strategies.draft", public_id=public_id), 303)


def _conflict(
    shelf: queries.Shelf, form: StrategyForm, document: dict[str, Any]
) -> ResponseReturnValue:
    """What was typed, and where it differs. Whoever saves again has been told, and means it."""
    newest = queries.find_draft(shelf.strategy)
    form.revision.data = str(newest.revision if newest else 0)
    said = newest or queries.find_adopted(shelf.strategy)
    conflict = {"old": said.content, "new": document} if said else {}
    found = differences(said.content, document) if said else None
    return _edit_page(shelf, form, conflict=conflict, differences=found), 422


def _edit_page(shelf: queries.Shelf, form: StrategyForm, **more: Any) -> str:
    return render_template(
        "strategies/edit.html",
        shelf=shelf,
        form=form,
        most_measures=MOST_MEASURES,
        questions=shipped_strategies()[StrategyKind(shelf.strategy.kind)].questions,
        **({"conflict": None, "differences": None} | more),
    )


def _adoption_form() -> AdoptionForm:
    form = AdoptionForm()
    form.today = clock.now().astimezone(viewer_zone()).date()
    return form


def _draft_page(public_id: str, form: AdoptionForm) -> str:
    shelf = queries.get_written_shelf(current_account(), public_id)
    if shelf.draft is None:
        raise NotFound
    form.revision.data = str(shelf.draft.revision)
    lacks = missing_in(shelf.draft.content)
    return render_template(
        "strategies/draft.html",
        shelf=shelf,
        version=shelf.draft,
        form=form,
        differences=differences(shelf.adopted.content, shelf.draft.content)
        if shelf.adopted
        else None,
        lacks=lacks,
    )
