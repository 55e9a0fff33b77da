"""The trainer's side: own cohorts, who takes part, who was there, how many seats there are."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts import queries
from courses.cohorts.attendance import open_records
from courses.cohorts.attendance.forms import AttendanceForm, attendance_form
from courses.cohorts.attendance.history import list_history
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.attendance.words import record_words
from courses.cohorts.entry.prerequisites import list_waivers
from courses.cohorts.errors import SeatsTaken
from courses.cohorts.finding import find_managed_cohorts
from courses.cohorts.forms import CohortSearchForm, stage_in
from courses.cohorts.fulfilment import minutes_attended
from courses.cohorts.models import AttendanceStatus, Cohort, Enrolment, Session
from courses.cohorts.presenting import (
    SessionState,
    is_still_to_come,
    session_states,
    timetable_entry,
)
from courses.cohorts.seats.capacity import change_capacity
from courses.cohorts.seats.forms import SeatsForm, add_row, seats_form
from courses.cohorts.seats.queries import count_reserved, list_line, list_offers, takes_people
from courses.wording import FUNCTIONS
from organisations.accounts.current import current_person
from organisations.models import Municipality
from organisations.queries import list_municipalities

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
            timetable_entry(state.session, inside=True, **_attendance_link(cohort, state))
            for state in session_states(cohort, roster, clock.now())
        ],
        functions=FUNCTIONS,
        waivers=list_waivers(cohort),
        line=list_line(cohort),
        offers=list_offers(cohort),
        reserved=count_reserved(cohort),
        takes_people=takes_people(cohort, clock.now()),
        may_change=is_still_to_come(cohort, clock.now()),
    )


@blueprint.route("/<public_id>/capacity", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def capacity(public_id: str) -> ResponseReturnValue:
    cohort = queries.get_managed_cohort(current_person(), public_id)
    homes = [] if cohort.municipality_id else list(list_municipalities())
    form = seats_form(cohort, count_reserved(cohort), homes)
    adding = "add_row" in request.form
    if adding:
        add_row(form, homes)
    elif form.validate_on_submit() and _change_seats(cohort, form, homes):
        flash(_("Der Durchgang hat jetzt %(count)s Plätze.", count=form.seats.data), "success")
        return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    overview = queries.get_overview(cohort)
    page = render_template("cohorts/manage_capacity.html", overview=overview, form=form)
    return page, 422 if form.is_submitted() and not adding else 200


@blueprint.route("/<public_id>/sessions/<session_id>", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def session(public_id: str, session_id: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    meeting = queries.get_managed_session(person, public_id, session_id)
    roster = queries.list_roster(meeting.cohort)
    form = attendance_form(meeting, roster)
    if form.validate_on_submit() and _record(meeting, roster, form):
        return _recorded(meeting, roster, form)
    if form.is_submitted() and _asks_for_data():
        return {"fault": _faults(form)}, 422
    page = render_template(
        "cohorts/manage_session.html",
        session=meeting,
        roster=roster,
        form=form,
        begun=meeting.event.starts_at <= now,
        history=list_history(meeting),
        late_minutes=minutes_attended(AttendanceStatus.LATE, meeting.minutes),
    )
    return page, 422 if form.is_submitted() else 200


def _change_seats(cohort: Cohort, form: SeatsForm, homes: Sequence[Municipality]) -> bool:
    """Have as many seats as the form says; False, with the reason at its field, if that cannot be.

    Where it says nothing of reservations they stay.
    """
    given: dict[str, Any] = {}
    if "reserved" in form and len(form.reserved):
        given = {"reserved": form.counts(homes), "reserved_until": form.until()}
        if given["reserved"] is None:
            return False
    try:
        change_capacity(
            cohort=cohort,
            seats=form.seats.data,
            actor=current_person(),
            now=clock.now(),
            **given,
        )
    except SeatsTaken as refusal:
        if refusal.field == "reserved":
            form.refuse(refusal.message)
        else:
            form.show(refusal)
        return False
    return True


def _record(meeting: Session, roster: list[Enrolment], form: AttendanceForm) -> bool:
    """Record what was chosen; False, with the reason in the form, where that is nothing."""
    statuses = form.statuses(roster)
    rest = AttendanceStatus.PRESENT if "rest_present" in request.form else None
    if not statuses and rest is None:
        form.form_errors.append(_("Bitte wählen Sie mindestens bei einer Person etwas aus."))
        return False
    record_attendance(
        session=meeting,
        statuses=statuses,
        minutes=form.minutes(roster),
        rest=rest,
        actor=current_person(),
        now=clock.now(),
    )
    return True


def _recorded(
    meeting: Session, roster: list[Enrolment], form: AttendanceForm
) -> ResponseReturnValue:
    """What to say now: to the page's script in one line, else on the cohort's page."""
    chosen = form.statuses(roster)
    records = {one: queries.find_record(one, meeting) for one in roster}
    still_open = sum(record is None for record in records.values())
    if _asks_for_data():
        lines = [
            f"{one.person.name}: {record_words(record.status, record.minutes)}"
            for one, record in records.items()
            if one in chosen and record is not None
        ]
        return {"saved": "; ".join(lines), "open": still_open}
    _say_what_is_recorded(still_open)
    return redirect(url_for("manage_cohorts.show", public_id=meeting.cohort.public_id), 303)


def _asks_for_data() -> bool:
    """Whether it is the page's script that asks, which saves one person at a time."""
    return request.accept_mimetypes.best == "application/json"


def _faults(form: AttendanceForm) -> str:
    faults = [*form.form_errors, *(fault for field in form for fault in field.errors[:1])]
    return " ".join(str(fault) for fault in faults)


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
