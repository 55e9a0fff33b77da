"""A person's earlier analyses: list, open, compare. No address tells more than a number."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from courses.needs.comparing_form import ComparingForm
from courses.needs.history import list_completed_analyses, numbered
from courses.needs.presentation import (
    LEVEL_NAMES,
    comparison_of,
    comparison_with_former,
    labels_of,
    picture_of,
)
from courses.needs.queries import list_competency_needs
from organisations.accounts.current import current_person
from organisations.topics.queries import list_competencies

blueprint = Blueprint(
    "needs_history", __name__, template_folder="templates", url_prefix="/needs/results"
)


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    analyses = list_completed_analyses(current_person())
    if not analyses:
        return redirect(url_for("needs.show"), 303)
    labelled = list(enumerate(labels_of(analyses), start=1))
    return render_template("needs/analyses.html", analyses=labelled[::-1])


@blueprint.get("/<int:number>")
@signed_in
def show(number: int) -> ResponseReturnValue:
    person = current_person()
    analyses = list_completed_analyses(person)
    analysis = numbered(analyses, number)
    if number == len(analyses):
        return redirect(url_for("needs.result"), 303)
    return render_template(
        "needs/earlier.html",
        analysis=analysis,
        number=number,
        picture=picture_of(list_competency_needs(analysis, person.function)),
        comparison=comparison_with_former(analyses[:number], list_competencies()),
        level_names=LEVEL_NAMES,
    )


@blueprint.get("/changes")
@signed_in
def changes() -> ResponseReturnValue:
    analyses = list_completed_analyses(current_person())
    if len(analyses) < 2:
        flash(_("Zum Vergleichen braucht es zwei abgeschlossene Analysen."))
        return redirect(url_for("needs.show"), 303)
    form = ComparingForm.among(labels_of(analyses), request.args)
    earlier, later = form.pair
    return render_template(
        "needs/changes.html",
        form=form,
        comparison=comparison_of(analyses[earlier - 1], analyses[later - 1], list_competencies()),
        level_names=LEVEL_NAMES,
    )
