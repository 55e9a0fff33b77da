"""What a person's own pages say of the path of their team, and of what they have to decide."""

from datetime import timedelta

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.matrix import DECIDE_TEAM_PATHS, LEARN
from app.kernel.permissions import may
from courses.catalogue.queries import list_courses_for_planning
from courses.team_paths.plan_queries import count_waiting_plans, find_approved_plan
from organisations.accounts.current import current_account
from organisations.models import Person

NEWS_FOR = timedelta(days=30)


def next_of_team(person: Person, **_context: object) -> Markup | str:
    """At home: plans that wait for a word, and that one's team has one since a short while."""
    decides = may(DECIDE_TEAM_PATHS) and person.municipality_id is not None
    waiting = count_waiting_plans(current_account()) if decides else 0
    team_path = find_approved_plan(person, since=clock.now() - NEWS_FOR) if may(LEARN) else None
    # The template has escaped what it shows.
    return Markup(  # noqa: S704
        render_template("team_paths/panels/next.html", waiting=waiting, team_path=team_path)
    )


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
