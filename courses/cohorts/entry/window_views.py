"""The trainer's side of enrolment: from when until when people can."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import viewer_zone
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts import queries
from courses.cohorts.entry.forms import WindowForm
from courses.cohorts.entry.window import change_window, days_of
from organisations.accounts.current import current_person

blueprint = Blueprint("enrolment_windows", __name__, url_prefix="/manage/cohorts")


@blueprint.route("/<public_id>/enrolment", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def edit(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_managed_cohort(person, public_id)
    first, last = days_of(cohort, viewer_zone())
    form = WindowForm(data={"enrolment_opens": first, "enrolment_closes": last})
    if form.validate_on_submit():
        try:
            change_window(cohort=cohort, window=form.window(), actor=person, now=clock.now())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Gespeichert. Wer angemeldet ist oder wartet, bleibt es."), "success")
            return redirect(url_for("manage_cohorts.show", public_id=public_id), 303)
    page = render_template("cohorts/manage_window.html", cohort=cohort, form=form)
    return page, 422 if form.is_submitted() else 200
