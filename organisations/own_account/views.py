"""One's own account: what KommA knows, how one signs in, where one is signed in."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.permissions import Role, signed_in
from organisations.accounts import services
from organisations.accounts.confirming import is_confirmed
from organisations.accounts.current import current_account, current_person, current_session
from organisations.accounts.entering import enter_fully
from organisations.accounts.passwords import names_of
from organisations.accounts.queries import list_sessions_of
from organisations.accounts.security_notice import PASSWORD_CHANGED, tell
from organisations.mail_links.services import end_links
from organisations.own_account.forms import (
    ChangePasswordForm,
    LanguageForm,
    TimeZoneForm,
    time_zone_form,
)
from organisations.own_account.services import choose_language, choose_time_zone
from organisations.wording import FUNCTIONS, ROLES

blueprint = Blueprint("account", __name__, template_folder="templates", url_prefix="/account")


@blueprint.get("")
@signed_in
def overview() -> ResponseReturnValue:
    return _overview_page(200)


@blueprint.post("/language")
@signed_in
def language() -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate():
        return _overview_page(422, language_form=form)
    choose_language(person=current_person(), language=form.language.data)
    flash(_("Die Sprache Ihrer Mails ist gespeichert."), "success")
    return redirect(url_for("account.overview"), 303)


@blueprint.post("/time-zone")
@signed_in
def time_zone() -> ResponseReturnValue:
    person = current_person()
    form = time_zone_form(person)
    if not form.validate():
        return _overview_page(422, zone_form=form)
    try:
        choose_time_zone(person=person, name=form.time_zone.data or None)
    except DomainError as refusal:
        form.show(refusal)
        return _overview_page(422, zone_form=form)
    flash(_("Ihre Zeitzone ist gespeichert."), "success")
    return redirect(url_for("account.overview"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    form, person, now = ChangePasswordForm(), current_person(), clock.now()
    form.names = names_of(person.name, current_user.email, person.municipality_name)
    if not form.validate_on_submit() or not is_confirmed(form):
        page = render_template("own_account/password.html", form=form)
        return page, 422 if form.is_submitted() else 200
    password_hash = services.hash_password(form.password.data)
    account, person = current_account(), current_person()
    services.set_password(account=account, password_hash=password_hash, actor=person, now=now)
    end_links(account=account)
    tell(account=account, happened=PASSWORD_CHANGED, now=now)
    enter_fully(account)
    flash(_("Ihr neues Passwort ist gespeichert. Alle anderen Browser sind abgemeldet."), "success")
    return redirect(url_for("account.overview"), 303)


@blueprint.post("/sessions/<public_id>/end")
@signed_in
def end_session(public_id: str) -> ResponseReturnValue:
    services.end_session_of(account=current_account(), public_id=public_id)
    flash(_("Dieser Browser ist abgemeldet."), "success")
    return redirect(url_for("account.overview"), 303)


@blueprint.post("/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    services.end_sessions(account=current_account(), but=current_session())
    flash(_("Alle anderen Browser sind abgemeldet."), "success")
    return redirect(url_for("account.overview"), 303)


def _overview_page(
    status: int,
    *,
    language_form: LanguageForm | None = None,
    zone_form: TimeZoneForm | None = None,
) -> ResponseReturnValue:
    account, idle = current_account(), current_app.extensions["komma"].settings.session_idle
    person = account.person
    page = render_template(
        "own_account/overview.html",
        account=account,
        language_form=language_form or LanguageForm(formdata=None, language=person.language),
        zone_form=zone_form or time_zone_form(person, formdata=None),
        coaches=Role.COACH in account.roles,
        functions=FUNCTIONS,
        roles=[label for role, label in ROLES.items() if role in account.roles],
        sessions=list_sessions_of(account, now=clock.now(), idle=idle),
        here=current_session(),
    )
    return page, status
