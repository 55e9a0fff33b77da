"""Where somebody who takes part says what they need."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ENROL
from app.kernel.permissions import requires
from courses.cohorts.queries import find_enrolment, get_cohort_for
from courses.desk.support import queries, services
from courses.desk.support.forms import NeedForm
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "support", __name__, template_folder="templates", url_prefix="/cohorts/<public_id>/support"
)


@blueprint.route("", methods=["GET", "POST"])
@requires(ENROL, needs_benefit=False)
def edit(public_id: str) -> ResponseReturnValue:
    person, form = current_person(), NeedForm()
    cohort = get_cohort_for(person, public_id)
    enrolment = find_enrolment(person, cohort)
    if enrolment is None or not enrolment.takes_part:
        raise NotFound
    if form.validate_on_submit():
        services.say_need(enrolment=enrolment, text=form.text.data or "", now=clock.now())
        flash(_("Gespeichert. Die Kursleitung kann es lesen."), "success")
        return redirect(url_for("cohorts.show", public_id=public_id), 303)
    if not form.is_submitted():
        form.text.data = queries.read_need(enrolment)
    page = render_template("support/edit.html", cohort=cohort, form=form)
    return page, 422 if form.is_submitted() else 200
