"""What a person's own pages say of the path of their team."""

from flask import render_template
from markupsafe import Markup

from courses.catalogue.queries import list_courses_for_planning
from courses.team_paths.plan_queries import find_approved_plan
from organisations.models import Person


def team_of_own_path(person: Person) -> Markup | str:
    """Which courses the person's team takes together; empty where it has no path."""
    team_path = find_approved_plan(person)
    if team_path is None or team_path.plan is None:
        return ""
    titles = {course.slug: course.title for course in list_courses_for_planning()}
    planned = [step["course"] for step in team_path.plan["steps"]]
    # The template has escaped what it shows.
    return Markup(  # noqa: S704
        render_template(
            "team_paths/panels/own_path.html",
            titles=[titles[slug] for slug in planned if slug in titles],
        )
    )
