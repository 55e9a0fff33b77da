"""Sign-in, the first password, sign-out and the choice of language."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.db import after_refusal, reading
from app.kernel.errors import NotFound
from app.kernel.i18n import LANGUAGES
from app.kernel.i18n import gettext as _
from app.kernel.permissions import public
from organisations.accounts import services
from organisations.accounts.current import note_use_of_session
from organisations.accounts.entering import enter, enter_fully, leave, this_attempt
from organisations.accounts.forms import NewPasswordForm, SignInForm
from organisations.accounts.going_back import safe_next
from organisations.accounts.invitations import InvitationOver, accept_invitation
from organisations.accounts.passwords import names_of
from organisations.accounts.queries import (
    find_account_by_email,
    find_account_with,
    find_invited,
)

blueprint = Blueprint("accounts", __name__, template_folder="templates")
language_blueprint = Blueprint("language", __name__)
blueprint.before_app_request(note_use_of_session)


@blueprint.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    back = safe_next(request.args.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(back, 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.is_submitted() else 200)
    attempt, now = this_attempt(form.email.data), clock.now()
    with reading():
        attempt.check(now=now)
        account = find_account_by_email(attempt.email)
        password_hash = account.password_hash if account else ""
    matches = services.password_matches(password_hash, form.password.data)
    account = find_account_with(attempt.email, password_hash) if matches else None
    if account is None:
        after_refusal(lambda: attempt.remember_failure(now=now))
        form.form_errors.append(_("E-Mail-Adresse oder Passwort stimmt nicht."))
        return _sign_in_page(form, 422)
    return enter(account, back=back)


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    expired = "expired" in request.args and request.method == "GET"
    return render_template("accounts/sign_in.html", form=form, expired=expired), status


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """The link of an invitation. Following it changes nothing, for mail scanners follow it, too."""
    form, now = NewPasswordForm(), clock.now()
    with reading():
        account = find_invited(token, now=now)
        if account is None:
            return render_template("accounts/welcome_over.html"), InvitationOver.status
        name, email = account.person.name, account.email
        form.names = names_of(name, email, account.person.municipality_name)
    if not form.validate_on_submit():
        page = render_template("accounts/welcome.html", form=form, name=name, email=email)
        return page, 422 if form.is_submitted() else 200
    password_hash = services.hash_password(form.password.data)
    try:
        account = accept_invitation(token=token, password_hash=password_hash, now=now)
    except InvitationOver as over:
        return render_template("accounts/welcome_over.html"), over.status
    enter_fully(account)
    flash(_("Ihr Passwort ist gespeichert. Sie sind angemeldet."), "success")
    return redirect(url_for("pages.home"), 303)


@blueprint.post("/logout")
@public
def sign_out() -> ResponseReturnValue:
    leave()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("pages.home"), 303)


@language_blueprint.get("/language/<language>")
@public
def choose(language: str) -> ResponseReturnValue:
    if language not in LANGUAGES:
        raise NotFound
    session["language"] = language
    return redirect(safe_next(request.args.get("next")), 303)
