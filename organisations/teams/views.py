"""The teams of a municipality: list, add, rename."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_PEOPLE
from app.kernel.permissions import requires
from organisations.accounts.current import current_account, current_person
from organisations.models import Municipality, Team
from organisations.people.queries import list_overseen_municipalities
from organisations.teams import queries, services
from organisations.teams.forms import TeamForm, TeamSearchForm, rename_form, team_form

blueprint = Blueprint("teams", __name__, template_folder="templates", url_prefix="/manage/teams")


@blueprint.get("")
@requires(MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    form, municipalities = TeamSearchForm(request.args), _municipalities()
    return render_template(
        "teams/index.html",
        form=form,
        teams=queries.list_teams_of(form.choose_from(municipalities)),
        several=len(municipalities) > 1,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    municipalities = _municipalities()
    form = team_form(municipalities)
    if form.validate_on_submit():
        try:
            services.add_team(
                municipality=form.chosen(municipalities),
                name=form.bilingual_name,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Das Team ist angelegt."), "success")
            return redirect(url_for("teams.index"), 303)
    return _form_page(form, None)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_PEOPLE)
def edit(public_id: str) -> ResponseReturnValue:
    team = queries.get_team(public_id, reader=current_account())
    form = rename_form(team)
    if form.validate_on_submit():
        try:
            services.rename_team(
                team=team, name=form.bilingual_name, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(url_for("teams.index"), 303)
    return _form_page(form, team)


def _municipalities() -> Sequence[Municipality]:
    return list_overseen_municipalities(current_account())


def _form_page(form: TeamForm, team: Team | None) -> ResponseReturnValue:
    page = render_template("teams/form.html", form=form, team=team)
    return page, 422 if form.is_submitted() else 200
