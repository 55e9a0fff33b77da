"""The public check of a certificate."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.permissions import public
from certificates.badges.by_code import get_certificate_by_code
from certificates.checking.forms import CodeForm
from certificates.register.codes import read_code

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
    certificate = get_certificate_by_code(code, origin=request.remote_addr or "", now=clock.now())
    return render_template("checking/result.html", certificate=certificate)
