"""Register: send name and address, confirm the address, wait. Nobody is signed in here."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import current_language
from app.kernel.permissions import public
from organisations.municipalities.queries import has_mail_domains
from organisations.registration import queries, services
from organisations.registration.forms import RegistrationForm
from organisations.registration.models import RegistrationStatus

blueprint = Blueprint("registration", __name__, template_folder="templates", url_prefix="/register")


@blueprint.route("", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("pages.home"), 303)
    if not has_mail_domains():
        raise NotFound
    form = RegistrationForm()
    if not form.validate_on_submit():
        page = render_template("registration/register.html", form=form)
        return page, 422 if form.is_submitted() else 200
    services.request_registration(
        details=form.details(current_language()),
        origin=request.remote_addr or "",
        now=clock.now(),
    )
    return redirect(url_for("registration.sent"), 303)


@blueprint.get("/sent")
@public
def sent() -> ResponseReturnValue:
    """The same for every address."""
    return render_template("registration/sent.html")


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """The link of the mail. Following it changes nothing, for mail scanners follow it, too."""
    now = clock.now()
    try:
        if request.method == "POST":
            services.confirm_address(token=token, now=now)
            return redirect(url_for("registration.waiting"), 303)
        registration = queries.find_to_confirm(token, now=now)
        if registration is None:
            raise services.LinkOver
    except services.LinkOver as over:
        return render_template("registration/over.html"), over.status
    if registration.status == RegistrationStatus.WAITING:
        return redirect(url_for("registration.waiting"), 303)
    return render_template("registration/confirm.html", registration=registration, token=token)


@blueprint.get("/waiting")
@public
def waiting() -> ResponseReturnValue:
    return render_template("registration/waiting.html")
