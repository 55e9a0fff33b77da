"""Trainers' notes on a cohort: one text that all of them write on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts.models import Cohort
from courses.desk.notes import queries, services
from courses.desk.notes.forms import NotesForm
from organisations.accounts.current import current_person
from organisations.queries import find_names

blueprint = Blueprint(
    "trainer_notes",
    __name__,
    template_folder="templates",
    url_prefix="/manage/cohorts/<public_id>/notes",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def edit(public_id: str) -> ResponseReturnValue:
    person, form = current_person(), NotesForm()
    cohort = queries.get_trained_cohort(person, public_id)
    if form.validate_on_submit():
        try:
            services.save_notes(
                cohort=cohort,
                text=form.text.data or "",
                revision=form.seen,
                actor=person,
                now=clock.now(),
            )
        except services.ChangedMeanwhile:
            return _conflict(cohort, form), 422
        flash(_("Die Notizen sind gespeichert."), "success")
        return redirect(url_for("trainer_notes.edit", public_id=public_id), 303)
    notes = queries.read_notes(cohort)
    if not form.is_submitted():
        form.text.data, form.revision.data = notes.text, str(notes.revision)
    return _page(cohort, form, notes), 422 if form.is_submitted() else 200


def _conflict(cohort: Cohort, form: NotesForm) -> str:
    """What was typed, beside what stands there now. Whoever saves again means it."""
    notes = queries.read_notes(cohort)
    form.revision.data = str(notes.revision)
    return _page(cohort, form, notes, conflict=True)


def _page(cohort: Cohort, form: NotesForm, notes: queries.Notes, *, conflict: bool = False) -> str:
    author = find_names({notes.author_public_id}).get(notes.author_public_id)
    return render_template(
        "notes/edit.html", cohort=cohort, form=form, notes=notes, author=author, conflict=conflict
    )
