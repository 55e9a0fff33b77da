"""The side of coordination and programme office: who waits, approve, decline."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import DECIDE_REGISTRATIONS
from app.kernel.permissions import requires
from organisations.accounts.current import current_account, current_person
from organisations.registration import deciding, queries
from organisations.registration.forms import DeclineForm
from organisations.registration.models import Registration, RegistrationStatus
from organisations.wording import FUNCTIONS

blueprint = Blueprint(
    "manage_registrations",
    __name__,
    template_folder="templates",
    url_prefix="/manage/registrations",
)


@blueprint.get("")
@requires(DECIDE_REGISTRATIONS)
def index() -> ResponseReturnValue:
    return render_template(
        "registration/index.html",
        waiting=queries.list_waiting(current_account()),
        functions=FUNCTIONS,
    )


@blueprint.post("/<public_id>/approve")
@requires(DECIDE_REGISTRATIONS)
def approve(public_id: str) -> ResponseReturnValue:
    registration = queries.get_registration(public_id, current_account())
    if registration.status != RegistrationStatus.WAITING:
        return _decided_before()
    try:
        account = deciding.approve_registration(
            registration=registration, actor=current_person(), now=clock.now()
        )
    except deciding.AlreadyDecided:
        return _decided_before()
    except DomainError as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("%(name)s ist angelegt und eingeladen.", name=account.person.name), "success")
    return redirect(url_for("manage_registrations.index"), 303)


@blueprint.route("/<public_id>/decline", methods=["GET", "POST"])
@requires(DECIDE_REGISTRATIONS)
def decline(public_id: str) -> ResponseReturnValue:
    registration = queries.get_registration(public_id, current_account())
    if registration.status != RegistrationStatus.WAITING:
        return _decided_before()
    form = DeclineForm()
    if not form.validate_on_submit():
        return _decline_page(form, registration)
    try:
        deciding.decline_registration(
            registration=registration,
            reason=form.reason.data or "",
            actor=current_person(),
            now=clock.now(),
        )
    except deciding.AlreadyDecided:
        return _decided_before()
    flash(_("Die Registrierung ist abgelehnt. Die Person bekommt eine Mail."), "success")
    return redirect(url_for("manage_registrations.index"), 303)


def _decline_page(form: DeclineForm, registration: Registration) -> ResponseReturnValue:
    page = render_template("registration/decline.html", form=form, registration=registration)
    return page, 422 if form.is_submitted() else 200


def _decided_before() -> ResponseReturnValue:
    flash(deciding.AlreadyDecided().message, "info")
    return redirect(url_for("manage_registrations.index"), 303)
