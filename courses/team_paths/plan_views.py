"""The plan of a team: its lead looks, proposes, gives up; its members see the steps."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import APPROVE_ENROLMENTS, LEARN, NOMINATE, PLAN_TEAM_PATHS
from app.kernel.permissions import may, requires
from courses.nominations.wording import IN_HOUSE_STATES
from courses.team_paths import deciding
from courses.team_paths.plan_queries import find_approved_plan, find_means, get_own_plan
from courses.team_paths.presentation import view_of
from courses.team_paths.wording import PLAN_BADGES, PLAN_STATES
from courses.wording import FORMATS, FUNCTIONS
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint("team_plans", __name__, template_folder="templates")


@blueprint.get("/team-path/<public_id>/plan")
@requires(PLAN_TEAM_PATHS)
def show(public_id: str) -> ResponseReturnValue:
    team_path = get_own_plan(public_id, current_account())
    return render_template(
        "team_paths/plan.html",
        view=view_of(team_path, find_means(team_path), now=clock.now()),
        team_path=team_path,
        states=PLAN_STATES,
        badges_of=PLAN_BADGES,
        formats=FORMATS,
        functions=FUNCTIONS,
        in_house_states=IN_HOUSE_STATES,
        may_nominate=may(NOMINATE),
        may_approve=may(APPROVE_ENROLMENTS),
    )


@blueprint.post("/team-path/<public_id>/propose")
@requires(PLAN_TEAM_PATHS)
def propose(public_id: str) -> ResponseReturnValue:
    team_path = get_own_plan(public_id, current_account())
    try:
        deciding.propose_plan(team_path=team_path, actor=current_person(), now=clock.now())
    except deciding.AlreadyMoved as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Vorgeschlagen. Die Koordination bekommt eine Mail."), "success")
    return redirect(url_for("team_plans.show", public_id=public_id), 303)


@blueprint.get("/team-path/<public_id>/give-up")
@requires(PLAN_TEAM_PATHS)
def confirm_giving_up(public_id: str) -> ResponseReturnValue:
    """Ask first: the answers are gone, so the same plan cannot be made again."""
    get_own_plan(public_id, current_account())
    return render_template(
        "confirm.html",
        heading=_("Plan verwerfen?"),
        text=_(
            "Der Plan ist dann weg. Für einen neuen starten Sie eine neue Analyse, und Ihr Team "
            "antwortet noch einmal."
        ),
        label=_("Plan verwerfen"),
        action_url=url_for("team_plans.give_up", public_id=public_id),
        cancel_url=url_for("team_plans.show", public_id=public_id),
    )


@blueprint.post("/team-path/<public_id>/give-up")
@requires(PLAN_TEAM_PATHS)
def give_up(public_id: str) -> ResponseReturnValue:
    team_path = get_own_plan(public_id, current_account())
    try:
        deciding.withdraw_plan(team_path=team_path, actor=current_person(), now=clock.now())
    except deciding.AlreadyMoved as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("team_plans.show", public_id=public_id), 303)
    flash(_("Der Plan ist verworfen. Sie können eine neue Analyse starten."), "success")
    return redirect(url_for("team_analyses.index"), 303)


@blueprint.get("/path/team")
@requires(LEARN)
def members() -> ResponseReturnValue:
    """What the team will do together, for those who are in it."""
    person = current_person()
    team_path = find_approved_plan(person)
    if team_path is None:
        raise NotFound
    view = view_of(team_path, {}, now=clock.now())
    return render_template(
        "team_paths/members.html",
        view=view,
        steps=view.steps_for(person.function),
        team_path=team_path,
        formats=FORMATS,
    )
