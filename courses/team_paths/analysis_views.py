"""The lead's side of a team's analysis: start it, wait, close it once.

While answers arrive the pages are the same whoever has answered: they read nothing of it.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import short_date
from app.kernel.matrix import PLAN_TEAM_PATHS
from app.kernel.permissions import requires
from courses.team_paths import collecting, team_queries
from courses.team_paths.analysis_forms import analysis_form
from courses.team_paths.models import TeamPath, TeamPathState
from organisations.accounts.current import current_person
from organisations.topics.queries import list_competencies

#: From then on the page of the plan says all there is.
WITH_PLAN = (
    TeamPathState.PLANNED,
    TeamPathState.PROPOSED,
    TeamPathState.RETURNED,
    TeamPathState.APPROVED,
)

blueprint = Blueprint(
    "team_analyses", __name__, template_folder="templates", url_prefix="/team-path/analysis"
)


@blueprint.get("")
@requires(PLAN_TEAM_PATHS)
def index() -> ResponseReturnValue:
    """Lead to where the team is: its analysis, its latest plan, or the beginning of one."""
    latest = team_queries.find_latest(team_queries.team_of(current_person()))
    if latest is None:
        return redirect(url_for("team_analyses.new"))
    return redirect(_address_of(latest))


@blueprint.route("/new", methods=["GET", "POST"])
@requires(PLAN_TEAM_PATHS)
def new() -> ResponseReturnValue:
    person = current_person()
    team, form = team_queries.team_of(person), analysis_form()
    if form.validate_on_submit():
        try:
            team_path = collecting.start_analysis(
                team=team,
                budget_minutes=form.minutes.data,
                deadline=form.deadline.data,
                topics=form.topics.data or [],
                wished_days=form.wished_days,
                most_away=form.most_away.data,
                closes_on=form.closes_on.data,
                actor=person,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Ihr Team wird jetzt gefragt."), "success")
            return redirect(url_for("team_analyses.show", public_id=team_path.public_id), 303)
    page = render_template("team_paths/new_analysis.html", form=form, team=team)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@requires(PLAN_TEAM_PATHS)
def show(public_id: str) -> ResponseReturnValue:
    team_path = _own(public_id)
    if team_path.state in WITH_PLAN:
        return redirect(_address_of(team_path))
    topics = [one for one in list_competencies() if one.key in team_path.topics]
    return render_template(
        "team_paths/analysis.html",
        team_path=team_path,
        topics=topics,
        approved=team_queries.find_approved(team_path.team),
    )


@blueprint.get("/<public_id>/close")
@requires(PLAN_TEAM_PATHS)
def confirm_closing(public_id: str) -> ResponseReturnValue:
    team_path = _own(public_id)
    if team_path.state != TeamPathState.COLLECTING:
        return _back_to(team_path)
    return render_template(
        "confirm.html",
        heading=_("Analyse jetzt schließen?"),
        text=_(
            "Das geht nur einmal. Wer bis jetzt nicht geantwortet hat, kann es danach nicht mehr. "
            "Gebeten haben Sie um Antworten bis %(day)s.",
            day=short_date(team_path.collection.closes_on),
        ),
        label=_("Schließen und planen"),
        action_url=url_for("team_analyses.close", public_id=public_id),
        cancel_url=url_for("team_analyses.show", public_id=public_id),
    )


@blueprint.post("/<public_id>/close")
@requires(PLAN_TEAM_PATHS)
def close(public_id: str) -> ResponseReturnValue:
    team_path = _own(public_id)
    try:
        collecting.close_analysis(team_path=team_path, actor=current_person(), now=clock.now())
    except collecting.NotCollecting as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Die Analyse ist geschlossen. KommA plant jetzt."), "success")
    return _back_to(team_path)


@blueprint.get("/<public_id>/withdraw")
@requires(PLAN_TEAM_PATHS)
def confirm_withdrawal(public_id: str) -> ResponseReturnValue:
    team_path = _own(public_id)
    if team_path.state != TeamPathState.COLLECTING:
        return _back_to(team_path)
    return render_template(
        "confirm.html",
        heading=_("Teamanalyse abbrechen?"),
        text=_(
            "Was bis jetzt beigetragen wurde, wird gelöscht und nicht ausgewertet. Sie können "
            "jederzeit eine neue Analyse starten."
        ),
        label=_("Abbrechen und alles löschen"),
        action_url=url_for("team_analyses.withdraw", public_id=public_id),
        cancel_url=url_for("team_analyses.show", public_id=public_id),
    )


@blueprint.post("/<public_id>/withdraw")
@requires(PLAN_TEAM_PATHS)
def withdraw(public_id: str) -> ResponseReturnValue:
    team_path = _own(public_id)
    try:
        collecting.withdraw_analysis(team_path=team_path, actor=current_person(), now=clock.now())
    except collecting.NotCollecting as refusal:
        flash(refusal.message, "info")
    else:
        flash(
            _("Die Analyse ist abgebrochen. Alles, was beigetragen war, ist gelöscht."), "success"
        )
    return _back_to(team_path)


def _own(public_id: str) -> TeamPath:
    return team_queries.get_analysis(public_id, team_queries.team_of(current_person()))


def _back_to(team_path: TeamPath) -> ResponseReturnValue:
    return redirect(_address_of(team_path), 303)


def _address_of(team_path: TeamPath) -> str:
    page = "team_plans.show" if team_path.state in WITH_PLAN else "team_analyses.show"
    return url_for(page, public_id=team_path.public_id)
