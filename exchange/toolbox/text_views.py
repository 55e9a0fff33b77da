"""The texts of a municipality: write on, have released, decide, withdraw, take along as a file."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message, in_language
from app.kernel.i18n import gettext as _
from app.kernel.matrix import WRITE_MUNICIPAL_TEXTS
from app.kernel.permissions import requires
from courses.catalogue.markdown import render_markdown
from exchange.paper.blocks import plain_text, read_blocks
from exchange.paper.file_names import file_name
from exchange.paper.pdf_file import pdf_file
from exchange.toolbox import queries, services
from exchange.toolbox.document import aid_text
from exchange.toolbox.filling import open_places, with_open_places_marked
from exchange.toolbox.forms import DecisionForm, StepForm, TextForm
from exchange.toolbox.models import MunicipalText, TextState
from exchange.toolbox.word_file import word_file
from exchange.toolbox.wording import BADGES, KINDS, STATES
from organisations.accounts.current import current_account, current_person
from organisations.queries import find_names

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

blueprint = Blueprint(
    "municipal_texts", __name__, template_folder="templates", url_prefix="/toolbox/texts"
)


@blueprint.get("")
@requires(WRITE_MUNICIPAL_TEXTS)
def index() -> ResponseReturnValue:
    scope, wanted = queries.scope_of(current_account()), request.args.get("state", "")
    state = TextState(wanted) if wanted in list(TextState) else None
    counts = queries.count_texts(scope)
    found = queries.list_texts(scope, state=state, page=request.args.get("page", 1, type=int))
    return render_template(
        "toolbox/texts.html",
        found=found,
        wanted=state or "",
        counts=counts,
        tabs=_tabs(counts, state),
        writes=bool(scope.writes),
        kinds=KINDS,
        states=STATES,
        badges_of=BADGES,
    )


@blueprint.get("/<public_id>")
@requires(WRITE_MUNICIPAL_TEXTS)
def show(public_id: str) -> ResponseReturnValue:
    return _page(_readable(public_id), DecisionForm())


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(WRITE_MUNICIPAL_TEXTS)
def edit(public_id: str) -> ResponseReturnValue:
    text = _writable(public_id)
    form = TextForm(data={"title": text.current.title, "body": text.current.body})
    if not form.is_submitted():
        if text.state != TextState.DRAFT:
            return redirect(url_for("municipal_texts.show", public_id=public_id), 303)
        form.revision.data = str(text.revision)
        return _edit_page(text, form)
    if "preview" in request.form:
        return _edit_page(text, form)
    if not form.validate():
        return _edit_page(text, form), 422
    return _save(text, form)


@blueprint.get("/<public_id>/versions/<int:number>")
@requires(WRITE_MUNICIPAL_TEXTS)
def version(public_id: str, number: int) -> ResponseReturnValue:
    text = _writable(public_id)
    found = queries.get_text_version(text, number)
    return render_template(
        "toolbox/version.html",
        text=text,
        version=found,
        drawn=render_markdown(with_open_places_marked(found.body)),
        names=find_names([found.author_public_id]),
    )


@blueprint.post("/<public_id>/submit")
@requires(WRITE_MUNICIPAL_TEXTS)
def submit(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        services.submit_text,
        _("Der Text wartet jetzt auf die Freigabe. Eine zweite Person bekommt eine Mail."),
    )


@blueprint.post("/<public_id>/take-back")
@requires(WRITE_MUNICIPAL_TEXTS)
def take_back(public_id: str) -> ResponseReturnValue:
    return _step(public_id, services.take_back_text, _("Sie können weiterschreiben."))


@blueprint.post("/<public_id>/release")
@requires(WRITE_MUNICIPAL_TEXTS)
def release(public_id: str) -> ResponseReturnValue:
    return _decide(
        public_id,
        services.release_text,
        _("Freigegeben. Der Text bleibt jetzt, wie er ist, und kann heruntergeladen werden."),
    )


@blueprint.post("/<public_id>/return")
@requires(WRITE_MUNICIPAL_TEXTS)
def send_back(public_id: str) -> ResponseReturnValue:
    return _decide(
        public_id, services.return_text, _("Zurückgegeben. Wer daran schreibt, bekommt eine Mail.")
    )


@blueprint.post("/<public_id>/withdraw")
@requires(WRITE_MUNICIPAL_TEXTS)
def withdraw(public_id: str) -> ResponseReturnValue:
    return _decide(
        public_id, services.withdraw_text, _("Zurückgezogen. Der Text wird nicht mehr angeboten.")
    )


@blueprint.post("/<public_id>/continue")
@requires(WRITE_MUNICIPAL_TEXTS)
def write_on(public_id: str) -> ResponseReturnValue:
    """Begin a new draft with what a released or withdrawn text says."""
    text = _writable(public_id)
    draft = services.continue_text(text=text, actor=current_person(), now=clock.now())
    flash(_("Ein neuer Entwurf ist angelegt. Der alte Text bleibt, wie er ist."), "success")
    return redirect(url_for("municipal_texts.edit", public_id=draft.public_id), 303)


@blueprint.route("/<public_id>/discard", methods=["GET", "POST"])
@requires(WRITE_MUNICIPAL_TEXTS)
def discard(public_id: str) -> ResponseReturnValue:
    text, form = _writable(public_id), StepForm()
    if not form.is_submitted():
        form.revision.data = str(text.revision)
        return render_template("toolbox/discard.html", text=text, form=form)
    if not form.validate():
        return render_template("toolbox/discard.html", text=text, form=form), 422
    services.discard_text(text=text, revision=form.seen, actor=current_person(), now=clock.now())
    flash(_("Der Entwurf ist gelöscht."), "success")
    return redirect(url_for("municipal_texts.index"), 303)


@blueprint.get("/<public_id>/file.docx")
@requires(WRITE_MUNICIPAL_TEXTS)
def as_word(public_id: str) -> ResponseReturnValue:
    text = _readable(public_id)
    content = word_file(
        read_blocks(text.current.body),
        title=text.current.title,
        language=text.language,
        notice=_notice(text),
    )
    return _file(text, content, WORD, "docx")


@blueprint.get("/<public_id>/file.pdf")
@requires(WRITE_MUNICIPAL_TEXTS)
def as_pdf(public_id: str) -> ResponseReturnValue:
    text = _readable(public_id)
    with in_language(text.language):
        label = _("Seite")
    content = pdf_file(
        read_blocks(text.current.body),
        title=text.current.title,
        language=text.language,
        page_label=label,
        notice=_notice(text),
    )
    return _file(text, content, "application/pdf", "pdf")


def _tabs(counts: Mapping[str, int], chosen: TextState | None) -> list[dict[str, Any]]:
    """All texts, and those of each state."""
    return [
        {
            "label": STATES[state] if state else _("Alle"),
            "url": url_for("municipal_texts.index", state=state),
            "active": chosen is state,
            "count": counts[state] if state else None,
        }
        for state in (None, *TextState)
    ]


def _readable(public_id: str) -> MunicipalText:
    return queries.get_text(public_id, queries.scope_of(current_account()))


def _writable(public_id: str) -> MunicipalText:
    """The text, for those who write. Raises NotFound for all others, whom no link leads here."""
    scope = queries.scope_of(current_account())
    text = queries.get_text(public_id, scope)
    if text.municipality_id not in scope.writes:
        raise NotFound
    return text


def _page(text: MunicipalText, form: DecisionForm) -> str:
    scope, body = queries.scope_of(current_account()), text.current.body
    writes = text.municipality_id in scope.writes
    versions = queries.list_text_versions(text) if writes else []
    if not form.is_submitted():
        form.revision.data = str(text.revision)
    said_by = {one.author_public_id for one in (*versions, *text.comments)}
    return render_template(
        "toolbox/text.html",
        text=text,
        aid=aid_text(text.aid_version.content),
        form=form,
        drawn=render_markdown(with_open_places_marked(body)),
        plain=plain_text(read_blocks(body)),
        missing=open_places(f"{text.current.title}\n{body}"),
        writes=writes,
        own=current_person().public_id in text.author_ids,
        versions=versions,
        names=find_names(said_by | {text.released_by} - {None}) if writes else {},
        kinds=KINDS,
        states=STATES,
        badges_of=BADGES,
    )


def _edit_page(text: MunicipalText, form: TextForm, *, changed: bool = False) -> str:
    aid, body = aid_text(text.aid_version.content), form.body.data or ""
    return render_template(
        "toolbox/edit.html",
        text=text,
        aid=aid,
        form=form,
        drawn=render_markdown(with_open_places_marked(body)),
        missing=open_places(body),
        changed=changed,
    )


def _save(text: MunicipalText, form: TextForm) -> ResponseReturnValue:
    try:
        saved = services.save_text(
            text=text,
            title=form.title.data or "",
            body=form.body.data or "",
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
        )
    except services.ChangedMeanwhile:
        # What was typed stays in the form. Whoever saves again has been told, and means it.
        form.revision.data = str(text.revision)
        return _edit_page(text, form, changed=True), 422
    flash(_("Gespeichert.") if saved else _("Der Text ist unverändert."), "success")
    return redirect(url_for("municipal_texts.show", public_id=text.public_id), 303)


def _step(public_id: str, command: Callable[..., Any], said: Message) -> ResponseReturnValue:
    text, form = _writable(public_id), DecisionForm()
    return _take(text, form, said, command)


def _decide(public_id: str, command: Callable[..., Any], said: Message) -> ResponseReturnValue:
    text, form = _writable(public_id), DecisionForm()
    return _take(text, form, said, command, comment=form.comment.data or "")


def _take(
    text: MunicipalText,
    form: DecisionForm,
    said: Message,
    command: Callable[..., Any],
    **more: str,
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(text, form), 422
    try:
        command(text=text, revision=form.seen, actor=current_person(), now=clock.now(), **more)
    except services.ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
    except DomainError as refusal:
        form.show(refusal)
        return _page(text, form), 422
    else:
        flash(said, "success")
    return redirect(url_for("municipal_texts.show", public_id=text.public_id), 303)


def _notice(text: MunicipalText) -> str:
    """What stands above a text that nobody is to publish."""
    with in_language(text.language):
        if text.state == TextState.RELEASED:
            return ""
        if text.state == TextState.WITHDRAWN:
            return _("Zurückgezogen: bitte nicht mehr verwenden")
        return _("Entwurf: nicht freigegeben")


def _file(text: MunicipalText, content: bytes, kind: str, ending: str) -> Response:
    """A download whose name says what it is, in letters that every system knows."""
    with in_language(text.language):
        marks = {TextState.RELEASED: "", TextState.WITHDRAWN: _("zurueckgezogen-")}
        mark = marks.get(TextState(text.state), _("entwurf-"))
    name = file_name(text.current.title, ending, mark=mark)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)
