"""Commands of the first half of a team's path: start the analysis, close it once, or give it up.

What members answer is given to the path's collection, see `courses.group_levels.services`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from courses.group_levels.queries import list_people_in
from courses.group_levels.services import (
    close_collection,
    open_collection,
    withdraw_collection,
)
from courses.team_paths.models import TeamPath, TeamPathState
from courses.team_paths.team_queries import list_leads
from notifications.services import notify
from organisations.models import Person, Team

PLANNING_JOB = "team_paths.planning"
SMALLEST_TEAM = 2

explain_constraint(
    "uq_team_paths_one_unfinished",
    _l(
        "Für dieses Team gibt es schon eine Analyse oder einen Lernpfad, der noch nicht fertig ist."
    ),
)


class TeamTooSmall(DomainError):
    """There is nothing to plan together."""


class NotCollecting(DomainError):
    """Somebody else has closed the analysis, or it was given up."""

    MESSAGE = _l("Diese Teamanalyse ist schon geschlossen oder beendet.")

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


def start_analysis(
    *,
    team: Team,
    budget_minutes: int,
    deadline: date,
    topics: Sequence[str],
    wished_days: Sequence[date],
    closes_on: date,
    most_away: int | None = None,
    actor: Person,
    now: datetime,
) -> TeamPath:
    """Ask the members of `team` for their levels, to plan a path for all of them.

    Raises TeamTooSmall for a team of one, and DomainError while another path of the team is not
    finished (of two at once the constraint lets one through).
    """
    if len(list_people_in(team.municipality_id, team.id)) < SMALLEST_TEAM:
        raise TeamTooSmall(
            _l(
                "Ein Lernpfad für das Team braucht mindestens zwei Personen, die in diesem Team am "
                "Programm teilnehmen. Für eine Person allein ist der eigene Lernpfad der richtige."
            )
        )
    with conflicts_explained():
        team_path = TeamPath(
            team=team,
            started_by=actor.public_id,
            started_at=now,
            budget_minutes=budget_minutes,
            deadline=deadline,
            topics=list(topics),
            most_away=most_away,
            wished_days=[day.isoformat() for day in sorted(set(wished_days))],
        )
        db.session.add(team_path)
        db.session.flush()
        team_path.collection = open_collection(
            municipality=team.municipality, team=team, closes_on=closes_on, now=now
        )
    audit.record("team_analysis.started", team_path, actor=actor, now=now)
    return team_path


def close_analysis(*, team_path: TeamPath, actor: Person, now: datetime) -> TeamPath:
    """Take no more answers, and have the plan made by a job. Once: raises NotCollecting."""
    if not close_collection(collection=team_path.collection, now=now):
        raise NotCollecting
    _move(team_path, TeamPathState.PLANNING, closed_at=now)
    audit.record("team_analysis.closed", team_path, actor=actor, now=now)
    wake_after_commit(PLANNING_JOB)
    return team_path


def withdraw_analysis(*, team_path: TeamPath, actor: Person, now: datetime) -> TeamPath:
    """Give the analysis up, and destroy what was answered. Raises NotCollecting."""
    _withdraw(team_path, now)
    audit.record("team_analysis.withdrawn", team_path, actor=actor, now=now)
    return team_path


def end_overdue_analysis(*, team_path: TeamPath, now: datetime) -> TeamPath:
    """Give up what nobody has closed until the plan should have been over; the leads are told.

    Raises NotCollecting.
    """
    _withdraw(team_path, now)
    audit.record("team_analysis.ended", team_path, actor=None, now=now)
    tell_leads(team_path, now)
    return team_path


def tell_leads(team_path: TeamPath, now: datetime) -> None:
    """Tell who leads the team today what has become of the analysis."""
    for lead in list_leads(team_path.team):
        notify(person=lead, template="team_paths/analysed", now=now, team_path=team_path)


def _withdraw(team_path: TeamPath, now: datetime) -> None:
    collection = team_path.collection
    if collection.is_open and not withdraw_collection(collection=collection, now=now):
        raise NotCollecting
    _move(team_path, TeamPathState.WITHDRAWN, closed_at=now)


def _move(team_path: TeamPath, state: TeamPathState, **values: object) -> None:
    """From collecting to `state`: of several at once, one UPDATE wins."""
    moved = db.session.execute(
        update(TeamPath)
        .where(TeamPath.id == team_path.id, TeamPath.state == TeamPathState.COLLECTING)
        .values(state=state, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(team_path)
    if moved.rowcount != 1:
        raise NotCollecting
