"""Links by mail: ask for one, and what it opens. Following one changes nothing by itself.

Mail scanners follow links, too. So each leads to a page with a button, and only that counts.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.i18n import gettext as _
from app.kernel.permissions import public
from organisations.accounts.entering import enter
from organisations.accounts.forms import NewPasswordForm
from organisations.accounts.passwords import names_of
from organisations.accounts.security_notice import PASSWORD_CHANGED, tell
from organisations.accounts.services import hash_password
from organisations.mail_links import services
from organisations.mail_links.forms import AskForLinkForm
from organisations.mail_links.models import Purpose
from organisations.mail_links.queries import find_link
from organisations.mail_links.services import LinkOver

blueprint = Blueprint("mail_links", __name__, template_folder="templates", url_prefix="/login")


@blueprint.route("/link", methods=["GET", "POST"])
@public
def ask_to_sign_in() -> ResponseReturnValue:
    return _ask(Purpose.SIGN_IN)


@blueprint.route("/forgotten", methods=["GET", "POST"])
@public
def ask_to_reset() -> ResponseReturnValue:
    return _ask(Purpose.RESET)


@blueprint.get("/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("mail_links/sent.html")


@blueprint.route("/link/<token>", methods=["GET", "POST"])
@public
def sign_in(token: str) -> ResponseReturnValue:
    now = clock.now()
    if request.method != "POST":  # scanners send HEAD, too
        link = find_link(token, Purpose.SIGN_IN, now=now)
        if link is None:
            return _over("mail_links.ask_to_sign_in")
        return render_template("mail_links/sign_in.html", account=link.account)
    try:
        account = services.use_sign_in_link(token=token, now=now)
    except LinkOver:
        return _over("mail_links.ask_to_sign_in")
    return enter(account, back=url_for("pages.home"))


@blueprint.route("/forgotten/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    form, now = NewPasswordForm(), clock.now()
    with reading():
        link = find_link(token, Purpose.RESET, now=now)
        if link is None:
            return _over("mail_links.ask_to_reset")
        name, email = link.account.person.name, link.email
        form.names = names_of(name, email, link.account.person.municipality_name)
    if not form.validate_on_submit():
        page = render_template("mail_links/reset.html", form=form, name=name, email=email)
        return page, 422 if form.is_submitted() else 200
    password_hash = hash_password(form.password.data)
    try:
        account = services.reset_password(token=token, password_hash=password_hash, now=now)
    except LinkOver:
        return _over("mail_links.ask_to_reset")
    tell(account=account, happened=PASSWORD_CHANGED, now=now)
    way = enter(account, back=url_for("pages.home"))
    flash(_("Ihr neues Passwort ist gespeichert."), "success")
    return way


def _ask(purpose: Purpose) -> ResponseReturnValue:
    form = AskForLinkForm()
    if not form.validate_on_submit():
        page = render_template(f"mail_links/ask_{purpose}.html", form=form)
        return page, 422 if form.is_submitted() else 200
    services.ask_for_link(
        email=form.email.data,
        purpose=purpose,
        origin=request.remote_addr or "",
        now=clock.now(),
    )
    return redirect(url_for("mail_links.sent"), 303)


def _over(again: str) -> ResponseReturnValue:
    return render_template("mail_links/over.html", again=url_for(again)), LinkOver.status
