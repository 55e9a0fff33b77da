"""A whole cohort: call it off, hand it over to a colleague."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import Role, requires
from courses.cohorts import queries
from courses.cohorts.models import Cohort
from courses.cohorts.planning.cancelling import cancel_cohort, list_alternatives, list_to_call_off
from courses.cohorts.planning.change_forms import CancelCohortForm, HandOverForm, hand_over_form
from courses.cohorts.planning.handing_over import hand_over
from courses.cohorts.planning.queries import list_concerned
from organisations.accounts.current import current_person
from organisations.models import Person
from organisations.people.queries import list_people_with_role

blueprint = Blueprint("change_cohorts", __name__, url_prefix="/manage/cohorts")


@blueprint.route("/<public_id>/cancel", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def cancel(public_id: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    cohort = queries.get_managed_cohort(person, public_id)
    form = CancelCohortForm()
    if form.validate_on_submit():
        try:
            cancel_cohort(cohort=cohort, message=form.message.data, actor=person, now=now)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Durchgang ist abgesagt. Alle bekommen eine Mail."), "success")
            return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    page = render_template(
        "cohorts/cancel_cohort.html",
        form=form,
        cohort=cohort,
        sessions=list_to_call_off(cohort, now),
        people=len(list_concerned(cohort)),
        alternatives=list_alternatives(cohort, now),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/hand-over", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def give(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_managed_cohort(person, public_id)
    giver = person if person in cohort.trainers else None
    trainers = list_people_with_role(Role.TRAINER)
    form = hand_over_form(cohort, giver, trainers)
    if form.validate_on_submit():
        try:
            _hand_over(cohort, giver, form, trainers)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Durchgang ist übergeben. Die Kursleitung erfährt es per Mail."), "success")
            return redirect(_where_next(cohort, person), 303)
    page = render_template("cohorts/hand_over_cohort.html", form=form, cohort=cohort)
    return page, 422 if form.is_submitted() else 200


def _hand_over(
    cohort: Cohort, giver: Person | None, form: HandOverForm, trainers: list[Person]
) -> None:
    by_id = {one.public_id: one for one in (*cohort.trainers, *trainers)}
    hand_over(
        cohort=cohort,
        giver=giver or by_id[form.giver.data],
        taker=by_id[form.taker.data],
        stays=form.stays.data,
        actor=current_person(),
        now=clock.now(),
    )


def _where_next(cohort: Cohort, person: Person) -> str:
    """Whoever has given it away sees it no longer."""
    if queries.manages(person, cohort):
        return url_for("manage_cohorts.show", public_id=cohort.public_id)
    return url_for("manage_cohorts.index")
