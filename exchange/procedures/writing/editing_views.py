"""Write procedures of one's municipality: begin, save, compare, put in force, set aside."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import viewer_zone
from app.kernel.matrix import WRITE_PROCEDURES
from app.kernel.permissions import requires
from exchange.adoption.forms import AdoptionForm, StepForm
from exchange.adoption.ordering import DOWN, UP, moved
from exchange.procedures.writing import queries, services
from exchange.procedures.writing.differences import differences
from exchange.procedures.writing.document import empty_document, missing_in
from exchange.procedures.writing.forms import (
    FROM_SCRATCH,
    MOST_STEPS,
    ProcedureForm,
    new_procedure_form,
    procedure_form,
)
from exchange.procedures.writing.question_row import MOST_QUESTIONS
from exchange.procedures.writing.shelf import find_fitting, find_shipped, shipped_procedures
from exchange.procedures.writing.wording import situation_names
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "write_procedures",
    __name__,
    template_folder="templates",
    url_prefix="/municipality/procedures",
)

_ARRANGING = {"add_step", "up", "down", "add_question"}


@blueprint.route("/new", methods=["GET", "POST"])
@requires(WRITE_PROCEDURES)
def new() -> ResponseReturnValue:
    municipalities = queries.list_written_municipalities(current_account())
    if not municipalities:
        raise NotFound
    names, situation = situation_names(), request.args.get("situation", "")
    form = new_procedure_form(shipped_procedures(), municipalities, _fitting(situation, names))
    if form.validate_on_submit():
        by_id = {one.public_id: one for one in municipalities}
        chosen = form.municipality.data if "municipality" in form else municipalities[0].public_id
        draft = services.create_procedure(
            municipality=by_id[chosen],
            document=_begun(form.template.data, situation, names),
            actor=current_person(),
            now=clock.now(),
        )
        target = url_for("write_procedures.edit", public_id=draft.procedure.public_id)
        return redirect(target, 303)
    page = render_template(
        "procedures/new.html",
        form=form,
        shipped=shipped_procedures(),
        situation=names.get(situation),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(WRITE_PROCEDURES)
def edit(public_id: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    said, revision = shelf.shown, 0
    if shelf.draft is not None:
        said, revision = shelf.draft, shelf.draft.revision
    form = procedure_form(said.content, revision, situation_names())
    if not form.is_submitted():
        if "lacking" in request.args:
            form.tell(missing_in(said.content))
        return _edit_page(shelf, form)
    if _ARRANGING & request.form.keys():
        return _edit_page(shelf, _arranged(form))
    return _save(shelf, form) if form.validate() else (_edit_page(shelf, form), 422)


@blueprint.get("/<public_id>/draft")
@requires(WRITE_PROCEDURES)
def draft(public_id: str) -> ResponseReturnValue:
    form = _adoption_form()
    return _draft_page(public_id, form)


@blueprint.post("/<public_id>/put-in-force")
@requires(WRITE_PROCEDURES)
def put_in_force(public_id: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    form = _adoption_form()
    if not form.validate():
        return _draft_page(public_id, form), 422
    try:
        services.put_in_force(
            procedure=shelf.procedure,
            revision=form.seen,
            adopted_by=form.adopted_by.data,
            adopted_on=form.adopted_on.data,
            actor=current_person(),
            now=clock.now(),
        )
    except (services.ChangedMeanwhile, services.NotReady) as refusal:
        form.show(refusal)
        return _draft_page(public_id, form), 422
    flash(_("In Kraft. Vorgänge beginnen ab jetzt mit dieser Fassung."), "success")
    return redirect(url_for("procedures.show", public_id=public_id), 303)


@blueprint.route("/<public_id>/discard", methods=["GET", "POST"])
@requires(WRITE_PROCEDURES)
def discard(public_id: str) -> ResponseReturnValue:
    shelf, form = queries.get_written_shelf(current_account(), public_id), StepForm()
    if shelf.draft is None:
        raise NotFound
    if form.validate_on_submit():
        try:
            services.discard_draft(
                procedure=shelf.procedure,
                revision=form.seen,
                actor=current_person(),
                now=clock.now(),
            )
        except services.ChangedMeanwhile as refusal:
            form.show(refusal)
        else:
            flash(_("Der Entwurf ist verworfen."), "success")
            return redirect(url_for("procedures.index"), 303)
    form.revision.data = str(shelf.draft.revision)
    page = render_template("procedures/discard.html", shelf=shelf, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/set-aside", methods=["GET", "POST"])
@requires(WRITE_PROCEDURES)
def set_aside(public_id: str) -> ResponseReturnValue:
    shelf = queries.get_written_shelf(current_account(), public_id)
    if shelf.in_force is None:
        raise NotFound
    if request.method == "POST":
        services.set_aside(procedure=shelf.procedure, actor=current_person(), now=clock.now())
        flash(_("Das Verfahren gilt nicht mehr. Laufende Vorgänge gehen weiter."), "success")
        return redirect(url_for("procedures.show", public_id=public_id), 303)
    return render_template(
        "confirm.html",
        heading=_("Verfahren außer Kraft setzen?"),
        text=_("Neue Vorgänge können dann nicht mehr damit beginnen. Laufende gehen weiter."),
        label=_("Außer Kraft setzen"),
        action_url=url_for("write_procedures.set_aside", public_id=public_id),
        cancel_url=url_for("procedures.show", public_id=public_id),
    )


def _fitting(situation: str, names: Mapping[str, str]) -> str | None:
    """The key of the template to begin with for `situation`; None where none was asked for."""
    if situation not in names:
        return None
    found = find_fitting(situation)
    return found.key if found else FROM_SCRATCH


def _begun(template: str, situation: str, names: Mapping[str, str]) -> dict[str, Any]:
    """What a draft says first: the template, and that it is for `situation`, too."""
    shipped = find_shipped(template)
    document = shipped.document if shipped else empty_document(_("Neues Verfahren"))
    wanted = {situation, *document["situations"]}
    return document | {"situations": [key for key in names if key in wanted]}


def _arranged(form: ProcedureForm) -> ProcedureForm:
    """The form with one more step or question, or with a step moved."""
    said, asked = form.draft(), request.form
    for name, by in (("up", UP), ("down", DOWN)):
        if name in asked:
            said["steps"] = moved(said["steps"], asked.get(name, -1, type=int), by)
    arranged = procedure_form(said, form.seen, situation_names(), fresh=True)
    if "add_step" in asked and len(arranged.steps) < MOST_STEPS:
        arranged.steps.append_entry()
    row = asked.get("add_question", -1, type=int)
    if 0 <= row < len(arranged.steps):
        arranged.steps[row].form.add_question()
    return arranged


def _save(shelf: queries.Shelf, form: ProcedureForm) -> ResponseReturnValue:
    document = form.document()
    try:
        saved = services.save_draft(
            procedure=shelf.procedure,
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
    public_id = shelf.procedure.public_id
    if saved is None and shelf.draft is None:
        flash(_("Das Verfahren ist unverändert."), "info")
        return redirect(url_for("procedures.show", public_id=public_id), 303)
    flash(_("Der Entwurf ist gespeichert."), "success")
    if "go_on" in request.form:
        return redirect(url_for("write_procedures.edit", public_id=public_id), 303)
    return redirect(url_for("write_procedures.draft", public_id=public_id), 303)


def _conflict(
    shelf: queries.Shelf, form: ProcedureForm, document: dict[str, Any]
) -> ResponseReturnValue:
    """What was typed, and where it differs. Whoever saves again has been told, and means it."""
    newest = queries.find_draft(shelf.procedure)
    form.revision.data = str(newest.revision if newest else 0)
    said = newest or queries.find_in_force(shelf.procedure)
    found = differences(said.content, document) if said else None
    return _edit_page(shelf, form, conflict=True, differences=found), 422


def _edit_page(shelf: queries.Shelf, form: ProcedureForm, **more: Any) -> str:
    return render_template(
        "procedures/edit.html",
        shelf=shelf,
        form=form,
        most_steps=MOST_STEPS,
        most_questions=MOST_QUESTIONS,
        situations=situation_names(),
        **({"conflict": False, "differences": None} | more),
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
    return render_template(
        "procedures/draft.html",
        shelf=shelf,
        version=shelf.draft,
        form=form,
        differences=differences(shelf.in_force.content, shelf.draft.content)
        if shelf.in_force
        else None,
        lacking=bool(missing_in(shelf.draft.content)),
        situations=situation_names(),
    )
