"""Deleting an analysis. It lies here and not with the needs because paths hang on it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from courses.needs.history import list_completed_analyses, numbered
from courses.paths.removing import delete_analysis
from organisations.accounts.current import current_person

blueprint = Blueprint("analyses", __name__, template_folder="templates")


@blueprint.get("/needs/results/<int:number>/delete")
@signed_in
def delete(number: int) -> ResponseReturnValue:
    analyses = list_completed_analyses(current_person())
    analysis = numbered(analyses, number)
    return render_template(
        "paths/delete_analysis.html",
        analysis=analysis,
        counts=analysis is analyses[-1],
        former=analyses[-2] if len(analyses) > 1 else None,
    )


@blueprint.post("/needs/results/delete")
@signed_in
def confirm() -> ResponseReturnValue:
    person = current_person()
    try:
        # By its id: numbers move up when an earlier one goes, and a form may be sent twice.
        delete_analysis(person=person, public_id=request.form.get("analysis", ""), actor=person)
    except NotFound:
        flash(_("Diese Analyse gibt es nicht mehr."))
    else:
        flash(_("Die Analyse ist gelöscht."), "success")
    return redirect(url_for("needs_history.index"), 303)
