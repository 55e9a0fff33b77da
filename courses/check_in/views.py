"""What opens on the phone of who scans the code, and the button that says that they are there."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.permissions import public, signed_in
from courses.check_in.codes import InvalidCode, Ticket, make_ticket, read_code, read_ticket
from courses.check_in.keys import signing_key
from courses.check_in.queries import find_session
from courses.check_in.services import NotOnTheList, check_in
from courses.cohorts.attendance.words import record_words
from courses.cohorts.models import Attendance, Session
from courses.cohorts.queries import find_enrolment, find_record
from organisations.accounts.current import current_person

blueprint = Blueprint("check_in", __name__, template_folder="templates", url_prefix="/check-in")


@blueprint.get("/<token>")
@public
def arrive(token: str) -> ResponseReturnValue:
    """The address in the code. Changes nothing; who must sign in first has time for that."""
    now = clock.now()
    try:
        session_id = read_code(signing_key(), token, now)
    except InvalidCode:
        return _refused()
    person_id = current_user.person.public_id if current_user.is_authenticated else ""
    ticket = make_ticket(signing_key(), Ticket(session_id, person_id), now)
    return redirect(url_for("check_in.here", token=ticket), 303)


@blueprint.get("/here/<token>")
@signed_in
def here(token: str) -> ResponseReturnValue:
    meeting = _session_of(token)
    if meeting is None:
        return _refused()
    enrolment = find_enrolment(current_person(), meeting.cohort)
    if enrolment is None or not enrolment.takes_part:
        return _page(meeting, NotOnTheList(NotOnTheList.MESSAGE))
    return _page(meeting, record=find_record(enrolment, meeting))


@blueprint.post("/here/<token>")
@signed_in
def confirm(token: str) -> ResponseReturnValue:
    meeting, person = _session_of(token), current_person()
    if meeting is None:
        return _refused()
    try:
        is_new = check_in(session=meeting, person=person, now=clock.now())
    except DomainError as refusal:
        return _page(meeting, refusal)
    enrolment = find_enrolment(person, meeting.cohort)
    record = find_record(enrolment, meeting) if enrolment else None
    words = record_words(record.status, record.minutes) if record else ""
    flash(_("Sie sind eingetragen: %(words)s.", words=words), "success" if is_new else "info")
    return redirect(url_for("cohorts.show", public_id=meeting.cohort.public_id), 303)


def _session_of(token: str) -> Session | None:
    """The session of a ticket that is good for whoever is signed in."""
    try:
        ticket = read_ticket(signing_key(), token, clock.now())
    except InvalidCode:
        return None
    if ticket.person_id not in {"", current_person().public_id}:
        return None
    return find_session(ticket.session_id)


def _refused() -> ResponseReturnValue:
    return render_template("check_in/refused.html"), 404


def _page(
    meeting: Session, refusal: DomainError | None = None, record: Attendance | None = None
) -> ResponseReturnValue:
    page = render_template(
        "check_in/here.html",
        session=meeting,
        refusal=refusal,
        record=record_words(record.status, record.minutes) if record else "",
    )
    return page, refusal.status if refusal else 200
