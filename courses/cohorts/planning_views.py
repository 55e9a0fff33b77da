"""Open a cohort, move one of its sessions, call one off."""

from collections.abc import Iterable

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
from courses.cohorts.completion_rule import change_required
from courses.cohorts.models import Cohort, Session
from courses.cohorts.planning_forms import (
    MOST_SESSIONS,
    CohortForm,
    FirstDayForm,
    SessionForm,
    cohort_form,
    first_day_form,
    session_form,
    suggested_rows,
    town_in,
)
from courses.cohorts.services import SessionDates, open_cohort
from courses.cohorts.session_changes import (
    cancel_session,
    change_town,
    list_busy_trainers,
    move_session,
)
from organisations.accounts.current import current_person
from organisations.models import Person
from organisations.people.queries import list_people_with_role
from organisations.queries import list_municipalities

blueprint = Blueprint(
    "plan_cohorts", __name__, template_folder="templates", url_prefix="/manage/cohorts"
)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def new() -> ResponseReturnValue:
    """First the course and the day, by the address; then dates to keep or change."""
    first = first_day_form(request.args, list_live_courses())
    if not request.args or not first.validate():
        page = render_template("cohorts/plan_first_day.html", form=first)
        return page, 422 if request.args else 200
    course = get_course(first.course.data)
    form = _cohort_form(course, first)
    adding = "add_row" in request.form
    if adding and len(form.sessions) < MOST_SESSIONS:
        form.sessions.append_entry()
    if not adding and form.validate_on_submit() and (dates := form.dates(clock.now())):
        cohort = _open(course, form, dates)
        flash(_("Der Durchgang ist angelegt. Man kann sich jetzt anmelden."), "success")
        _warn_of_clashes(cohort.sessions)
        return redirect(url_for("manage_cohorts.show", public_id=cohort.public_id), 303)
    page = render_template("cohorts/plan_cohort.html", form=form, course=course)
    return page, 422 if form.is_submitted() and not adding else 200


@blueprint.route("/<public_id>/sessions/<session_id>/edit", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def edit_session(public_id: str, session_id: str) -> ResponseReturnValue:
    person = current_person()
    meeting = queries.get_managed_session(person, public_id, session_id)
    form = session_form(meeting)
    if form.validate_on_submit() and (dates := form.dates()):
        try:
            changed, noted = _change(meeting, form, dates)
        except DomainError as refusal:
            form.show(refusal)
        else:
            _say_what_changed(meeting, changed, noted)
            return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    page = render_template("cohorts/plan_session.html", form=form, session=meeting)
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


def _cohort_form(course: Course, first: FirstDayForm) -> CohortForm:
    patterns = read_session_patterns().get(course.slug, [])
    return cohort_form(
        course=course,
        rows=suggested_rows(patterns, first.first_day.data),
        municipalities=list_municipalities(),
        trainers=_choice_of_trainers(),
    )


def _choice_of_trainers() -> list[Person]:
    """Whom the programme office can choose; a trainer opens cohorts of their own."""
    if Role.PROGRAMME_OFFICE not in current_user.roles:
        return []
    return list(list_people_with_role(Role.TRAINER))


def _open(course: Course, form: CohortForm, dates: list[SessionDates]) -> Cohort:
    person = current_person()
    chosen = set(form.trainers.data or ()) if "trainers" in form else set()
    return open_cohort(
        course=course,
        sessions=dates,
        trainers=[one for one in _choice_of_trainers() if one.public_id in chosen] or [person],
        capacity=form.capacity.data,
        place=form.place.data or "",
        town=town_in(form),
        zone=programme_zone().key,
        actor=person,
        now=clock.now(),
        municipality=next(
            (one for one in list_municipalities() if one.public_id == form.municipality.data), None
        ),
        language=form.language.data,
    )


def _change(session: Session, form: SessionForm, dates: SessionDates) -> tuple[bool, bool]:
    """Whether those enrolled are told of something, and whether a town or the rule is noted."""
    person, now = current_person(), clock.now()
    place = form.place.data or ""
    changed = move_session(session=session, dates=dates, place=place, actor=person, now=now)
    noted = change_town(session=session, town=town_in(form), actor=person, now=now)
    required = form.required.data
    return changed, change_required(
        session=session, required=required, actor=person, now=now
    ) or noted


def _say_what_changed(session: Session, changed: bool, noted: bool) -> None:
    if not changed and noted:
        flash(_("Gespeichert. Für die Angemeldeten hat sich nichts geändert."), "success")
        return
    if not changed:
        flash(_("An dem Termin hat sich nichts geändert."), "info")
        return
    flash(_("Der Termin ist geändert. Alle Angemeldeten bekommen eine Mail."), "success")
    _warn_of_clashes([session])


def _warn_of_clashes(sessions: Iterable[Session]) -> None:
    """Say who is busy, but not with what: that is theirs alone."""
    busy = dict.fromkeys(
        trainer.name for session in sessions for trainer in list_busy_trainers(session)
    )
    if busy:
        names = ", ".join(busy)
        flash(_("Im Kalender steht zu dieser Zeit schon etwas: %(names)s", names=names), "warning")
