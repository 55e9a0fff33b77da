"""Ask the programme office for cohorts of a team's own, once for each course of its plan."""

from collections.abc import Sequence
from datetime import date, datetime

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, programme_zone
from courses.catalogue.models import Course
from courses.nominations.in_house import ask_in_house
from courses.nominations.models import InHouseRequest
from courses.team_paths.models import TeamCohortRequest, TeamPath, TeamPathState
from courses.team_paths.offers import count_heads
from courses.team_paths.shifts import attending
from organisations.models import Person


class AlreadyRequested(DomainError):
    """The office has been asked for it."""

    MESSAGE = _l("Für diesen Kurs ist das Programmbüro schon gefragt.")


explain_constraint(
    "uq_team_cohort_requests_one_per_course", AlreadyRequested.MESSAGE, error=AlreadyRequested
)


def request_cohort(
    *, team_path: TeamPath, course: Course, actor: Person, now: datetime
) -> InHouseRequest:
    """Ask the office for a cohort of `course` on the days that the team has wished for.

    Raises NotFound for what the approved plan does not ask for, and AlreadyRequested.
    """
    days = days_to_request(team_path, course.slug, now)
    if team_path.state != TeamPathState.APPROVED or not days:
        raise NotFound
    audience = {entry.function for entry in course.audience}
    people = max(1, attending(count_heads(team_path.team), frozenset(audience)))
    with conflicts_explained():
        request = ask_in_house(
            municipality=team_path.team.municipality,
            course=course,
            days=days,
            people=people,
            place="",
            note=_note(team_path),
            actor=actor,
            now=now,
        )
        db.session.add(TeamCohortRequest(team_path=team_path, course_id=course.id, request=request))
    return request


def days_to_request(team_path: TeamPath, slug: str, now: datetime) -> Sequence[date]:
    """The wished days that are still to come, if a shift needs one of them for this course.

    They are those that the plan has chosen; where it found no date for a shift, all of them.
    """
    step = next((step for step in (team_path.plan or {})["steps"] if step["course"] == slug), None)
    if step is None or step["runs"] is None:
        return ()
    chosen = [run["wished_day"] for run in step["runs"] if run and run["wished_day"]]
    wished = team_path.wished_days if None in step["runs"] else chosen
    today = now.astimezone(programme_zone()).date()
    return sorted({day for day in map(date.fromisoformat, wished) if day > today})


def _note(team_path: TeamPath) -> str:
    parts = team_path.plan["parts"] if team_path.plan else 1
    team = localised(team_path.team.name)
    if parts == 1:
        return _("Für den Lernpfad eines Teams: %(team)s.", team=team)
    return _(
        "Für den Lernpfad eines Teams: %(team)s. Es kommt in %(parts)s Gruppen, jede an einem "
        "anderen Tag, damit das Amt besetzt bleibt.",
        team=team,
        parts=parts,
    )
