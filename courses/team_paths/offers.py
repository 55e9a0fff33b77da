"""What a team can be offered: courses of the catalogue, cohorts with seats, days of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from courses.catalogue.models import Course
from courses.catalogue.queries import list_courses_for_planning
from courses.cohorts.queries import CohortOverview, list_cohorts_for_planning
from courses.nominations.reach import Reach
from courses.paths.problem import Interval
from courses.team_paths.arranging import Offer, TeamCourse, TeamRun
from courses.team_paths.models import TeamPath
from organisations.models import Person, Team

#: Until a date is agreed and people have said yes.
NOTICE = timedelta(days=7)
#: How many take part in a cohort that a municipality has for itself.
SEATS_IN_HOUSE = 16
OFFICE_OPENS, OFFICE_CLOSES = time(9), time(17)


def count_heads(team: Team) -> dict[str, int]:
    """How many people of each function belong to `team`, as its lead sees it."""
    reach = Reach({team.municipality_id}, team.id)
    rows = db.session.execute(
        select(Person.function, func.count())
        .where(reach.people())
        .group_by(Person.function)
        .order_by(Person.function)
    )
    return dict(rows.all())


def read_offer(team_path: TeamPath, *, now: datetime) -> Offer:
    """What is planned from at `now`, but for what people need.

    What is confidential, or for people to choose themselves, is never planned for a team.
    """
    zone, not_before = programme_zone(), now + NOTICE
    runs: dict[int, list[TeamRun]] = {}
    for overview in list_cohorts_for_planning(team_path.team, not_before):
        if not overview.cohort.is_confidential:
            runs.setdefault(overview.cohort.course_id, []).append(_run(overview))
    days = [date.fromisoformat(day) for day in team_path.wished_days]
    courses = [
        course
        for course in list_courses_for_planning()
        if course.is_offered and not course.confidential and not course.by_own_choice
    ]
    return Offer(
        courses=tuple(
            _course(course, [*runs.get(course.id, ()), *wished_runs(course, days, zone)])
            for course in courses
        ),
        heads=count_heads(team_path.team),
        budget_minutes=team_path.budget_minutes,
        not_before=not_before,
        deadline=datetime.combine(team_path.deadline + timedelta(days=1), time.min, zone),
        most_away=team_path.most_away,
    )


def wished_runs(course: Course, days: Sequence[date], zone: ZoneInfo) -> list[TeamRun]:
    """A cohort of the team's own on each of `days`, as long as the course; none of longer ones."""
    runs = []
    for day in days:
        start = datetime.combine(day, OFFICE_OPENS, zone)
        end = start + timedelta(minutes=course.minutes)
        if end <= datetime.combine(day, OFFICE_CLOSES, zone):
            session = Interval(start, end)
            runs.append(
                TeamRun(f"{course.slug} {day.isoformat()}", (session,), SEATS_IN_HOUSE, day)
            )
    return runs


def _run(overview: CohortOverview) -> TeamRun:
    return TeamRun(
        id=overview.cohort.public_id,
        sessions=tuple(
            Interval(session.event.starts_at, session.event.ends_at)
            for session in overview.cohort.sessions
            if session.takes_place
        ),
        seats=max(0, overview.seats_left),
    )


def _course(course: Course, runs: Sequence[TeamRun]) -> TeamCourse:
    planned = TeamCourse(
        slug=course.slug,
        minutes=course.minutes,
        raises={entry.competency.key: entry.level for entry in course.raises},
        runs=None,
        audience=frozenset(entry.function for entry in course.audience),
        requires={entry.competency.key: entry.level for entry in course.requires},
        after=tuple(sorted({one.slug for one in (*course.after, *course.prerequisites)})),
    )
    return planned if course.is_self_paced else replace(planned, runs=tuple(runs))
