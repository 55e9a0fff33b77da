"""The public check of a certificate, by its code or by its file."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.forms import read_upload
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.permissions import public
from app.kernel.throttle import Limit, check_limit, remember_failure
from certificates.badges.by_code import get_certificate_by_code
from certificates.checking.forms import CodeForm, UploadForm, refused_upload
from certificates.checking.published_keys import describe
from certificates.checking.standing import standing_of
from certificates.checking.uploads import Finding, examine
from certificates.register.codes import read_code
from certificates.register.models import Certificate
from certificates.register.queries import find_certificate_by_code
from certificates.signing.queries import list_published_keys

#: Counts every file, since each of them has to be looked at.
UPLOADS = Limit(
    name="certificate_file",
    most=30,
    window=timedelta(minutes=15),
    message=_l("Zu viele Dateien. Bitte warten Sie einige Minuten."),
)

blueprint = Blueprint("certificate_checks", __name__, template_folder="templates")


@blueprint.after_request
def _tell_nobody(response: Response) -> Response:
    """Whoever has the address of a check can make it, so no other page is told that address."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/verify")
@public
def form() -> ResponseReturnValue:
    if "code" not in request.args:
        return _form_page()
    asked = CodeForm(formdata=request.args)
    if not asked.validate():
        return _form_page(code_form=asked), 422
    return redirect(url_for("certificate_checks.result", code=read_code(asked.code.data)), 303)


@blueprint.post("/verify")
@public
def examine_file() -> ResponseReturnValue:
    upload = UploadForm()
    if not upload.validate_on_submit():
        return _form_page(upload_form=upload), 422
    finding = _examine(upload)
    return _result_page(find_certificate_by_code(finding.code), finding)


@blueprint.get("/verify/<code>")
@public
def result(code: str) -> ResponseReturnValue:
    return _result_page(_get_certificate(code))


@blueprint.post("/verify/<code>")
@public
def examine_file_of(code: str) -> ResponseReturnValue:
    """Besides, whether the file is the certificate of this code or another one."""
    with reading():
        _get_certificate(code)
    upload = UploadForm()
    if not upload.validate_on_submit():
        return _result_page(_get_certificate(code), upload_form=upload), 422
    finding = _examine(upload)
    return _result_page(find_certificate_by_code(code), finding)


@blueprint.get("/verify/offline")
@public
def offline() -> ResponseReturnValue:
    keys = [describe(key, programme_zone()) for key in list_published_keys()]
    return render_template(
        "checking/offline.html",
        keys=keys,
        self_made=any(key.self_made for key in keys),
    )


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """What is too large was not received at all, so nothing but the form can be shown."""
    return _form_page(upload_form=refused_upload()), 413


def _get_certificate(code: str) -> Certificate:
    return get_certificate_by_code(code, origin=request.remote_addr or "", now=clock.now())


def _examine(upload: UploadForm) -> Finding:
    """Look at the file, unless too many came from there; after that, count it."""
    origin, now = request.remote_addr or "", clock.now()
    content = read_upload(upload.file)
    with reading():
        check_limit(UPLOADS, origin, now=now)
    finding = examine(content)
    remember_failure(UPLOADS, origin, now=now)
    return finding


def _form_page(*, code_form: CodeForm | None = None, upload_form: UploadForm | None = None) -> str:
    return render_template(
        "checking/form.html",
        code_form=code_form or CodeForm(formdata=None),
        upload_form=upload_form or UploadForm(formdata=None),
    )


def _result_page(
    certificate: Certificate | None,
    finding: Finding | None = None,
    *,
    upload_form: UploadForm | None = None,
) -> str:
    return render_template(
        "checking/result.html",
        certificate=certificate,
        standing=certificate and standing_of(certificate, now=clock.now(), zone=programme_zone()),
        finding=finding,
        code_form=CodeForm(formdata=None),
        upload_form=upload_form or UploadForm(formdata=None),
    )
