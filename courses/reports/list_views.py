"""The trainer's lists of a cohort: people from a file, and files of who takes part."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts.models import Cohort
from courses.cohorts.queries import get_managed_cohort, get_overview
from courses.reports.forms import EnrolForm
from courses.reports.importing import (
    Imported,
    check_list,
    enrol_listed,
    find_obstacle,
    purpose_of,
)
from courses.reports.matching import NEEDED, Outcome
from courses.reports.rosters import ListFile, export_list
from courses.reports.wording import NEXT_STEPS, OUTCOMES
from organisations.accounts.current import current_account, current_person
from organisations.roster.forms import UploadForm
from organisations.roster.models import RosterUpload
from organisations.roster.queries import get_upload
from organisations.roster.reading import Unreadable, read_roster
from organisations.roster.services import discard_upload, keep_upload
from organisations.roster.wording import explain

blueprint = Blueprint(
    "cohort_lists", __name__, template_folder="templates", url_prefix="/manage/cohorts"
)


@blueprint.route("/<public_id>/import", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def upload(public_id: str) -> ResponseReturnValue:
    cohort, now = get_managed_cohort(current_person(), public_id), clock.now()
    form, obstacle = UploadForm(), find_obstacle(cohort, now)
    if form.validate_on_submit() and not obstacle:
        try:
            roster = read_roster(form.file.data.read(), needed=NEEDED)
        except Unreadable as unreadable:
            form.show(DomainError(explain(unreadable), field="file"))
        else:
            kept = keep_upload(
                roster=roster,
                file_name=form.file.data.filename or "",
                owner=current_person(),
                now=now,
                purpose=purpose_of(cohort),
            )
            return redirect(_address_of(kept, cohort), 303)
    page = render_template("reports/import.html", cohort=cohort, form=form, obstacle=obstacle)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>/import/<list_id>")
@requires(RUN_COHORTS)
def preview(public_id: str, list_id: str) -> ResponseReturnValue:
    cohort = get_managed_cohort(current_person(), public_id)
    return _preview_page(_kept(cohort, list_id), cohort)


@blueprint.post("/<public_id>/import/<list_id>/enrol")
@requires(RUN_COHORTS)
def enrol(public_id: str, list_id: str) -> ResponseReturnValue:
    cohort, form = get_managed_cohort(current_person(), public_id), EnrolForm()
    kept = _kept(cohort, list_id)
    if not form.validate_on_submit():
        return _preview_page(kept, cohort), 422
    imported = enrol_listed(
        upload=kept, cohort=cohort, numbers=form.numbers, actor=current_account(), now=clock.now()
    )
    _say_what_is_done(imported)
    return redirect(_address_of(kept, cohort), 303)


@blueprint.post("/<public_id>/import/<list_id>/discard")
@requires(RUN_COHORTS)
def discard(public_id: str, list_id: str) -> ResponseReturnValue:
    cohort = get_managed_cohort(current_person(), public_id)
    discard_upload(upload=_kept(cohort, list_id))
    flash(_("Die Liste ist verworfen."), "success")
    return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/export/<name>")
@requires(RUN_COHORTS)
def export(public_id: str, name: str) -> ResponseReturnValue:
    if name not in set(ListFile):
        raise NotFound
    file = export_list(
        cohort_id=public_id, wanted=ListFile(name), actor=current_account(), now=clock.now()
    )
    disposition = f'attachment; filename="{file.name}"'
    return Response(file.content, mimetype=file.kind, headers={"Content-Disposition": disposition})


def _kept(cohort: Cohort, list_id: str) -> RosterUpload:
    return get_upload(list_id, owner=current_person(), purpose=purpose_of(cohort))


def _address_of(kept: RosterUpload, cohort: Cohort) -> str:
    return url_for("cohort_lists.preview", public_id=cohort.public_id, list_id=kept.public_id)


def _preview_page(kept: RosterUpload, cohort: Cohort) -> str:
    rows = check_list(kept, cohort, current_account())
    return render_template(
        "reports/import_preview.html",
        cohort=cohort,
        upload=kept,
        overview=get_overview(cohort),
        obstacle=find_obstacle(cohort, clock.now()),
        groups=[(key, [row for row in rows if row.outcome == key]) for key in OUTCOMES],
        ready=[row.number for row in rows if row.outcome is Outcome.READY],
        total=len(rows),
        outcomes=OUTCOMES,
        next_steps=NEXT_STEPS,
    )


def _say_what_is_done(imported: Imported) -> None:
    if imported.enrolled:
        done = ngettext(
            "%(num)s Person ist angemeldet und bekommt eine Mail.",
            "%(num)s Personen sind angemeldet und bekommen eine Mail.",
            imported.enrolled,
        )
        flash(done, "success")
    if imported.changed:
        rows = ", ".join(map(str, imported.changed))
        changed = _(
            "Inzwischen hat sich etwas geändert. Nicht angemeldet: Zeile %(rows)s.", rows=rows
        )
        flash(changed, "warning")
    if imported.already and not (imported.enrolled or imported.changed):
        flash(_("Alle Personen dieser Zeilen waren schon angemeldet."), "success")
