"""How far the job is with one's path, and that one knows what it changed."""

from flask import Blueprint, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.permissions import signed_in
from courses.paths.news import dismiss_news
from courses.paths.planning_state import find_planning_state
from organisations.accounts.current import current_person

blueprint = Blueprint("path_planning", __name__, url_prefix="/path")


@blueprint.get("/state")
@signed_in
def state() -> ResponseReturnValue:
    """For the page's script: `planning`, `failed`, or `done` where nothing waits."""
    planning = find_planning_state(current_person(), clock.now())
    return jsonify(state=planning.word if planning else "done")


@blueprint.post("/news/dismiss")
@signed_in
def dismiss() -> ResponseReturnValue:
    person = current_person()
    dismiss_news(person=person, actor=person)
    return redirect(url_for("paths.show"), 303)
