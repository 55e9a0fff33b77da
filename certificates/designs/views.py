"""The office's side of designs: a list, an editor with a preview, and all versions."""

from datetime import timedelta

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError, NotFound, TooManyAttempts
from app.kernel.headers import SHOWN_IN_OWN_PAGES
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_CERTIFICATE_DESIGNS
from app.kernel.permissions import requires
from app.kernel.throttle import Limit, check_limit, remember_failure
from certificates.designs import queries, services
from certificates.designs.choosing_forms import NewDesignForm
from certificates.designs.errors import ChangedMeanwhile
from certificates.designs.forms import BasedOnForm, DesignForm, design_form
from certificates.designs.models import CertificateDesign
from certificates.designs.wording import (
    LANGUAGES,
    NOT_PRINTABLE,
    STYLE_HINTS,
    VARIABLE_MEANINGS,
    variable_samples,
)
from certificates.printing.design import REQUIRED_BLOCKS, Design, InvalidDesign
from certificates.printing.laying_out import RenderingFailed
from certificates.printing.rendering import render_pdf
from certificates.printing.trial import check_design, sample_data
from organisations.accounts.current import current_person

#: More than anybody asks for by typing: one every three seconds.
PREVIEWS = Limit(
    name="design_preview",
    most=200,
    window=timedelta(minutes=10),
    message=_l("Zu viele Vorschauen. Bitte warten Sie einige Minuten. Speichern können Sie."),
)

blueprint = Blueprint(
    "certificate_designs",
    __name__,
    template_folder="templates",
    url_prefix="/manage/certificates/designs",
)


@blueprint.get("")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def index() -> ResponseReturnValue:
    overviews = queries.list_overviews()
    return render_template(
        "designs/index.html",
        offered=[each for each in overviews if each.design.archived_at is None],
        archived=[each for each in overviews if each.design.archived_at],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_CERTIFICATE_DESIGNS)
def new() -> ResponseReturnValue:
    form = NewDesignForm.copying(queries.list_designs())
    if form.validate_on_submit():
        source = queries.get_newest_version(queries.get_design(form.source.data))
        try:
            design = services.create_design(
                name=form.name.data,
                content=source.appearance,
                logo=source.logo,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Vorlage ist angelegt. Noch gilt sie für keinen Kurs."), "success")
            return _to_editor(design)
    page = render_template("designs/new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_CERTIFICATE_DESIGNS)
def edit(public_id: str) -> ResponseReturnValue:
    """Checking draws the longest certificate: that comes before the first write."""
    with reading():
        form, kept = _opened(public_id)
    if form.validate_on_submit() and _is_printable(form, kept):
        try:
            return _save(public_id, form)
        except ChangedMeanwhile:
            return _edit_page(public_id, form, conflict=True), 422
        except DomainError as refusal:
            form.show(refusal)
    return _edit_page(public_id, form), 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/preview")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def preview(public_id: str) -> ResponseReturnValue:
    """What is in the form now, as PDF; nothing of it is stored. Drawing holds no lock."""
    person, now = current_person().public_id, clock.now()
    with reading():
        check_limit(PREVIEWS, person, now=now)
        form, kept = _opened(public_id)
    if not form.validate_on_submit():
        return _edit_page(public_id, form), 422
    try:
        answer = _drawn(form.design, form.shown_language, form.logo_file(kept))
    except RenderingFailed:
        form.form_errors.append(NOT_PRINTABLE)
        return _edit_page(public_id, form), 422
    remember_failure(PREVIEWS, person, now=now)
    return answer


@blueprint.post("/<public_id>/check")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def check(public_id: str) -> ResponseReturnValue:
    """What is wrong in the form, by the id of the field, for the preview beside it."""
    with reading():
        form, _kept = _opened(public_id)
        try:
            check_limit(PREVIEWS, current_person().public_id, now=clock.now())
        except TooManyAttempts as refusal:
            return jsonify(errors={"": str(refusal.message)})
    return jsonify(errors={} if form.validate_on_submit() else form.all_errors())


@blueprint.get("/<public_id>/versions")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def versions(public_id: str) -> ResponseReturnValue:
    design = queries.get_design(public_id)
    return render_template(
        "designs/versions.html",
        design=design,
        versions=queries.list_versions(design),
        languages=LANGUAGES,
    )


@blueprint.get("/<public_id>/versions/<int:number>/<language>")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def version(public_id: str, number: int, language: str) -> ResponseReturnValue:
    """A version as PDF, with the data of the preview."""
    if language not in LANGUAGES:
        raise NotFound
    with reading():
        shown = queries.get_version(queries.get_design(public_id), number)
        content, logo = shown.appearance, shown.logo.content if shown.logo else None
    return _drawn(content, language, logo)


@blueprint.post("/<public_id>/versions/<int:number>/restore")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def restore(public_id: str, number: int) -> ResponseReturnValue:
    design, form = queries.get_design(public_id), BasedOnForm()
    old = queries.get_version(design, number)
    if not form.validate_on_submit():
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    try:
        saved = services.restore_version(
            version=old, based_on=form.seen, actor=current_person(), now=clock.now()
        )
    except ChangedMeanwhile as refusal:
        flash(refusal.message, "warning")
    else:
        _tell(saved is not None)
    return redirect(url_for("certificate_designs.versions", public_id=public_id), 303)


@blueprint.post("/<public_id>/archive")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def archive(public_id: str) -> ResponseReturnValue:
    design = queries.get_design(public_id)
    try:
        services.archive_design(design=design, actor=current_person(), now=clock.now())
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(_("Die Vorlage ist archiviert. Kurse, für die sie gilt, behalten sie."), "success")
    return redirect(url_for("certificate_designs.index"), 303)


@blueprint.post("/<public_id>/unarchive")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def unarchive(public_id: str) -> ResponseReturnValue:
    design = queries.get_design(public_id)
    services.unarchive_design(design=design, actor=current_person(), now=clock.now())
    flash(_("Die Vorlage steht wieder zur Wahl."), "success")
    return redirect(url_for("certificate_designs.index"), 303)


@blueprint.post("/<public_id>/choose")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def choose(public_id: str) -> ResponseReturnValue:
    design = queries.get_design(public_id)
    services.choose_for_programme(design=design, actor=current_person(), now=clock.now())
    flash(_("Das ist jetzt die Vorlage des Programms."), "success")
    return redirect(url_for("certificate_designs.index"), 303)


def _opened(public_id: str) -> tuple[DesignForm, bytes | None]:
    """The form of a design, and the file of the logo that it had when it was opened."""
    form = design_form(queries.get_newest_version(queries.get_design(public_id)))
    kept = queries.find_picture(form.kept_logo.data or "")
    return form, kept.content if kept else None


def _is_printable(form: DesignForm, kept: bytes | None) -> bool:
    try:
        check_design(form.design, logo=form.logo_file(kept))
    except InvalidDesign as fault:
        form.point_out(fault)
    except RenderingFailed:
        form.form_errors.append(NOT_PRINTABLE)
    return not form.errors


def _save(public_id: str, form: DesignForm) -> ResponseReturnValue:
    design, actor, now = queries.get_design(public_id), current_person(), clock.now()
    kept = None if form.remove_logo.data else queries.find_picture(form.kept_logo.data or "")
    saved = services.save_version(
        design=design,
        content=form.design,
        logo=form.uploaded or kept,
        based_on=form.seen,
        actor=actor,
        now=now,
    )
    renamed = services.rename_design(design=design, name=form.name.data, actor=actor, now=now)
    _tell(saved is not None or renamed)
    return _to_editor(design)


def _edit_page(public_id: str, form: DesignForm, *, conflict: bool = False) -> str:
    design = queries.get_design(public_id)
    newest = queries.get_newest_version(design)
    if conflict:
        # Whoever saves again has been told, and means it.
        form.based_on.data = str(newest.number)
    form.ask_for_logo_again()
    return render_template(
        "designs/edit.html",
        design=design,
        newest=newest,
        form=form,
        conflict=conflict,
        required=REQUIRED_BLOCKS,
        languages=LANGUAGES,
        style_hints=STYLE_HINTS,
        meanings=VARIABLE_MEANINGS,
        samples={language: variable_samples(language) for language in LANGUAGES},
    )


def _drawn(design: Design, language: str, logo: bytes | None) -> Response:
    pdf = render_pdf(sample_data(language), design, logo=logo)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=preview.pdf"
    answer.headers["Content-Security-Policy"] = SHOWN_IN_OWN_PAGES
    return answer


def _tell(changed: bool) -> None:
    if changed:
        said = _("Gespeichert. Neue Bescheinigungen mit dieser Vorlage sehen ab jetzt so aus.")
        flash(said, "success")
    else:
        flash(_("Die Vorlage ist unverändert."), "info")


def _to_editor(design: CertificateDesign) -> ResponseReturnValue:
    return redirect(url_for("certificate_designs.edit", public_id=design.public_id), 303)
