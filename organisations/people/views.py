"""The list of people for coordinators and the programme office, and the form for one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ORGANISATIONS, MANAGE_PEOPLE, NAME_SUBSTITUTES
from app.kernel.permissions import may, requires
from organisations.accounts.current import current_account, current_person
from organisations.accounts.invitations import PasswordIsSet, invite
from organisations.accounts.models import Account
from organisations.people import coordination, queries
from organisations.people.forms import PeopleSearchForm, PersonForm, person_form
from organisations.second_factor.services import OwnSecondFactor, reset_second_factor
from organisations.wording import FUNCTIONS, ROLE_HINTS, ROLES

blueprint = Blueprint("people", __name__, template_folder="templates", url_prefix="/manage/people")


@blueprint.get("")
@requires(MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    form, reader = PeopleSearchForm(request.args), current_account()
    page = request.args.get("page", default=1, type=int)
    return render_template(
        "people/index.html",
        form=form,
        people=queries.list_accounts(reader=reader, search=form.q.data or "", page=page),
        everywhere=queries.reaches_everybody(reader),
        names_substitutes=may(NAME_SUBSTITUTES),
        functions=FUNCTIONS,
        roles=ROLES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    actor = current_account()
    municipalities = queries.list_overseen_municipalities(actor)
    form = person_form(municipalities, None, actor)
    if form.validate_on_submit():
        try:
            made = coordination.add_person(
                details=form.details(municipalities), actor=actor, now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("%(name)s ist angelegt und eingeladen.", name=made.person.name), "success")
            return redirect(url_for("people.index"), 303)
    return _form_page(form, None)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_PEOPLE)
def edit(public_id: str) -> ResponseReturnValue:
    actor = current_account()
    account = queries.get_account_of(public_id, reader=actor)
    municipalities = queries.list_overseen_municipalities(actor)
    form = person_form(municipalities, account, actor)
    if form.validate_on_submit():
        try:
            coordination.correct_person(
                account=account,
                details=form.details(municipalities),
                actor=actor,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(url_for("people.index"), 303)
    return _form_page(form, account)


@blueprint.post("/<public_id>/invite")
@requires(MANAGE_PEOPLE)
def invite_again(public_id: str) -> ResponseReturnValue:
    account = queries.get_account_of(public_id, reader=current_account())
    try:
        invite(account=account, actor=current_person(), now=clock.now())
    except PasswordIsSet as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Der neue Link ist unterwegs. Ältere gelten nicht mehr."), "success")
    return redirect(url_for("people.edit", public_id=public_id), 303)


@blueprint.post("/<public_id>/second-factor/reset")
@requires(MANAGE_ORGANISATIONS)
def reset_factor(public_id: str) -> ResponseReturnValue:
    account = queries.get_account_of(public_id, reader=current_account())
    try:
        reset_second_factor(account=account, actor=current_person(), now=clock.now())
    except OwnSecondFactor as refusal:
        flash(refusal.message, "info")
    else:
        flash(
            _(
                "Der zweite Faktor ist zurückgesetzt. %(name)s erfährt es per Mail.",
                name=account.person.name,
            ),
            "success",
        )
    return redirect(url_for("people.edit", public_id=public_id), 303)


def _form_page(form: PersonForm, account: Account | None) -> ResponseReturnValue:
    reader = current_account()
    page = render_template(
        "people/form.html",
        form=form,
        account=account,
        everywhere=queries.reaches_everybody(reader),
        names_substitutes=may(NAME_SUBSTITUTES),
        team_names=queries.list_team_names(queries.list_overseen_municipalities(reader)),
        role_hints=ROLE_HINTS,
    )
    return page, 422 if form.is_submitted() else 200
