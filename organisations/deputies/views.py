"""Who keeps one's appointments: name somebody, and end it from either side."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import BOOK_COACHING
from app.kernel.permissions import requires, signed_in
from organisations.accounts.current import current_person
from organisations.deputies import queries, services
from organisations.deputies.forms import DeputyForm

blueprint = Blueprint(
    "deputies", __name__, template_folder="templates", url_prefix="/account/deputies"
)


@blueprint.route("", methods=["GET", "POST"])
@requires(BOOK_COACHING)
def overview() -> ResponseReturnValue:
    form, person = DeputyForm(), current_person()
    if form.validate_on_submit():
        try:
            made = services.name_deputy(principal=person, email=form.email.data, now=clock.now())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("%(name)s führt jetzt Termine für Sie.", name=made.deputy.name), "success")
            return redirect(url_for("deputies.overview"), 303)
    page = render_template(
        "deputies/overview.html", form=form, deputyships=queries.list_deputyships_under(person)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/end")
@signed_in
def end(public_id: str) -> ResponseReturnValue:
    person = current_person()
    deputyship = queries.get_deputyship_of(person, public_id)
    services.end_deputyship(deputyship=deputyship, actor=person, now=clock.now())
    if deputyship.deputy_id == person.id:
        name = deputyship.principal.name
        flash(_("Sie führen keine Termine mehr für %(name)s.", name=name), "success")
        return redirect(url_for("pages.home"), 303)
    name = deputyship.deputy.name
    flash(_("%(name)s führt keine Termine mehr für Sie.", name=name), "success")
    return redirect(url_for("deputies.overview"), 303)
