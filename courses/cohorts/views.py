"""A cohort as participants see it, and the way into it and out again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from app.kernel.matrix import ENROL, READ_COURSES
from app.kernel.permissions import lacks_benefit, may, requires
from courses.cohorts import errors, queries
from courses.cohorts.attendance.words import still_missing
from courses.cohorts.entry.prerequisites import find_decision, find_waiver, list_missing
from courses.cohorts.models import (
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Session,
)
from courses.cohorts.planning.queries import WANTING_TO_COME
from courses.cohorts.presenting import Standing, by_date, timetable_entry, view_of, views_of
from courses.cohorts.seats import services as seats
from courses.cohorts.seats.queries import place_in_line
from courses.cohorts.seats.substitute_queries import find_offer_of, find_offer_to
from courses.wording import FORMATS, LANGUAGES
from organisations.accounts.current import current_person
from organisations.models import Person
from scheduling.queries import list_clashes

#: Where another cohort may help.
_ELSEWHERE = {
    *(Standing.FULL, Standing.WAITING, Standing.BEGUN, Standing.CANCELLED),
    *(Standing.CLOSED, Standing.DECLINED, Standing.LACKING),
}
#: Standings of who may still decide, or will be there.
ASKS_FOR_TIME = {Standing.OPEN, Standing.WAITING, Standing.OFFERED, Standing.ENROLLED}

blueprint = Blueprint("cohorts", __name__, template_folder="templates", url_prefix="/cohorts")
blueprint.add_app_template_global(still_missing)


@blueprint.get("/<public_id>")
@requires(READ_COURSES)
def show(public_id: str) -> ResponseReturnValue:
    return _page(queries.get_cohort_for(current_person(), public_id))


@blueprint.post("/<public_id>/enrol")
@requires(ENROL)
def enrol(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    try:
        enrolment = seats.enrol_person(cohort=cohort, person=person, actor=person, now=clock.now())
    except (errors.AlreadyEnrolled, errors.AlreadyRequested) as sent_twice:
        flash(sent_twice.message, "info")
    except (
        errors.CohortCancelled,
        errors.CohortFull,
        errors.CohortBegun,
        errors.NotForThisFunction,
        errors.NotOffered,
        errors.NotYetOpen,
        errors.EnrolmentClosed,
        errors.PrerequisiteMissing,
        errors.ApprovalDeclined,
    ) as refusal:
        return refused(public_id, refusal)
    else:
        flash(_what_came_of_it(enrolment), "success")
    return redirect(url_for("cohorts.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/withdraw")
@requires(ENROL)
def confirm_withdrawal(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    enrolment = queries.find_enrolment(person, cohort)
    if enrolment is None or not enrolment.takes_part:
        raise NotFound
    return render_template(
        "confirm.html",
        heading=_("Platz freigeben?"),
        text=_(
            "„%(course)s“: Der Platz geht an andere. Ist der Durchgang dann voll, kommen Sie nur "
            "über die Warteliste zurück.",
            course=localised(cohort.title),
        ),
        label=_("Platz freigeben"),
        action_url=url_for("cohorts.withdraw", public_id=public_id),
        cancel_url=url_for("cohorts.show", public_id=public_id),
    )


@blueprint.post("/<public_id>/withdraw")
@requires(ENROL, needs_benefit=False)
def withdraw(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    try:
        enrolment = queries.find_enrolment(person, cohort)
        seats.withdraw(enrolment=enrolment, actor=person, now=clock.now())
    except errors.NotEnrolled as sent_twice:
        flash(sent_twice.message, "info")
    except errors.CohortBegun as refusal:
        return refused(public_id, refusal)
    else:
        flash(_("Ihr Platz ist wieder frei."), "success")
    return redirect(url_for("cohorts.show", public_id=public_id), 303)


def _what_came_of_it(enrolment: Enrolment) -> str:
    if enrolment.status == EnrolmentStatus.REQUESTED:
        return _("Ihre Anfrage ist unterwegs. Sobald entschieden ist, bekommen Sie eine Mail.")
    return _("Sie sind angemeldet.")


def refused(public_id: str, refusal: DomainError) -> ResponseReturnValue:
    """The cohort's page as it is now. It is drawn without keeping others from the last seat.

    What was written before the refusal (an offer that lapsed) is undone; the job does it again.
    """
    db.session.rollback()
    with reading():
        page = _page(queries.get_cohort_for(current_person(), public_id), refusal)
    return page, refusal.status


def _page(cohort: Cohort, refusal: DomainError | None = None) -> str:
    """The cohort's page; after a refusal it says what was refused, and what is possible instead."""
    person, now = current_person(), clock.now()
    enrolment = queries.find_enrolment(person, cohort)
    overview = queries.get_overview(cohort, person, now)
    missing = list_missing(person, cohort)
    view = view_of(
        overview,
        person,
        enrolment,
        may_enrol=may(ENROL),
        now=now,
        lacking={cohort.id} if missing else (),
    )
    inside = view.enrolment is not None or person in cohort.trainers
    others: list[queries.CohortOverview] = []
    if view.standing in _ELSEWHERE:
        others = queries.list_upcoming_cohorts_for(person, cohort.course, now)
    return render_template(
        "cohorts/show.html",
        view=view,
        sessions=[
            timetable_entry(
                session,
                inside=inside,
                note=_clash_note(view.standing, session),
                badge={"label": _("Pflichttermin")} if session.required else None,
            )
            for session in by_date(cohort)
        ],
        refusal=refusal,
        missing=missing,
        waiver=find_waiver(person, cohort) if missing else None,
        decision=find_decision(enrolment),
        place_in_line=place_in_line(view.pending) if view.pending else None,
        substitute=find_offer_to(person, cohort),
        asked=find_offer_of(view.enrolment) if view.enrolment else None,
        now=now,
        message=cohort.cancellation_message if _is_told(person, enrolment, cohort) else "",
        not_included=lacks_benefit(ENROL),
        fulfilment=queries.fulfilment(view.enrolment) if view.enrolment else None,
        others=[
            other
            for other in views_of(others, person, may_enrol=may(ENROL), now=now)
            if other.overview.cohort is not cohort
        ],
        formats=FORMATS,
        languages=LANGUAGES,
    )


def _is_told(person: Person, enrolment: Enrolment | None, cohort: Cohort) -> bool:
    """Whether the message to those who wanted to come is meant for them, or is their own."""
    wanted_to_come = enrolment is not None and enrolment.status in WANTING_TO_COME
    return wanted_to_come or person in cohort.trainers


def _clash_note(standing: Standing, session: Session) -> str | None:
    """What else is in the person's calendar at the time of `session`; a clash is only a warning."""
    if standing not in ASKS_FOR_TIME or not session.takes_place:
        return None
    event = session.event
    clashes = list_clashes(current_person(), event.starts_at, event.ends_at, besides=event)
    if not clashes:
        return None
    titles = ", ".join(dict.fromkeys(localised(other.title) for other in clashes))
    return _("Überschneidet sich in Ihrem Kalender mit: %(titles)s", titles=titles)
