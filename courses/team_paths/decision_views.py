"""Plans of teams that were proposed: the coordinator approves, returns, asks for cohorts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import (
    APPROVE_ENROLMENTS,
    DECIDE_TEAM_PATHS,
    NOMINATE,
    REQUEST_IN_HOUSE,
)
from app.kernel.permissions import may, requires
from courses.catalogue.queries import get_course
from courses.nominations.forms import ReasonForm
from courses.nominations.wording import IN_HOUSE_STATES
from courses.team_paths import deciding, plan_queries
from courses.team_paths.presentation import view_of
from courses.team_paths.requesting import AlreadyRequested, request_cohort
from courses.team_paths.wording import PLAN_BADGES, PLAN_STATES
from courses.wording import FORMATS, FUNCTIONS
from organisations.accounts.current import current_account, current_person
from organisations.people.queries import reaches_everybody
from organisations.queries import find_names

blueprint = Blueprint(
    "decide_team_paths", __name__, template_folder="templates", url_prefix="/manage/team-paths"
)


@blueprint.get("")
@requires(DECIDE_TEAM_PATHS)
def index() -> ResponseReturnValue:
    account = current_account()
    return render_template(
        "team_paths/to_decide.html",
        plans=plan_queries.list_plans_to_decide(account),
        everywhere=reaches_everybody(account),
        states=PLAN_STATES,
        badges_of=PLAN_BADGES,
    )


@blueprint.get("/<public_id>")
@requires(DECIDE_TEAM_PATHS)
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id, ReasonForm())


@blueprint.post("/<public_id>/approve")
@requires(DECIDE_TEAM_PATHS)
def approve(public_id: str) -> ResponseReturnValue:
    team_path = plan_queries.get_plan_to_decide(public_id, current_account())
    try:
        deciding.approve_plan(team_path=team_path, actor=current_person(), now=clock.now())
    except deciding.AlreadyMoved as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Genehmigt. Die Teamleitung bekommt eine Mail."), "success")
    return redirect(url_for("decide_team_paths.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/return")
@requires(DECIDE_TEAM_PATHS)
def send_back(public_id: str) -> ResponseReturnValue:
    team_path, form = plan_queries.get_plan_to_decide(public_id, current_account()), ReasonForm()
    if not form.validate_on_submit():
        return _page(public_id, form), 422
    try:
        deciding.return_plan(
            team_path=team_path,
            reason=form.reason.data or "",
            actor=current_person(),
            now=clock.now(),
        )
    except deciding.AlreadyMoved as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Zurückgegeben. Die Teamleitung bekommt eine Mail mit Ihrem Grund."), "success")
    return redirect(url_for("decide_team_paths.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/cohorts/<slug>")
@requires(REQUEST_IN_HOUSE)
def ask_for_cohort(public_id: str, slug: str) -> ResponseReturnValue:
    """Ask the programme office for a cohort of the team's own, on the wished days."""
    team_path = plan_queries.get_plan_to_decide(public_id, current_account())
    try:
        request_cohort(
            team_path=team_path, course=get_course(slug), actor=current_person(), now=clock.now()
        )
    except AlreadyRequested as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Ihre Anfrage ist beim Programmbüro. Die Antwort kommt per Mail."), "success")
    return redirect(url_for("decide_team_paths.show", public_id=public_id), 303)


def _page(public_id: str, form: ReasonForm) -> str:
    team_path = plan_queries.get_plan_to_decide(public_id, current_account())
    means = plan_queries.find_means(team_path)
    names = find_names([one for one in (team_path.proposed_by, team_path.decided_by) if one])
    return render_template(
        "team_paths/decide.html",
        view=view_of(team_path, means, now=clock.now()),
        team_path=team_path,
        form=form,
        names=names,
        is_own=team_path.proposed_by == current_person().public_id,
        states=PLAN_STATES,
        badges_of=PLAN_BADGES,
        formats=FORMATS,
        functions=FUNCTIONS,
        in_house_states=IN_HOUSE_STATES,
        may_nominate=may(NOMINATE),
        may_approve=may(APPROVE_ENROLMENTS),
        may_request=may(REQUEST_IN_HOUSE),
    )
