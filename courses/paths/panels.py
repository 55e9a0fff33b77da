"""What paths show on the home page."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.paths.models import TrainingPath
from courses.paths.planning_state import find_planning_state, has_news


def path_on_dashboard(path: TrainingPath | None, **_context: object) -> Markup | str:
    """That the path is about to be planned anew, or is a different one; nothing without either."""
    if path is None:
        return ""
    planning = find_planning_state(path.person, clock.now())
    if planning is None and not has_news(path):
        return ""
    # The template has escaped what it shows.
    return Markup(render_template("paths/panels/dashboard.html", planning=planning))  # noqa: S704
