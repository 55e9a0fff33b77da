"""Exercises: play an invented case by a procedure that holds. They run on the pages of cases."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import viewer_zone
from app.kernel.matrix import HANDLE_CASES
from app.kernel.permissions import Role, requires
from exchange.procedures.cases.models import Case
from exchange.procedures.cases.queries import (
    get_version_to_begin,
    list_lines,
    list_team,
    list_versions_to_begin,
)
from exchange.procedures.cases.retention import exercise_goes_on
from exchange.procedures.exercises import services
from exchange.procedures.exercises.forms import ExerciseForm, exercise_form
from exchange.procedures.exercises.shelf import find_scenario, scenarios
from exchange.procedures.sections import list_sections
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint("exercises", __name__, template_folder="templates", url_prefix="/exercises")


@blueprint.get("")
@requires(HANDLE_CASES)
def index() -> ResponseReturnValue:
    return render_template(
        "exercises/index.html",
        sections=list_sections("exercises.index"),
        lines=list_lines(current_person(), clock.now(), exercises=True),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(HANDLE_CASES)
def new() -> ResponseReturnValue:
    person = current_person()
    versions = list_versions_to_begin(person)
    form = exercise_form(
        versions,
        leads_team=Role.TEAM_LEAD in current_account().roles and person.team_id is not None,
        chosen=request.args.get("procedure", ""),
    )
    if form.validate_on_submit():
        case = _start(form)
        flash(_("Die Übung läuft. Die Fristen auch."), "success")
        return redirect(url_for("cases.show", public_id=case.public_id), 303)
    page = render_template(
        "exercises/new.html", form=form, versions=versions, scenarios=scenarios()
    )
    return page, 422 if form.is_submitted() else 200


def _start(form: ExerciseForm) -> Case:
    person, now = current_person(), clock.now()
    version = get_version_to_begin(person, form.procedure.data)
    scenario = find_scenario(form.scenario.data)
    if scenario is None:
        raise NotFound
    with_team = "whole_team" in form and form.whole_team.data
    return services.start_exercise(
        version=version,
        scenario=scenario,
        team=list_team(person) if with_team else [],
        happened_on=now.astimezone(viewer_zone()).date(),
        delete_on=exercise_goes_on(),
        actor=person,
        now=now,
    )
