"""The programme office's list of municipalities, and the form for one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ORGANISATIONS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.models import Membership
from organisations.municipalities import queries, services
from organisations.municipalities.forms import MunicipalityForm, MunicipalitySearchForm
from organisations.wording import KINDS, MEMBERSHIPS, STATES

blueprint = Blueprint(
    "municipalities", __name__, template_folder="templates", url_prefix="/manage/municipalities"
)


@blueprint.get("")
@requires(MANAGE_ORGANISATIONS)
def index() -> ResponseReturnValue:
    form = MunicipalitySearchForm(request.args)
    chosen = form.membership.data
    return render_template(
        "municipalities/index.html",
        form=form,
        rows=queries.list_municipality_rows(
            search=form.q.data or "", membership=chosen if chosen in set(Membership) else ""
        ),
        kinds=KINDS,
        states=STATES,
        memberships=MEMBERSHIPS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_ORGANISATIONS)
def new() -> ResponseReturnValue:
    form = MunicipalityForm()
    if form.validate_on_submit():
        try:
            made = services.create_municipality(
                **form.details, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("%(name)s ist angelegt.", name=made.name), "success")
            return redirect(url_for("municipalities.index"), 303)
    page = render_template("municipalities/form.html", form=form, municipality=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_ORGANISATIONS)
def edit(public_id: str) -> ResponseReturnValue:
    municipality = queries.get_municipality(public_id)
    form = MunicipalityForm(
        obj=municipality, mail_domains=", ".join(queries.list_mail_domains(municipality))
    )
    if form.validate_on_submit():
        try:
            services.change_municipality(
                municipality=municipality,
                **form.details,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(url_for("municipalities.index"), 303)
    page = render_template("municipalities/form.html", form=form, municipality=municipality)
    return page, 422 if form.is_submitted() else 200
