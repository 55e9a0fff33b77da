"""Protection of threatened people: on their own page, and on the office's page about them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ORGANISATIONS
from app.kernel.permissions import requires, signed_in
from organisations.accounts.current import current_person
from organisations.models import Person
from organisations.protection import services
from organisations.protection.forms import EndForm
from organisations.protection.queries import Contact, visible_contact
from organisations.queries import get_person

blueprint = Blueprint("protection", __name__, template_folder="templates")


@blueprint.app_template_filter("contact")
def contact(person: Person) -> Contact:
    """`person|contact` in templates: the details of `person` that the one who reads may see."""
    return visible_contact(person, current_user if current_user.is_authenticated else None)


@blueprint.get("/account/protection")
@signed_in
def own() -> ResponseReturnValue:
    return render_template("protection/own.html", hidden=current_person().contact_hidden)


@blueprint.post("/account/protection/begin")
@signed_in
def begin() -> ResponseReturnValue:
    person = current_person()
    services.hide_contact(person=person, actor=person, now=clock.now())
    flash(_("Ihre Kontaktdaten sieht jetzt nur noch das Programmbüro."), "success")
    return redirect(url_for("protection.own"), 303)


@blueprint.post("/account/protection/end")
@signed_in
def end() -> ResponseReturnValue:
    services.show_own_contact(person=current_person(), now=clock.now())
    flash(_("Der Schutz ist aufgehoben."), "success")
    return redirect(url_for("protection.own"), 303)


@blueprint.route("/manage/people/<public_id>/protection", methods=["GET", "POST"])
@requires(MANAGE_ORGANISATIONS)
def manage(public_id: str) -> ResponseReturnValue:
    """With the form, end the protection of somebody who asked the office for that."""
    person, form = get_person(public_id), EndForm()
    if form.validate_on_submit():
        try:
            services.show_contact_on_request(
                person=person, request=form.request(), actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Schutz ist aufgehoben. Die Person erfährt es per Mail."), "success")
            return redirect(url_for("people.edit", public_id=public_id), 303)
    page = render_template("protection/manage.html", person=person, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/manage/people/<public_id>/protection/begin")
@requires(MANAGE_ORGANISATIONS)
def begin_for(public_id: str) -> ResponseReturnValue:
    person = get_person(public_id)
    services.hide_contact(person=person, actor=current_person(), now=clock.now())
    flash(_("Die Kontaktdaten sieht jetzt nur noch das Programmbüro."), "success")
    return redirect(url_for("protection.manage", public_id=public_id), 303)
