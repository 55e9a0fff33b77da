"""Drafts of joint statements: begun, written on, proposed, deleted."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import Forbidden, NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import WRITE_STATEMENTS
from app.kernel.permissions import requires
from courses.catalogue.markdown import render_markdown
from exchange.adoption.forms import StepForm
from exchange.statements import queries, services
from exchange.statements.forms import NewStatementForm, StatementForm
from exchange.statements.models import JointStatement, StatementState
from exchange.statements.views import get_readable, may_write, show_statement
from organisations.accounts.current import current_account, current_person
from organisations.models import Municipality

blueprint = Blueprint(
    "statement_drafts", __name__, template_folder="templates", url_prefix="/statements/drafts"
)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(WRITE_STATEMENTS)
def new() -> ResponseReturnValue:
    scope, form = queries.scope_of(current_account()), NewStatementForm(revision="0")
    if not scope.may_write:
        raise Forbidden
    municipalities = queries.list_municipalities(scope.writes)
    form.offer(municipalities, is_office=scope.is_office)
    if _is_preview() or not form.validate_on_submit():
        return _edit_page(form, None), 422 if form.errors else 200
    statement = services.create_statement(
        municipality=_chosen(form, municipalities),
        wording=form.wording,
        actor=current_person(),
        now=clock.now(),
    )
    flash(_("Der Entwurf ist gespeichert."), "success")
    return redirect(url_for("statements.show", public_id=statement.public_id), 303)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(WRITE_STATEMENTS)
def edit(public_id: str) -> ResponseReturnValue:
    statement = _writable(public_id)
    form = StatementForm(obj=statement)
    if not form.is_submitted():
        if statement.state != StatementState.DRAFT:
            return redirect(url_for("statements.show", public_id=public_id), 303)
        form.revision.data = str(statement.revision)
        return _edit_page(form, statement)
    if _is_preview() or not form.validate():
        return _edit_page(form, statement), 422 if form.errors else 200
    try:
        services.save_statement(
            statement=statement,
            wording=form.wording,
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
        )
    except services.ChangedMeanwhile:
        # What was typed stays in the form. Whoever saves again has been told, and means it.
        form.revision.data = str(statement.revision)
        return _edit_page(form, statement, changed=True), 422
    flash(_("Der Entwurf ist gespeichert."), "success")
    return redirect(url_for("statements.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/propose")
@requires(WRITE_STATEMENTS)
def propose(public_id: str) -> ResponseReturnValue:
    said = _("Das Programmbüro bekommt eine Mail und öffnet die Erklärung zum Unterzeichnen.")
    return _step(public_id, services.propose_statement, said)


@blueprint.post("/<public_id>/take-back")
@requires(WRITE_STATEMENTS)
def take_back(public_id: str) -> ResponseReturnValue:
    return _step(public_id, services.take_back_statement, _("Sie können weiterschreiben."))


@blueprint.route("/<public_id>/discard", methods=["GET", "POST"])
@requires(WRITE_STATEMENTS)
def discard(public_id: str) -> ResponseReturnValue:
    statement, form = _writable(public_id), StepForm()
    if not form.is_submitted():
        form.revision.data = str(statement.revision)
        return render_template("statements/discard.html", statement=statement, form=form)
    if not form.validate():
        return render_template("statements/discard.html", statement=statement, form=form), 422
    services.discard_statement(
        statement=statement, revision=form.seen, actor=current_person(), now=clock.now()
    )
    flash(_("Der Entwurf ist gelöscht."), "success")
    return redirect(url_for("statements.index"), 303)


def _writable(public_id: str) -> JointStatement:
    """The statement, for those who write it. Raises NotFound for all others."""
    statement = get_readable(public_id)
    if not may_write(statement, queries.scope_of(current_account())):
        raise NotFound
    return statement


def _step(public_id: str, command: Callable[..., Any], said: Message) -> ResponseReturnValue:
    statement, form = _writable(public_id), StepForm()
    if not form.validate_on_submit():
        return show_statement(statement), 422
    try:
        command(statement=statement, revision=form.seen, actor=current_person(), now=clock.now())
    except services.ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
    else:
        flash(said, "success")
    return redirect(url_for("statements.show", public_id=public_id), 303)


def _is_preview() -> bool:
    return "preview" in request.form


def _chosen(
    form: NewStatementForm, municipalities: "list[Municipality] | Any"
) -> Municipality | None:
    """Whose draft it becomes; None stands for the office."""
    if "municipality" not in form:
        return municipalities[0] if municipalities else None
    chosen = form.municipality.data
    return next((one for one in municipalities if one.public_id == chosen), None)


def _edit_page(
    form: StatementForm, statement: JointStatement | None, *, changed: bool = False
) -> str:
    return render_template(
        "statements/edit.html",
        form=form,
        statement=statement,
        drawn=render_markdown(form.body.data or ""),
        changed=changed,
    )
