"""The trainer's side of the line: offer a seat out of turn, take somebody out, pass on a seat."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.queries import get_managed_cohort, get_managed_enrolment
from courses.cohorts.seats.forms import RemovalForm, SubstituteForm, TurnForm
from courses.cohorts.seats.out_of_turn import offer_out_of_turn
from courses.cohorts.seats.queries import place_in_line
from courses.cohorts.seats.reasons import RemovalReason, TurnReason
from courses.cohorts.seats.services import remove
from courses.cohorts.seats.substitute_queries import find_offer_of
from courses.cohorts.seats.substitutes import ask_substitute
from organisations.accounts.current import current_person

blueprint = Blueprint("manage_seats", __name__, url_prefix="/manage/cohorts")


@blueprint.route("/<public_id>/enrolments/<enrolment_id>/offer", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def offer(public_id: str, enrolment_id: str) -> ResponseReturnValue:
    cohort, enrolment = _find(public_id, enrolment_id)
    form = TurnForm()
    if form.validate_on_submit():
        try:
            offer_out_of_turn(
                enrolment=enrolment,
                actor=current_person(),
                now=clock.now(),
                reason=TurnReason(form.reason.data),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Platz ist angeboten. Die Person bekommt eine Mail."), "success")
            return _back_to(cohort)
    place = place_in_line(enrolment) if enrolment.queued_at else None
    page = render_template(
        "cohorts/manage_offer.html", form=form, cohort=cohort, enrolment=enrolment, place=place
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/enrolments/<enrolment_id>/remove", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def take_out(public_id: str, enrolment_id: str) -> ResponseReturnValue:
    cohort, enrolment = _find(public_id, enrolment_id)
    form = RemovalForm()
    if form.validate_on_submit():
        try:
            remove(
                enrolment=enrolment,
                actor=current_person(),
                now=clock.now(),
                reason=RemovalReason(form.reason.data),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Anmeldung ist beendet. Die Person bekommt eine Mail."), "success")
            return _back_to(cohort)
    page = render_template(
        "cohorts/manage_remove.html", form=form, cohort=cohort, enrolment=enrolment
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/enrolments/<enrolment_id>/substitute", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def substitute(public_id: str, enrolment_id: str) -> ResponseReturnValue:
    """For somebody who is ill and cannot ask anybody."""
    cohort, enrolment = _find(public_id, enrolment_id)
    form = SubstituteForm()
    if form.validate_on_submit():
        try:
            ask_substitute(
                enrolment=enrolment,
                email=form.email.data,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Wir haben gefragt. Bis zur Zusage bleibt der Platz, wo er ist."), "success")
            return _back_to(cohort)
    page = render_template(
        "cohorts/manage_substitute.html",
        form=form,
        cohort=cohort,
        enrolment=enrolment,
        asked=find_offer_of(enrolment) if enrolment.status == EnrolmentStatus.ENROLLED else None,
    )
    return page, 422 if form.is_submitted() else 200


def _find(public_id: str, enrolment_id: str) -> tuple[Cohort, Enrolment]:
    """A cohort that one manages, and an enrolment in it. Raises NotFound."""
    cohort = get_managed_cohort(current_person(), public_id)
    enrolment = get_managed_enrolment(current_person(), enrolment_id)
    if enrolment.cohort_id != cohort.id:
        raise NotFound
    return cohort, enrolment


def _back_to(cohort: Cohort) -> ResponseReturnValue:
    return redirect(url_for("manage_cohorts.show", public_id=cohort.public_id, _anchor="line"), 303)
