"""The second factor: asked for at sign-in, set up and taken away in one's own account."""

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from app.kernel import clock
from app.kernel.db import after_refusal
from app.kernel.i18n import gettext as _
from app.kernel.permissions import public, signed_in
from organisations.accounts.confirming import is_confirmed
from organisations.accounts.current import current_account
from organisations.accounts.entering import CODE_KEY, enter_fully, this_attempt
from organisations.accounts.forms import ConfirmForm
from organisations.accounts.going_back import safe_next
from organisations.accounts.queries import find_session_awaiting_code
from organisations.second_factor import services
from organisations.second_factor.codes import set_up_address
from organisations.second_factor.forms import CodeForm
from organisations.second_factor.queries import count_recovery_codes
from organisations.second_factor.required import is_required, lead_to_set_up
from organisations.second_factor.services import WrongCode
from organisations.second_factor.throttling import check_codes, remember_wrong_code

PATH = "/account/second-factor"

blueprint = Blueprint("second_factor", __name__, template_folder="templates")
blueprint.before_app_request(lead_to_set_up)


@blueprint.route("/login/code", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    back, now = safe_next(request.args.get("next")), clock.now()
    waiting = find_session_awaiting_code(session.get(CODE_KEY, ""), now=now)
    if waiting is None:
        return redirect(url_for("accounts.sign_in", next=back), 303)
    form, account = CodeForm(), waiting.account
    if not form.validate_on_submit():
        return _ask_page(form, 422 if form.is_submitted() else 200)
    account_id, attempt = account.public_id, this_attempt(account.email)
    check_codes(account_id, attempt, now=now)
    try:
        services.use_code(account=account, typed=form.code.data, now=now)
    except WrongCode as refusal:
        after_refusal(lambda: remember_wrong_code(account_id, attempt, now=now))
        form.show(refusal)
        return _ask_page(form, refusal.status)
    enter_fully(account)
    return redirect(back, 303)


@blueprint.get(PATH)
@signed_in
def overview() -> ResponseReturnValue:
    account = current_account()
    if secret := services.find_new_secret(account):
        return _set_up_page(CodeForm(), secret, 200)
    return render_template(
        "second_factor/overview.html",
        since=account.second_factor_since,
        codes_left=count_recovery_codes(account),
        required=is_required(),
    )


@blueprint.post(f"{PATH}/begin")
@signed_in
def begin() -> ResponseReturnValue:
    services.begin_set_up(account=current_account(), now=clock.now())
    return redirect(url_for("second_factor.overview"), 303)


@blueprint.post(PATH)
@signed_in
def turn_on() -> ResponseReturnValue:
    """The answer itself holds the codes for paper: a redirect would need a place to keep them."""
    form, account = CodeForm(), current_account()
    secret = services.find_new_secret(account)
    if secret is None:
        return redirect(url_for("second_factor.overview"), 303)
    if not form.validate():
        return _set_up_page(form, secret, 422)
    try:
        codes = services.turn_on(account=account, code=form.code.data, now=clock.now())
    except WrongCode as refusal:
        form.show(refusal)
        return _set_up_page(form, secret, refusal.status)
    enter_fully(account)
    return render_template("second_factor/codes.html", codes=codes, just_on=True)


@blueprint.route(f"{PATH}/codes", methods=["GET", "POST"])
@signed_in
def renew_codes() -> ResponseReturnValue:
    if current_user.second_factor_since is None:
        return redirect(url_for("second_factor.overview"), 303)
    form = ConfirmForm()
    if not form.validate_on_submit() or not is_confirmed(form):
        page = render_template("second_factor/renew_codes.html", form=form)
        return page, 422 if form.is_submitted() else 200
    codes = services.renew_recovery_codes(account=current_account(), now=clock.now())
    return render_template("second_factor/codes.html", codes=codes, just_on=False)


@blueprint.route(f"{PATH}/off", methods=["GET", "POST"])
@signed_in
def turn_off() -> ResponseReturnValue:
    if current_user.second_factor_since is None:
        return redirect(url_for("second_factor.overview"), 303)
    form = ConfirmForm()
    if not form.validate_on_submit() or not is_confirmed(form):
        page = render_template("second_factor/turn_off.html", form=form, required=is_required())
        return page, 422 if form.is_submitted() else 200
    account = current_account()
    services.turn_off(account=account, now=clock.now())
    enter_fully(account)
    flash(_("Der zweite Faktor ist abgeschaltet."), "success")
    return redirect(url_for("account.overview"), 303)


def _ask_page(form: CodeForm, status: int) -> ResponseReturnValue:
    return render_template("second_factor/ask.html", form=form), status


def _set_up_page(form: CodeForm, secret: str, status: int) -> ResponseReturnValue:
    address = set_up_address(secret, current_user.email)
    page = render_template(
        "second_factor/set_up.html",
        form=form,
        address=address,
        picture=_qr_code(address),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        required=is_required(),
    )
    return page, status


def _qr_code(text: str) -> Markup:
    """An SVG of that QR code, black on white in every theme: some apps read nothing else."""
    drawn = segno.make(text, error="m").svg_inline(omitsize=True, border=4, light="white")
    return Markup(drawn)  # noqa: S704 — segno's own markup, with no text in it
