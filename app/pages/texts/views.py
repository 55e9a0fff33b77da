"""The office's side of the operator's texts: edit with preview, history, logo, gender form."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.inclusive import GenderForm
from app.kernel.matrix import MANAGE_TEXTS
from app.kernel.permissions import public, requires
from app.kernel.static_files import keep_for_ever
from app.pages.texts import queries, services
from app.pages.texts.forms import GenderFormForm, LogoForm, TextForm, text_form
from app.pages.texts.queries import TextVersion
from app.pages.texts.rendering import render_text
from app.pages.texts.services import ChangedMeanwhile
from app.pages.texts.wording import EDITABLE, LANGUAGES
from organisations.accounts.current import current_person
from organisations.queries import find_names

blueprint = Blueprint("texts", __name__, template_folder="templates", url_prefix="/manage/texts")
logo_blueprint = Blueprint("operator_logo", __name__)


@blueprint.get("")
@requires(MANAGE_TEXTS)
def index() -> ResponseReturnValue:
    texts = queries.list_current_texts()
    form, version = queries.get_gender_form()
    return render_template(
        "texts/index.html",
        titles=EDITABLE,
        languages=LANGUAGES,
        texts=texts,
        names=find_names({text.author_public_id for text in texts.values()}),
        logo=queries.find_newest_logo(),
        form=GenderFormForm(data={"form": form.value, "based_on": str(version)}),
    )


@blueprint.route("/<key>/<language>", methods=["GET", "POST"])
@requires(MANAGE_TEXTS)
def edit(key: str, language: str) -> ResponseReturnValue:
    newest = queries.get_current_text(key, language)
    form, preview = text_form(newest), None
    if form.validate_on_submit():
        if "preview" not in request.form:
            return _save(form, key, language)
        preview = render_text(form.body.data)
    return _edit_page(form, newest, preview=preview), 422 if form.errors else 200


@blueprint.get("/<key>/<language>/versions")
@requires(MANAGE_TEXTS)
def history(key: str, language: str) -> ResponseReturnValue:
    versions = queries.list_versions(key, language)
    return render_template(
        "texts/history.html",
        versions=versions,
        names=find_names({version.author_public_id for version in versions}),
        title=EDITABLE[key],
        languages=LANGUAGES,
    )


@blueprint.get("/<key>/<language>/versions/<int:version>")
@requires(MANAGE_TEXTS)
def version(key: str, language: str, version: int) -> ResponseReturnValue:
    shown = queries.get_version(key, language, version)
    return render_template(
        "texts/version.html",
        shown=shown,
        newest=queries.get_current_text(key, language),
        names=find_names({shown.author_public_id}),
        text=render_text(shown.body),
        title=EDITABLE[key],
        languages=LANGUAGES,
    )


@blueprint.post("/<key>/<language>/versions/<int:version>/restore")
@requires(MANAGE_TEXTS)
def restore(key: str, language: str, version: int) -> ResponseReturnValue:
    try:
        saved = services.restore_text(
            key=key,
            language=language,
            version=version,
            based_on=request.form.get("based_on", default=0, type=int),
            actor=current_person(),
            now=clock.now(),
        )
    except ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
        return redirect(url_for("texts.history", key=key, language=language), 303)
    return _after_saving(key, language, saved is not None)


@blueprint.post("/gender-form")
@requires(MANAGE_TEXTS)
def gender_form() -> ResponseReturnValue:
    form = GenderFormForm()
    if form.validate_on_submit():
        try:
            services.choose_gender_form(
                form=GenderForm(form.form.data),
                based_on=form.version,
                actor=current_person(),
                now=clock.now(),
            )
        except ChangedMeanwhile as refusal:
            flash(refusal.message, "warning")
        else:
            flash(_("Die Genderform ist gewählt."), "success")
    return redirect(url_for("texts.index"), 303)


@blueprint.route("/logo", methods=["GET", "POST"])
@requires(MANAGE_TEXTS)
def logo() -> ResponseReturnValue:
    form = LogoForm()
    if form.validate_on_submit():
        try:
            services.replace_logo(
                content=form.read_picture(),
                alt_de=form.alt_de.data,
                alt_en=form.alt_en.data,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Das Logo steht jetzt am Ende jeder Seite."), "success")
            return redirect(url_for("texts.index"), 303)
    page = render_template("texts/logo.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/logo/remove")
@requires(MANAGE_TEXTS)
def remove_logo() -> ResponseReturnValue:
    services.remove_logo(actor=current_person(), now=clock.now())
    flash(_("Es wird kein Logo mehr gezeigt."), "success")
    return redirect(url_for("texts.index"), 303)


@logo_blueprint.get("/funder-logo/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    """A version's picture never changes, so browsers may keep it."""
    logo = queries.get_logo(public_id)
    return keep_for_ever(Response(logo.content, mimetype=logo.media_type))


def _save(form: TextForm, key: str, language: str) -> ResponseReturnValue:
    try:
        saved = services.save_text(
            key=key,
            language=language,
            body=form.body.data,
            based_on=form.version,
            actor=current_person(),
            now=clock.now(),
        )
    except ChangedMeanwhile:
        newest = queries.get_current_text(key, language)
        # Whoever saves again has been told, and means it.
        form.based_on.data = str(newest.version)
        return _edit_page(form, newest, conflict=True), 422
    return _after_saving(key, language, saved is not None)


def _edit_page(
    form: TextForm, newest: TextVersion, *, preview: Markup | None = None, conflict: bool = False
) -> str:
    return render_template(
        "texts/edit.html",
        form=form,
        newest=newest,
        preview=preview,
        conflict=conflict,
        names=find_names({newest.author_public_id}),
        title=EDITABLE[newest.key],
        languages=LANGUAGES,
    )


def _after_saving(key: str, language: str, changed: bool) -> ResponseReturnValue:
    if changed:
        flash(_("Gespeichert. Der neue Text gilt ab sofort."), "success")
    else:
        flash(_("Der Text ist unverändert."), "info")
    return redirect(url_for("texts.edit", key=key, language=language), 303)
