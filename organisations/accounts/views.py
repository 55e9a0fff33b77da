"""Sign-in, the first password, sign-out and the choice of language."""

from urllib.parse import urlsplit

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
from organisations.accounts.current import SESSION_KEY
from organisations.accounts.forms import SignInForm, WelcomeForm
from organisations.accounts.invitations import InvitationOver, accept_invitation
from organisations.accounts.queries import (
    find_account_by_email,
    find_invited,
    get_account_by_email,
)

blueprint = Blueprint("accounts", __name__, template_folder="templates")
language_blueprint = Blueprint("language", __name__)


@blueprint.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    back = safe_next(request.args.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(back, 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.is_submitted() else 200)
    email, origin, now = form.email.data, request.remote_addr or "", clock.now()
    with reading():
        services.check_throttle(email=email, origin=origin, now=now)
        account = find_account_by_email(email)
        password_hash = account.password_hash if account else None
    if not services.password_matches(password_hash, form.password.data):
        after_refusal(lambda: services.remember_failed_sign_in(email=email, origin=origin, now=now))
        form.form_errors.append(_("E-Mail-Adresse oder Passwort stimmt nicht."))
        return _sign_in_page(form, 422)
    account = get_account_by_email(email)
    _enter(services.begin_session(account=account, now=now), account.person.language)
    return redirect(back, 303)


def _enter(token: str, language: str) -> None:
    """A new session cookie at every sign-in: nothing from before it is kept but the language."""
    language = session.get("language", language)
    session.clear()
    session[SESSION_KEY], session["language"] = token, language


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    expired = "expired" in request.args and request.method == "GET"
    return render_template("accounts/sign_in.html", form=form, expired=expired), status


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """The link of an invitation. Following it changes nothing, for mail scanners follow it, too."""
    form, now = WelcomeForm(), clock.now()
    with reading():
        account = find_invited(token, now=now)
        if account is None:
            return render_template("accounts/welcome_over.html"), InvitationOver.status
        name, email = account.person.name, account.email
    form.names = (*name.split(), *email.split("@"))
    if not form.validate_on_submit():
        page = render_template("accounts/welcome.html", form=form, name=name, email=email)
        return page, 422 if form.is_submitted() else 200
    password_hash = services.hash_password(form.password.data)
    try:
        account = accept_invitation(token=token, password_hash=password_hash, now=now)
    except InvitationOver as over:
        return render_template("accounts/welcome_over.html"), over.status
    _enter(services.begin_session(account=account, now=now), account.person.language)
    flash(_("Ihr Passwort ist gespeichert. Sie sind angemeldet."), "success")
    return redirect(url_for("pages.home"), 303)


@blueprint.post("/logout")
@public
def sign_out() -> ResponseReturnValue:
    token = session.get(SESSION_KEY)
    if token:
        services.end_session(token=token)
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("pages.home"), 303)


@language_blueprint.get("/language/<language>")
@public
def choose(language: str) -> ResponseReturnValue:
    if language not in LANGUAGES:
        raise NotFound
    session["language"] = language
    return redirect(safe_next(request.args.get("next")), 303)


def safe_next(target: str | None) -> str:
    """`target` if it is a path of this site, else the home page.

    Browsers read `//host` and `/\\host` as another host, so neither counts as a path; nor does
    `/.//host`, which a proxy that tidies paths might make the same of.
    """
    home = url_for("pages.home")
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return home
    parts = urlsplit(target)
    printable = target.isprintable() and "\\" not in target and "//" not in parts.path
    return target if printable and not parts.scheme and not parts.netloc else home
