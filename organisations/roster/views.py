"""Lists of people: upload, look through, import."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import IMPORT_ROSTER, MANAGE_ORGANISATIONS
from app.kernel.permissions import may, requires
from organisations.accounts.current import current_account, current_person
from organisations.people.coordination import ROLES_OF_COORDINATORS
from organisations.roster import queries, services
from organisations.roster.checking import preview_of
from organisations.roster.forms import ImportForm, UploadForm
from organisations.roster.models import RosterUpload
from organisations.roster.reading import Column, Unreadable, read_roster
from organisations.roster.template_file import make_template
from organisations.roster.wording import COLUMNS, describe, explain
from organisations.wording import FUNCTIONS, ROLES

blueprint = Blueprint("roster", __name__, template_folder="templates", url_prefix="/manage/roster")


@blueprint.route("", methods=["GET", "POST"])
@requires(IMPORT_ROSTER)
def index() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        try:
            roster = read_roster(form.file.data.read())
        except Unreadable as unreadable:
            form.show(DomainError(explain(unreadable), field="file"))
        else:
            upload = services.keep_upload(
                roster=roster,
                file_name=form.file.data.filename or "",
                owner=current_person(),
                now=clock.now(),
            )
            return redirect(url_for("roster.preview", public_id=upload.public_id), 303)
    return _start_page(form), 422 if form.is_submitted() else 200


@blueprint.get("/template.csv")
@requires(IMPORT_ROSTER)
def template() -> ResponseReturnValue:
    left_out = set() if may(MANAGE_ORGANISATIONS) else {Column.MUNICIPALITY}
    headings = [str(label) for column, label in COLUMNS.items() if column not in left_out]
    return Response(
        make_template(headings),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{_("personalliste")}.csv"'},
    )


@blueprint.get("/<public_id>")
@requires(IMPORT_ROSTER)
def preview(public_id: str) -> ResponseReturnValue:
    upload = queries.get_upload(public_id, owner=current_person())
    return _to_start(upload) if upload.imported_at else _preview_page(upload)


@blueprint.post("/<public_id>/import")
@requires(IMPORT_ROSTER)
def import_list(public_id: str) -> ResponseReturnValue:
    upload = queries.get_upload(public_id, owner=current_person())
    form = ImportForm()
    if not form.validate_on_submit():
        return _preview_page(upload), 422
    try:
        services.import_people(
            upload=upload,
            expected=form.expected.data,
            without_wrong=form.without_wrong.data,
            actor=current_account(),
            now=clock.now(),
        )
    except services.RosterImported:
        return _to_start(upload)
    except DomainError as refusal:
        return _preview_page(upload, services.RosterChanged() if refusal.field else refusal), 422
    return _to_start(upload)


@blueprint.post("/<public_id>/discard")
@requires(IMPORT_ROSTER)
def discard(public_id: str) -> ResponseReturnValue:
    services.discard_upload(upload=queries.get_upload(public_id, owner=current_person()))
    flash(_("Die Liste ist verworfen. Angelegt wurde niemand."), "success")
    return redirect(url_for("roster.index"), 303)


def _start_page(form: UploadForm) -> str:
    everywhere = may(MANAGE_ORGANISATIONS)
    return render_template(
        "roster/index.html",
        form=form,
        everywhere=everywhere,
        functions=FUNCTIONS.values(),
        roles=[
            label for role, label in ROLES.items() if everywhere or role in ROLES_OF_COORDINATORS
        ],
    )


def _preview_page(upload: RosterUpload, refusal: DomainError | None = None) -> str:
    return render_template(
        "roster/preview.html",
        upload=upload,
        preview=preview_of(queries.check_upload(upload, current_account())),
        municipalities=queries.list_municipalities_of_list(current_account()),
        refusal=refusal,
        columns=COLUMNS,
        describe=describe,
        functions=FUNCTIONS,
        roles=ROLES,
    )


def _to_start(upload: RosterUpload) -> ResponseReturnValue:
    """Where a list that is imported leads, whichever click did it."""
    flash(
        ngettext(
            "%(num)s Person ist angelegt und eingeladen.",
            "%(num)s Personen sind angelegt und eingeladen.",
            upload.people or 0,
        ),
        "success",
    )
    return redirect(url_for("roster.index"), 303)
