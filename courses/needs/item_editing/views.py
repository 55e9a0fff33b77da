"""The office's side of the needs analysis: write items with a preview, publish them, look back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import EDIT_NEEDS_ITEMS
from app.kernel.permissions import requires
from courses.needs.item_editing.durations import durations_of
from courses.needs.item_editing.forms import (
    ItemTextForm,
    NewItemForm,
    StepForm,
    item_text_form,
)
from courses.needs.item_editing.preview import draw_item
from courses.needs.item_editing.wording import IN_LANGUAGE, PARTS
from courses.needs.items import queries, services
from courses.needs.items.document import differences, missing_in
from courses.needs.items.models import NeedsItem, NeedsItemVersion
from courses.needs.items.reading_time import MOST_MINUTES
from courses.wording import AUDIENCES, audience_words
from organisations.accounts.current import current_person
from organisations.queries import find_names
from organisations.topics.queries import list_competencies

blueprint = Blueprint(
    "needs_items", __name__, template_folder="templates", url_prefix="/manage/needs-items"
)


@blueprint.get("")
@requires(EDIT_NEEDS_ITEMS)
def index() -> ResponseReturnValue:
    states = queries.list_item_states()
    versions = [one for state in states for one in (state.current, state.draft) if one]
    return render_template(
        "needs_items/index.html",
        states=states,
        names=_names(versions),
        audience_words=audience_words,
        durations=durations_of(states),
        most_minutes=MOST_MINUTES,
        audiences=AUDIENCES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(EDIT_NEEDS_ITEMS)
def new() -> ResponseReturnValue:
    competencies = list_competencies()
    form = NewItemForm.about(competencies)
    if form.validate_on_submit():
        chosen = {one.public_id: one for one in competencies}[form.competency.data]
        try:
            item = services.create_item(
                competency=chosen,
                functions=form.functions.data,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Angelegt. Der Text ist der allgemeine; ändern Sie, was anders sein soll."))
            return redirect(url_for("needs_items.edit", public_id=item.public_id), 303)
    page = render_template("needs_items/new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@requires(EDIT_NEEDS_ITEMS)
def show(public_id: str) -> ResponseReturnValue:
    return _overview(queries.get_item(public_id), StepForm())


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(EDIT_NEEDS_ITEMS)
def edit(public_id: str) -> ResponseReturnValue:
    item = queries.get_item(public_id)
    draft = queries.find_draft(item)
    document = draft.content if draft else services.starting_document(item)
    form = item_text_form(document, draft.revision if draft else 0)
    if not form.is_submitted():
        form.tell(missing_in(document) if "missing" in request.args else ())
        return _edit_page(item, form)
    if "preview" in request.form:
        return _edit_page(item, form)
    return _save(item, form) if form.validate() else (_edit_page(item, form), 422)


@blueprint.post("/<public_id>/publish")
@requires(EDIT_NEEDS_ITEMS)
def publish(public_id: str) -> ResponseReturnValue:
    said = _("Veröffentlicht. Wer jetzt zu dieser Frage kommt, liest den neuen Text.")
    try:
        return _step(public_id, services.publish_draft, said)
    except services.NotReady as refusal:
        return _ask_for_missing(public_id, refusal)


@blueprint.post("/<public_id>/discard")
@requires(EDIT_NEEDS_ITEMS)
def discard(public_id: str) -> ResponseReturnValue:
    return _step(public_id, services.discard_draft, _("Der Entwurf ist verworfen."))


@blueprint.post("/<public_id>/withdraw")
@requires(EDIT_NEEDS_ITEMS)
def withdraw(public_id: str) -> ResponseReturnValue:
    item = queries.get_item(public_id)
    services.withdraw_item(item=item, actor=current_person(), now=clock.now())
    flash(_("Zurückgenommen. Ab jetzt bekommen alle die allgemeine Frage."), "success")
    return redirect(url_for("needs_items.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/versions/<int:number>")
@requires(EDIT_NEEDS_ITEMS)
def version(public_id: str, number: int) -> ResponseReturnValue:
    item = queries.get_item(public_id)
    shown = queries.get_version(item, number)
    before = queries.get_version(item, number - 1).content if number > 1 else None
    return render_template(
        "needs_items/version.html",
        item=item,
        version=shown,
        audience=audience_words(item.functions),
        changed=differences(before, shown.content) if before else [],
        pictures=draw_item(item, shown.content),
        names=_names([shown]),
        parts=PARTS,
        in_language=IN_LANGUAGE,
    )


def _save(item: NeedsItem, form: ItemTextForm) -> ResponseReturnValue:
    try:
        said = _write(item, form)
    except services.ChangedMeanwhile:
        return _conflict(item, form)
    except services.NotReady as refusal:
        return _ask_for_missing(item.public_id, refusal)
    flash(said, "success")
    return redirect(url_for("needs_items.show", public_id=item.public_id), 303)


def _write(item: NeedsItem, form: ItemTextForm) -> Message:
    """Save, and publish where that was asked for; says what was done."""
    person, now = current_person(), clock.now()
    draft = services.save_draft(
        item=item, document=form.document, revision=form.seen, actor=person, now=now
    )
    if draft is None:
        return _("Die Frage ist unverändert.")
    if "publish" not in request.form:
        return _("Der Entwurf ist gespeichert. Gefragt wird noch mit dem alten Text.")
    services.publish_draft(item=item, revision=draft.revision, actor=person, now=now)
    return _("Veröffentlicht. Wer jetzt zu dieser Frage kommt, liest den neuen Text.")


def _ask_for_missing(public_id: str, refusal: services.NotReady) -> ResponseReturnValue:
    """The draft is kept all the same: what is missing can be written later."""
    flash(_("Als Entwurf gespeichert. %(missing)s", missing=refusal.message), "warning")
    return redirect(url_for("needs_items.edit", public_id=public_id, missing=1), 303)


def _conflict(item: NeedsItem, form: ItemTextForm) -> ResponseReturnValue:
    """What was typed, and where it differs. Whoever saves again has been told, and means it."""
    newest = queries.find_draft(item) or queries.find_current(item)
    form.revision.data = str(_revision(item))
    changed = differences(newest.content, form.document) if newest else []
    return _edit_page(item, form, newest=newest, differing=changed), 422


def _revision(item: NeedsItem) -> int:
    draft = queries.find_draft(item)
    return draft.revision if draft else 0


def _edit_page(
    item: NeedsItem,
    form: ItemTextForm,
    *,
    newest: NeedsItemVersion | None = None,
    differing: Iterable[Any] | None = None,
) -> str:
    return render_template(
        "needs_items/edit.html",
        item=item,
        audience=audience_words(item.functions),
        form=form,
        picture=draw_item(item, form.document)[form.shown_language],
        newest=newest,
        differing=differing,
        names=_names([newest] if newest else []),
        parts=PARTS,
        in_language=IN_LANGUAGE,
    )


def _overview(item: NeedsItem, form: StepForm) -> str:
    draft, versions = queries.find_draft(item), queries.list_published_versions(item)
    current = queries.find_current(item)
    shown = draft or current
    before = current.content if current else None
    return render_template(
        "needs_items/show.html",
        item=item,
        audience=audience_words(item.functions),
        draft=draft,
        current=current,
        versions=versions,
        form=form,
        lacks=missing_in(draft.content) if draft else [],
        changed=differences(before, draft.content) if draft and before else [],
        pictures=draw_item(item, shown.content) if shown else {},
        names=_names([*versions, *([draft] if draft else [])]),
        parts=PARTS,
        in_language=IN_LANGUAGE,
    )


def _step(public_id: str, command: Callable[..., Any], said: Message) -> ResponseReturnValue:
    item, form = queries.get_item(public_id), StepForm()
    if not form.validate_on_submit():
        return _overview(item, form), 422
    try:
        command(item=item, revision=form.seen, actor=current_person(), now=clock.now())
    except (services.ChangedMeanwhile, NotFound):
        flash(services.ChangedMeanwhile.MESSAGE, "warning")
    else:
        flash(said, "success")
    return redirect(url_for("needs_items.show", public_id=public_id), 303)


def _names(versions: Iterable[NeedsItemVersion]) -> Mapping[str, str]:
    return find_names({public_id for one in versions for public_id in one.author_ids})
