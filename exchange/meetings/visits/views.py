"""Visits: who organises one, and what only these may know."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PLAN_MEETINGS, READ_MEETINGS
from app.kernel.permissions import requires
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.dates.views import address_of
from exchange.meetings.visits import queries, services
from exchange.meetings.visits.forms import notes_form, organisers_form
from exchange.meetings.visits.retention import OLD_NOTES
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_visits",
    __name__,
    template_folder="../templates",
    url_prefix="/meetings/<public_id>",
)


@blueprint.route("/organisers", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def organisers(public_id: str) -> ResponseReturnValue:
    meeting = queries.get_planned_visit(public_id, reader_of(current_account()))
    people = queries.list_possible_organisers(meeting)
    form = organisers_form(people, queries.list_organisers(meeting))
    if form.validate_on_submit():
        services.name_organisers(
            meeting=meeting,
            people=form.chosen(people),
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Gespeichert, wer den Besuch organisiert."), "success")
        return redirect(address_of(meeting), 303)
    page = render_template("meetings/visits/organisers.html", meeting=meeting, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/travel-notes", methods=["GET", "POST"])
@requires(READ_MEETINGS)
def notes(public_id: str) -> ResponseReturnValue:
    """For those who are named to organise the visit, and nobody else."""
    with reading():
        meeting = queries.get_organised_visit(public_id, reader_of(current_account()))
        read = queries.read_notes(meeting)
    form, now = notes_form(read), clock.now()
    if form.validate_on_submit():
        try:
            services.save_notes(
                meeting=meeting,
                notes=form.notes(),
                revision=form.seen,
                actor=current_person(),
                now=now,
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Notizen sind gespeichert."), "success")
            return redirect(address_of(meeting), 303)
    page = render_template(
        "meetings/visits/notes.html",
        meeting=meeting,
        form=form,
        read=read,
        is_over=meeting.event.ends_at <= now,
        rule=OLD_NOTES,
    )
    return page, 422 if form.is_submitted() else 200
