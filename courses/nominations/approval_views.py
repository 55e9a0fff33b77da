"""Requests for seats: who waits for the municipality's word, approve, decline."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import APPROVE_ENROLMENTS
from app.kernel.permissions import requires
from courses.cohorts.models import Enrolment
from courses.cohorts.seats.approval import approve_request, decline_request
from courses.nominations import queries
from courses.nominations.forms import ReasonForm
from courses.wording import FUNCTIONS
from organisations.accounts.current import current_account, current_person
from organisations.people.queries import reaches_everybody

blueprint = Blueprint(
    "approvals",
    __name__,
    template_folder="templates",
    url_prefix="/municipality/requests",
)


@blueprint.get("")
@requires(APPROVE_ENROLMENTS)
def index() -> ResponseReturnValue:
    account = current_account()
    return render_template(
        "nominations/requests.html",
        requests=queries.list_requests(account),
        everywhere=reaches_everybody(account),
        functions=FUNCTIONS,
    )


@blueprint.post("/<public_id>/approve")
@requires(APPROVE_ENROLMENTS)
def approve(public_id: str) -> ResponseReturnValue:
    enrolment = queries.get_request(public_id, current_account())
    try:
        approve_request(enrolment=enrolment, actor=current_person(), now=clock.now())
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(_approved(enrolment), "success")
    return redirect(url_for("approvals.index"), 303)


@blueprint.route("/<public_id>/decline", methods=["GET", "POST"])
@requires(APPROVE_ENROLMENTS)
def decline(public_id: str) -> ResponseReturnValue:
    enrolment = queries.get_request(public_id, current_account())
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            decline_request(
                enrolment=enrolment,
                reason=form.reason.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            flash(refusal.message, "warning")
        else:
            flash(_("Abgelehnt. Die Person bekommt eine Mail mit Ihrem Grund."), "success")
        return redirect(url_for("approvals.index"), 303)
    page = render_template("nominations/decline.html", enrolment=enrolment, form=form)
    return page, 422 if form.is_submitted() else 200


def _approved(enrolment: Enrolment) -> str:
    if enrolment.takes_part:
        return _("Genehmigt. Die Person hat jetzt einen Platz.")
    return _("Genehmigt. Es ist gerade kein Platz frei: Die Person steht auf der Warteliste.")
