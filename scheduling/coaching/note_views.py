"""The coach's notes on an appointment, on a page of their own: not to be read in passing."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries
from scheduling.coaching.booking_forms import NoteForm
from scheduling.coaching.notes import keep_note, read_note

blueprint = Blueprint(
    "coach_notes", __name__, template_folder="templates", url_prefix="/manage/bookings"
)


@blueprint.route("/<public_id>/note", methods=["GET", "POST"])
@requires(RUN_COACHING)
def edit(public_id: str) -> ResponseReturnValue:
    coach = current_person()
    booking, form = queries.get_booking_as_coach(coach, public_id), NoteForm()
    if form.validate_on_submit():
        keep_note(booking=booking, coach=coach, text=form.text.data or "")
        flash(_("Notiz gespeichert.") if form.text.data else _("Notiz gelöscht."), "success")
        return redirect(url_for("bookings.show", public_id=public_id), 303)
    if not form.is_submitted():
        form.text.data = read_note(booking=booking, coach=coach)
    page = render_template("coaching/note.html", booking=booking, form=form)
    return page, 422 if form.is_submitted() else 200
