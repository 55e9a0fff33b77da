"""The public check of a certificate."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import after_refusal
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import public
from app.kernel.throttle import Limit, check_limit, remember_failure
from certificates.checking.forms import CodeForm
from certificates.register import queries
from certificates.register.codes import read_code

WRONG_CODES = Limit(
    name="certificate_code",
    most=20,
    window=timedelta(minutes=15),
    message=_l("Zu viele falsche Prüfcodes. Bitte warten Sie einige Minuten."),
)

blueprint = Blueprint("certificate_checks", __name__, template_folder="templates")


@blueprint.get("/verify")
@public
def form() -> ResponseReturnValue:
    if "code" not in request.args:
        return render_template("checking/form.html", form=CodeForm(formdata=None))
    asked = CodeForm(formdata=request.args)
    if not asked.validate():
        return render_template("checking/form.html", form=asked), 422
    return redirect(url_for("certificate_checks.result", code=read_code(asked.code.data)), 303)


@blueprint.get("/verify/<code>")
@public
def result(code: str) -> ResponseReturnValue:
    origin, now = request.remote_addr or "", clock.now()
    check_limit(WRONG_CODES, origin, now=now)
    certificate = queries.find_certificate_by_code(code)
    if certificate is None:
        after_refusal(lambda: remember_failure(WRONG_CODES, origin, now=now))
        raise NotFound
    return render_template("checking/result.html", certificate=certificate)
