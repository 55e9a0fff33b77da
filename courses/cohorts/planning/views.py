"""Open a cohort, change one of its sessions, add one, call one off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import programme_zone
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import Role, requires
from courses.catalogue.content_loading import read_session_patterns
from courses.catalogue.models import Course
from courses.catalogue.queries import get_course, list_live_courses
from courses.cohorts import queries
from courses.cohorts.attendance.completion_rule import change_required
from courses.cohorts.models import Cohort, Session
from courses.cohorts.planning.adding_sessions import add_session
from courses.cohorts.planning.clashes import Plan, Warnings, find_warnings
from courses.cohorts.planning.copying import session_pattern_of
from courses.cohorts.planning.fields import MOST_SESSIONS
from courses.cohorts.planning.forms import (
    CohortForm,
    SessionForm,
    cohort_form,
    session_form,
    suggested_rows,
    town_in,
)
from courses.cohorts.planning.holidays import list_days_off
from courses.cohorts.planning.series_forms import FirstDayForm, first_day_form
from courses.cohorts.planning.session_changes import (
    cancel_session,
    change_note,
    change_town,
    move_session,
)
from courses.cohorts.presenting import by_date
from courses.cohorts.services import SessionDates, open_cohort
from organisations.accounts.current import current_person
from organisations.models import Municipality, Person
from organisations.people.queries import list_people_with_role
from organisations.queries import list_municipalities
from organisations.wording import STATES

blueprint = Blueprint("plan_cohorts", __name__, url_prefix="/manage/cohorts")


@blueprint.route("/new", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def new() -> ResponseReturnValue:
    """First the course and the day, by the address; then dates to keep or change.

    With `like` it is a copy of a cohort that the person manages.
    """
    like = _like()
    first = first_day_form(request.args, list_live_courses(), like)
    asked = "first_day" in request.args
    if not asked or not first.validate():
        page = render_template("cohorts/plan_first_day.html", form=first, like=like)
        return page, 422 if asked else 200
    form = _cohort_form(first, like)
    adding = "add_row" in request.form
    if adding and len(form.sessions) < MOST_SESSIONS:
        form.sessions.append_entry()
    warnings = None
    if not adding and form.validate_on_submit() and (dates := form.dates(clock.now())):
        warnings = find_warnings(_plan_of(form, dates, like))
        if _may_go_on(warnings):
            cohort = _open(get_course(first.course.data), form, dates, like)
            flash(_("Der Durchgang ist angelegt. Man kann sich jetzt anmelden."), "success")
            return redirect(url_for("manage_cohorts.show", public_id=cohort.public_id), 303)
    page = _page_of_new(first, form, warnings)
    return page, 422 if form.is_submitted() and not adding else 200


@blueprint.route("/<public_id>/sessions/<session_id>/edit", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def edit_session(public_id: str, session_id: str) -> ResponseReturnValue:
    meeting = queries.get_managed_session(current_person(), public_id, session_id)
    form, warnings = session_form(meeting), None
    if form.validate_on_submit() and (dates := form.dates()):
        warnings = find_warnings(_plan_in(meeting, form, dates), besides=[meeting.event])
        if not _has_moved(meeting, form, dates) or _may_go_on(warnings):
            try:
                changed, noted = _change(meeting, form, dates)
            except DomainError as refusal:
                warnings = None
                form.show(refusal)
            else:
                _say_what_changed(changed, noted)
                return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    page = render_template(
        "cohorts/plan_session.html", form=form, session=meeting, warnings=warnings
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/sessions/new", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def add(public_id: str) -> ResponseReturnValue:
    """One more session, like the last one but for the day."""
    cohort = queries.get_managed_cohort(current_person(), public_id)
    last = by_date(cohort)[-1]
    form, warnings = session_form(last, anew=True), None
    if form.validate_on_submit() and (dates := form.dates()):
        warnings = find_warnings(_plan_in(last, form, dates))
        if _may_go_on(warnings):
            try:
                _add(cohort, form, dates)
            except DomainError as refusal:
                warnings = None
                form.show(refusal)
            else:
                flash(_("Der Termin ist dazugekommen. Alle bekommen eine Mail."), "success")
                return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    page = render_template(
        "cohorts/plan_another_session.html", form=form, cohort=cohort, warnings=warnings
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/sessions/<session_id>/cancel")
@requires(RUN_COHORTS)
def cancel(public_id: str, session_id: str) -> ResponseReturnValue:
    person = current_person()
    meeting = queries.get_managed_session(person, public_id, session_id)
    try:
        cancel_session(session=meeting, actor=person, now=clock.now())
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(_("Der Termin ist abgesagt. Alle Angemeldeten bekommen eine Mail."), "success")
    return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)


def _like() -> Cohort | None:
    """The cohort that is to be copied."""
    public_id = request.args.get("like")
    return queries.get_managed_cohort(current_person(), public_id) if public_id else None


def _may_go_on(warnings: Warnings) -> bool:
    """Whether there is nothing in the way, or whoever saves has read just these warnings."""
    return not warnings.sentences or request.form.get("anyway") == warnings.token


def _cohort_form(first: FirstDayForm, like: Cohort | None) -> CohortForm:
    course = get_course(first.course.data)
    if first.is_series:
        rows = first.rows()
    else:
        patterns = (
            session_pattern_of(like) if like else read_session_patterns().get(course.slug, [])
        )
        rows = suggested_rows(patterns, first.first_day.data)
    return cohort_form(
        course=course,
        rows=rows,
        municipalities=list_municipalities(),
        trainers=_choice_of_trainers(like),
        like=like,
    )


def _page_of_new(first: FirstDayForm, form: CohortForm, warnings: Warnings | None) -> str:
    days = [entry.form.date.data for entry in form.sessions if entry.form.date.data]
    return render_template(
        "cohorts/plan_cohort.html",
        form=form,
        course=get_course(first.course.data),
        days_off=list_days_off(days),
        all_states=STATES,
        warnings=warnings,
    )


def _choice_of_trainers(like: Cohort | None) -> list[Person]:
    """Whom the programme office can choose; a trainer opens cohorts of their own.

    Who copies a cohort may do it again with those with whom they did it before.
    """
    before = list(like.trainers) if like and len(like.trainers) > 1 else []
    if Role.PROGRAMME_OFFICE not in current_user.roles:
        return before
    trainers = list(list_people_with_role(Role.TRAINER))
    return [*trainers, *(one for one in before if one not in trainers)]


def _trainers_in(form: CohortForm, like: Cohort | None) -> list[Person]:
    """Those who were chosen; a trainer is one of them in any case."""
    person = current_person()
    asked = set(form.trainers.data or ()) if "trainers" in form else set()
    chosen = [one for one in _choice_of_trainers(like) if one.public_id in asked]
    is_office = Role.PROGRAMME_OFFICE in current_user.roles
    if chosen and (is_office or person in chosen):
        return chosen
    return [person, *chosen]


def _municipality_in(form: CohortForm) -> Municipality | None:
    known = list_municipalities()
    return next((one for one in known if one.public_id == form.municipality.data), None)


def _open(
    course: Course, form: CohortForm, dates: list[SessionDates], like: Cohort | None
) -> Cohort:
    return open_cohort(
        course=course,
        sessions=dates,
        trainers=_trainers_in(form, like),
        capacity=form.capacity.data,
        place=form.place.data or "",
        room=form.room.data or "",
        town=town_in(form),
        online_link=form.online_link.data or "",
        zone=programme_zone().key,
        actor=current_person(),
        now=clock.now(),
        municipality=_municipality_in(form),
        language=form.language.data,
    )


def _plan_of(form: CohortForm, dates: list[SessionDates], like: Cohort | None) -> Plan:
    municipality = _municipality_in(form)
    return Plan(
        dates=dates,
        place=form.place.data or "",
        room=form.room.data or "",
        leaders=_trainers_in(form, like),
        state=municipality.state if municipality else None,
    )


def _plan_in(session: Session, form: SessionForm, dates: SessionDates) -> Plan:
    """What is planned for `session`, or for another one like it."""
    cohort = session.cohort
    return Plan(
        dates=[dates],
        place=form.place.data or "",
        room=form.room.data or "",
        leaders=form.chosen_leaders(cohort) or cohort.trainers,
        participants=[enrolment.person for enrolment in queries.list_roster(cohort)],
        state=cohort.municipality.state if cohort.municipality else None,
    )


def _has_moved(session: Session, form: SessionForm, dates: SessionDates) -> bool:
    """Whether anything changes that could be in somebody's way."""
    event, leaders = session.event, form.chosen_leaders(session.cohort)
    before = (event.starts_at, event.ends_at, event.place, event.room, set(session.leaders))
    wanted = set(session.leaders if leaders is None else leaders or session.cohort.trainers)
    where = (form.place.data or "", form.room.data or "")
    return before != (dates.starts_at, dates.ends_at, *where, wanted)


def _add(cohort: Cohort, form: SessionForm, dates: SessionDates) -> Session:
    added = add_session(
        cohort=cohort,
        dates=dates,
        place=form.place.data or "",
        room=form.room.data or "",
        town=town_in(form),
        online_link=form.online_link.data or "",
        note=form.note.data or "",
        leaders=form.chosen_leaders(cohort) or (),
        zone=programme_zone().key,
        actor=current_person(),
        now=clock.now(),
    )
    change_required(
        session=added, required=form.required.data, actor=current_person(), now=clock.now()
    )
    return added


def _change(session: Session, form: SessionForm, dates: SessionDates) -> tuple[bool, bool]:
    """Whether those enrolled are told of something, and whether something else is noted."""
    act = {"session": session, "actor": current_person(), "now": clock.now()}
    changed = move_session(
        dates=dates,
        place=form.place.data or "",
        room=form.room.data or "",
        online_link=form.online_link.data or "",
        leaders=form.chosen_leaders(session.cohort),
        **act,
    )
    towns = change_town(town=town_in(form), **act)
    notes = change_note(note=form.note.data or "", **act)
    rules = change_required(required=form.required.data, **act)
    return changed, towns or notes or rules


def _say_what_changed(changed: bool, noted: bool) -> None:
    if changed:
        flash(_("Der Termin ist geändert. Alle Angemeldeten bekommen eine Mail."), "success")
    elif noted:
        flash(_("Gespeichert. Für die Angemeldeten hat sich nichts geändert."), "success")
    else:
        flash(_("An dem Termin hat sich nichts geändert."), "info")
