"""Joint statements inside the programme: the list, one of them, signing, decisions on it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import DECIDE_STATEMENTS, READ_STATEMENTS, SIGN_STATEMENTS
from app.kernel.permissions import requires
from app.kernel.retention import today
from courses.catalogue.markdown import render_markdown
from exchange.statements import queries, services
from exchange.statements.forms import OpeningForm, RemarkForm, SigningForm
from exchange.statements.models import JointStatement
from exchange.statements.queries import Scope
from exchange.statements.wording import BADGES, STATES
from organisations.accounts.current import current_account, current_person
from organisations.models import Municipality

blueprint = Blueprint("statements", __name__, template_folder="templates", url_prefix="/statements")


@blueprint.get("")
@requires(READ_STATEMENTS)
def index() -> ResponseReturnValue:
    scope = queries.scope_of(current_account())
    found = queries.list_statements(scope)
    return render_template(
        "statements/index.html",
        statements=found,
        signed=queries.municipalities_by_statement(found),
        scope=scope,
        may_write=scope.may_write,
        today=today(clock.now()),
        states=STATES,
        badges_of=BADGES,
    )


@blueprint.get("/<public_id>")
@requires(READ_STATEMENTS)
def show(public_id: str) -> ResponseReturnValue:
    return show_statement(get_readable(public_id))


@blueprint.route("/<public_id>/sign", methods=["GET", "POST"])
@requires(SIGN_STATEMENTS)
def sign(public_id: str) -> ResponseReturnValue:
    statement, form, now = get_readable(public_id), SigningForm(), clock.now()
    left = _still_to_sign(statement)
    if not left and queries.scope_of(current_account()).signs:  # a second click, or back
        return redirect(url_for("statements.show", public_id=public_id), 303)
    if not left or not statement.takes_signatures(today(now)):
        raise NotFound
    form.today = today(now)
    form.offer(left)
    if form.validate_on_submit():
        [municipality] = [one for one in left if one.public_id == form.municipality.data]
        try:
            services.sign_statement(
                statement=statement,
                municipality=municipality,
                decided_by=form.decided_by.data or "",
                decided_on=form.decided_on.data,
                actor=current_person(),
                now=now,
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            said = _("%(name)s hat unterzeichnet.", name=municipality.name)
            return _back(statement, said)
    page = render_template("statements/sign.html", statement=statement, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/signatures/<municipality_id>/take-back", methods=["GET", "POST"])
@requires(SIGN_STATEMENTS)
def take_back_signature(public_id: str, municipality_id: str) -> ResponseReturnValue:
    statement, form = get_readable(public_id), RemarkForm()
    municipality = _signed_by(statement, municipality_id)
    if not form.is_submitted():
        form.revision.data = str(statement.revision)
    elif form.validate():
        services.take_back_signature(
            statement=statement,
            municipality=municipality,
            actor=current_person(),
            now=clock.now(),
        )
        return _back(statement, _("Die Unterschrift ist zurückgenommen."))
    page = render_template(
        "statements/unsign.html", statement=statement, municipality=municipality, form=form
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/open")
@requires(DECIDE_STATEMENTS)
def open_for_signing(public_id: str) -> ResponseReturnValue:
    statement, form = get_readable(public_id), OpeningForm()
    if not form.validate():
        return show_statement(statement, opening=form), 422
    return _decide(
        statement,
        form,
        services.open_statement,
        _("Die Erklärung kann unterzeichnet werden. Alle Koordinationen bekommen eine Mail."),
        sign_by=form.sign_by.data,
        quorum=form.quorum.data,
    )


@blueprint.post("/<public_id>/return")
@requires(DECIDE_STATEMENTS)
def send_back(public_id: str) -> ResponseReturnValue:
    said = _("Zurückgegeben. Wer sie vorgeschlagen hat, bekommt eine Mail.")
    return _remark(get_readable(public_id), services.return_statement, said)


@blueprint.post("/<public_id>/release")
@requires(DECIDE_STATEMENTS)
def release(public_id: str) -> ResponseReturnValue:
    statement, form = get_readable(public_id), RemarkForm()
    if not form.validate():
        return show_statement(statement, decision=form), 422
    said = _("Veröffentlicht. Die Seite steht jetzt allen offen.")
    return _decide(statement, form, services.release_statement, said)


@blueprint.post("/<public_id>/withdraw")
@requires(DECIDE_STATEMENTS)
def withdraw(public_id: str) -> ResponseReturnValue:
    said = _("Zurückgezogen. Wer unterzeichnet hat, bekommt eine Mail.")
    return _remark(get_readable(public_id), services.withdraw_statement, said)


def get_readable(public_id: str) -> JointStatement:
    """The statement, for who may read it. Raises NotFound."""
    return queries.get_statement(public_id, queries.scope_of(current_account()))


def show_statement(
    statement: JointStatement,
    *,
    opening: OpeningForm | None = None,
    decision: RemarkForm | None = None,
) -> str:
    """The page of a statement with all that the one who looks may do."""
    scope, day = queries.scope_of(current_account()), today(clock.now())
    opening, decision = opening or OpeningForm(), decision or RemarkForm()
    for form in (opening, decision):
        if not form.is_submitted():
            form.revision.data = str(statement.revision)
    if statement.opened_at:  # all that is left to remark is why it is withdrawn
        decision.remark.label.text = _("Warum")
    signatures = queries.list_signatures(statement)
    return render_template(
        "statements/show.html",
        statement=statement,
        drawn=render_markdown(statement.body),
        signatures=signatures,
        scope=scope,
        writes=may_write(statement, scope),
        own=current_person().public_id in statement.author_ids,
        signs=_still_to_sign(statement) if statement.takes_signatures(day) else [],
        opening=opening,
        decision=decision,
        states=STATES,
        badges_of=BADGES,
    )


def may_write(statement: JointStatement, scope: Scope) -> bool:
    """Whether somebody of `scope` changes the draft."""
    if statement.municipality_id is None:
        return scope.is_office
    return statement.municipality_id in scope.writes


def _still_to_sign(statement: JointStatement) -> list[Municipality]:
    """By name, the municipalities that the one who looks signs for, and that have not yet."""
    signs = queries.scope_of(current_account()).signs
    if not signs:
        return []
    signed = {one.municipality_id for one in queries.list_signatures(statement)}
    return list(queries.list_municipalities(signs - signed))


def _signed_by(statement: JointStatement, public_id: str) -> Municipality:
    """The municipality of that id if the one who looks signs for it. Raises NotFound."""
    signs = queries.scope_of(current_account()).signs
    for signature in queries.list_signatures(statement):
        municipality = signature.municipality
        if municipality.public_id == public_id and municipality.id in signs:
            return municipality
    raise NotFound


def _remark(
    statement: JointStatement, command: Callable[..., Any], said: Message
) -> ResponseReturnValue:
    form = RemarkForm()
    if not form.validate():
        return show_statement(statement, decision=form), 422
    return _decide(statement, form, command, said, remark=form.remark.data or "")


def _decide(
    statement: JointStatement,
    form: OpeningForm | RemarkForm,
    command: Callable[..., Any],
    said: Message,
    **more: Any,
) -> ResponseReturnValue:
    try:
        command(
            statement=statement,
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
            **more,
        )
    except services.ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for("statements.show", public_id=statement.public_id), 303)
    except DomainError as refusal:
        form.show(refusal)
        if isinstance(form, OpeningForm):
            return show_statement(statement, opening=form), 422
        return show_statement(statement, decision=form), 422
    return _back(statement, said)


def _back(statement: JointStatement, said: Message) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("statements.show", public_id=statement.public_id), 303)
