"""The trainer's side: own cohorts, who takes part, who was there, how many seats there are."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts import open_records, queries, services
from courses.cohorts.attendance import record_attendance
from courses.cohorts.errors import SeatsTaken
from courses.cohorts.finding import find_managed_cohorts
from courses.cohorts.forms import CapacityForm, CohortSearchForm, attendance_form, stage_in
from courses.cohorts.models import AttendanceStatus, Cohort
from courses.cohorts.presenting import (
    SessionState,
    session_states,
    timetable_entry,
)
from courses.wording import FUNCTIONS
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "manage_cohorts", __name__, template_folder="templates", url_prefix="/manage/cohorts"
)


@blueprint.get("")
@requires(RUN_COHORTS)
def index() -> ResponseReturnValue:
    person, now, form = current_person(), clock.now(), CohortSearchForm(request.args)
    return render_template(
        "cohorts/manage_index.html",
        form=form,
        found=find_managed_cohorts(
            person,
            now,
            search=form.q.data or "",
            stage=stage_in(request.args),
            page=request.args.get("page", default=1, type=int),
        ),
        open_records=open_records.count_open_records(person, now),
        now=now,
    )


@blueprint.get("/<public_id>")
@requires(RUN_COHORTS)
def show(public_id: str) -> ResponseReturnValue:
    cohort = queries.get_managed_cohort(current_person(), public_id)
    roster = queries.list_roster(cohort)
    return render_template(
        "cohorts/manage_show.html",
        cohort=cohort,
        overview=queries.get_overview(cohort),
        roster=[(enrolment, queries.fulfilment(enrolment)) for enrolment in roster],
        sessions=[
            timetable_entry(state.session, **_attendance_link(cohort, state))
            for state in session_states(cohort, roster, clock.now())
        ],
        functions=FUNCTIONS,
    )


@blueprint.route("/<public_id>/capacity", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def capacity(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_managed_cohort(person, public_id)
    form = CapacityForm(data={"seats": len(cohort.seats)})
    if form.validate_on_submit():
        try:
            services.change_capacity(
                cohort=cohort, seats=form.seats.data, actor=person, now=clock.now()
            )
        except SeatsTaken as refusal:
            form.show(refusal)
        else:
            flash(_("Der Durchgang hat jetzt %(count)s Plätze.", count=form.seats.data), "success")
            return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    overview = queries.get_overview(cohort)
    page = render_template("cohorts/manage_capacity.html", overview=overview, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/sessions/<session_id>", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def session(public_id: str, session_id: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    meeting = queries.get_managed_session(person, public_id, session_id)
    roster = queries.list_roster(meeting.cohort)
    form = attendance_form(meeting, roster)
    if form.validate_on_submit():
        statuses = form.statuses(roster)
        if "rest_present" in request.form:
            statuses = dict.fromkeys(roster, AttendanceStatus.PRESENT) | statuses
        if statuses:
            record_attendance(session=meeting, statuses=statuses, actor=person, now=now)
            _say_what_is_recorded(len(roster) - len(statuses))
            return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
        form.form_errors.append(_("Bitte wählen Sie mindestens bei einer Person etwas aus."))
    page = render_template(
        "cohorts/manage_session.html",
        session=meeting,
        roster=roster,
        form=form,
        begun=meeting.event.starts_at <= now,
        functions=FUNCTIONS,
    )
    return page, 422 if form.is_submitted() else 200


def _say_what_is_recorded(still_open: int) -> None:
    if still_open:
        flash(_("Gespeichert. Offen sind noch: %(count)s.", count=still_open), "warning")
    else:
        flash(_("Gespeichert. Die Anwesenheit ist vollständig."), "success")


def _attendance_link(cohort: Cohort, state: SessionState) -> dict[str, Any]:
    """Badge and buttons of a session in the timetable."""
    if not state.session.takes_place:
        return {}
    number = _("Termin %(number)s", number=state.session.position + 1)
    ids = {"public_id": cohort.public_id, "session_id": state.session.public_id}
    change = {
        "label": _("Termin ändern"),
        "url": url_for("plan_cohorts.edit_session", **ids),
        "variant": "tertiary",
        "describe": number,
    }
    if not state.begun:
        return {"badge": {"label": _("Noch nicht begonnen")}, "actions": [change]}
    if state.open_records:
        badge = {
            "label": _("Angaben fehlen: %(count)s", count=state.open_records),
            "kind": "warning",
        }
    else:
        present = _(
            "%(present)s von %(people)s waren da", present=state.present, people=state.people
        )
        badge = {"label": present, "kind": "success"}
    record = {
        "label": _("Anwesenheit erfassen") if state.open_records else _("Anwesenheit ändern"),
        "url": url_for("manage_cohorts.session", **ids),
        "variant": "secondary",
        "describe": number,
    }
    return {"badge": badge, "actions": [record] if state.recorded else [record, change]}
