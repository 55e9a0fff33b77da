"""What a person's own pages say of the path of their team, and of what they have to decide."""

from flask import render_template
from markupsafe import Markup

from app.kernel.matrix import DECIDE_TEAM_PATHS
from app.kernel.permissions import may
from courses.catalogue.queries import list_courses_for_planning
from courses.team_paths.plan_queries import count_waiting_plans, find_approved_plan
from organisations.accounts.current import current_account
from organisations.models import Person


def plans_to_decide(person: Person, **_context: object) -> Markup | str:
    """At home: how many plans of teams wait for the word of a coordinator; empty for all others.

    The office looks at them as a list: for most it is not the one to decide.
    """
    if person.municipality_id is None or not may(DECIDE_TEAM_PATHS):
        return ""
    waiting = count_waiting_plans(current_account())
    if not waiting:
        return ""
    # The template has escaped what it shows.
    return Markup(render_template("team_paths/panels/to_decide.html", waiting=waiting))  # noqa: S704


def team_of_own_path(person: Person, **_context: object) -> Markup | str:
    """Which courses people of the person's function take with the team; empty without a path."""
    team_path = find_approved_plan(person)
    if team_path is None or team_path.plan is None:
        return ""
    titles = {course.slug: course.title for course in list_courses_for_planning()}
    planned = [
        step["course"]
        for step in team_path.plan["steps"]
        if not step["audience"] or person.function in step["audience"]
    ]
    return Markup(  # noqa: S704
        render_template(
            "team_paths/panels/own_path.html",
            titles=[titles[slug] for slug in planned if slug in titles],
        )
    )
