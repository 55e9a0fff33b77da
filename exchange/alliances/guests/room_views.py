"""All that a guest sees: their organisation's entry, commitments, meetings and tasks."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.permissions import guests_only
from app.kernel.retention import today
from exchange.alliances.guests import queries, reporting
from exchange.alliances.guests.calendar import calendar_response
from exchange.alliances.guests.current import current_guest
from exchange.alliances.guests.forms import entry_form, report_form
from exchange.alliances.guests.models import ReportedState
from exchange.alliances.meetings.tasks import finish_task, reopen_task
from exchange.alliances.partners.models import CommitmentState
from exchange.alliances.partners.wording import KINDS, STATE_BADGES, STATES
from exchange.minutes.models import MinutesState

blueprint = Blueprint(
    "partner_room", __name__, template_folder="../templates", url_prefix="/partner"
)


@blueprint.get("")
@guests_only
def home() -> ResponseReturnValue:
    guest, now = current_guest(), clock.now()
    meetings = queries.list_meetings(guest)
    return render_template(
        "alliances/guests/home.html",
        guest=guest,
        tasks=queries.list_tasks(guest),
        commitments=queries.list_commitments(guest),
        coming=[one for one in reversed(meetings) if one.event.ends_at > now],
        past=[one for one in meetings if one.event.ends_at <= now],
        confirmed=next(iter(queries.list_confirmations(guest.partner)), None),
        today=today(now),
        states=STATES,
        badges_of=STATE_BADGES,
    )


@blueprint.route("/entry", methods=["GET", "POST"])
@guests_only
def entry() -> ResponseReturnValue:
    """Put right what stands of the organisation, and confirm it."""
    guest = current_guest()
    form = entry_form(guest.partner)
    if form.validate_on_submit():
        try:
            reporting.confirm_entry(guest=guest, entry=form.entry, now=clock.now())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Danke. Ihr Eintrag ist bestätigt."), "success")
            return redirect(url_for("partner_room.home"), 303)
    page = render_template("alliances/guests/entry.html", guest=guest, form=form, kinds=KINDS)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/commitments/<public_id>", methods=["GET", "POST"])
@guests_only
def commitment(public_id: str) -> ResponseReturnValue:
    """Say how a commitment stands."""
    guest = current_guest()
    found = queries.get_commitment(public_id, guest=guest)
    if found.state == CommitmentState.DROPPED:
        return redirect(url_for("partner_room.home"), 303)
    form = report_form(found, queries.find_last_report(found))
    if form.validate_on_submit():
        reporting.report_commitment(
            guest=guest,
            commitment=found,
            state=ReportedState(form.state.data),
            note=form.note.data or "",
            now=clock.now(),
        )
        flash(_("Danke. Die Koordination sieht Ihre Meldung."), "success")
        return redirect(url_for("partner_room.home"), 303)
    page = render_template(
        "alliances/guests/commitment.html", guest=guest, commitment=found, form=form
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/meetings/<public_id>")
@guests_only
def meeting(public_id: str) -> ResponseReturnValue:
    guest = current_guest()
    found = queries.get_meeting(public_id, guest=guest)
    return render_template(
        "alliances/guests/meeting.html",
        guest=guest,
        meeting=found,
        shows_minutes=found.minutes_state == MinutesState.APPROVED,
        now=clock.now(),
    )


@blueprint.get("/meetings/<public_id>.ics")
@guests_only
def meeting_file(public_id: str) -> ResponseReturnValue:
    """The meeting for the guest's own calendar."""
    return calendar_response(queries.get_meeting(public_id, guest=current_guest()))


@blueprint.post("/tasks/<public_id>/done")
@guests_only
def finish(public_id: str) -> ResponseReturnValue:
    task = queries.get_task(public_id, guest=current_guest())
    finish_task(task=task, actor=None, now=clock.now())
    flash(_("Erledigt: %(task)s", task=task.text), "success")
    return redirect(url_for("partner_room.home"), 303)


@blueprint.post("/tasks/<public_id>/reopen")
@guests_only
def reopen(public_id: str) -> ResponseReturnValue:
    task = queries.get_task(public_id, guest=current_guest())
    reopen_task(task=task, actor=None, now=clock.now())
    flash(_("Wieder offen: %(task)s", task=task.text), "success")
    return redirect(url_for("partner_room.home"), 303)
