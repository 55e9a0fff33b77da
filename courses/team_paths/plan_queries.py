"""Reads of teams' paths that have a plan: the lead's, the coordinator's, the members'."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.permissions import Role
from courses.group_levels.queries import find_figures
from courses.nominations.models import InHouseRequest
from courses.team_paths.models import TeamCohortRequest, TeamPath, TeamPathState
from organisations.accounts.models import Account
from organisations.models import Person, Team
from organisations.people.queries import list_overseen_municipalities

#: What coordinators learn of: the lead has said that it is theirs to decide.
FOR_COORDINATORS = (TeamPathState.PROPOSED, TeamPathState.RETURNED, TeamPathState.APPROVED)
MOST_SHOWN = 100


def get_own_plan(public_id: str, account: Account) -> TeamPath:
    """A path with a plan of the team that `account` leads. Raises NotFound for every other."""
    leads = Role.TEAM_LEAD in account.roles and account.person.team_id
    query = _planned().where(
        TeamPath.public_id == public_id,
        TeamPath.team_id == (account.person.team_id if leads else None),
    )
    return _one(query)


def get_plan_to_decide(public_id: str, account: Account) -> TeamPath:
    """A path that was proposed in a municipality that `account` oversees. Raises NotFound."""
    return _one(_for_coordinators(account).where(TeamPath.public_id == public_id))


def list_plans_to_decide(account: Account) -> Sequence[TeamPath]:
    """What was proposed where `account` oversees: what waits first, then the newest."""
    waits = case((TeamPath.state == TeamPathState.PROPOSED, 0), else_=1)
    query = _for_coordinators(account).order_by(waits, TeamPath.id.desc()).limit(MOST_SHOWN)
    return db.session.scalars(query).all()


def count_waiting_plans(account: Account) -> int:
    """How many plans wait for the word of `account`; their own is for somebody else to decide."""
    waiting = _for_coordinators(account).where(
        TeamPath.state == TeamPathState.PROPOSED,
        TeamPath.proposed_by != account.person.public_id,
    )
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def find_approved_plan(person: Person) -> TeamPath | None:
    """The latest approved path of the team that `person` belongs to."""
    if person.team_id is None or person.function is None:
        return None
    return db.session.scalar(
        _planned()
        .where(TeamPath.team_id == person.team_id, TeamPath.state == TeamPathState.APPROVED)
        .order_by(TeamPath.id.desc())
        .limit(1)
    )


def list_cohort_requests(team_path: TeamPath) -> Mapping[str, InHouseRequest]:
    """By the course's slug, what the office was asked for."""
    requests = db.session.scalars(
        select(InHouseRequest)
        .join(TeamCohortRequest, TeamCohortRequest.request_id == InHouseRequest.id)
        .where(TeamCohortRequest.team_path_id == team_path.id)
        .options(joinedload(InHouseRequest.course))
    )
    return {request.course.slug: request for request in requests}


def find_means(team_path: TeamPath) -> Mapping[str, float]:
    """By competency, where the team stands on average, as far as it was published."""
    if team_path.collection is None:
        return {}
    figures = find_figures(team_path.collection)
    return {one.competency_key: one.mean for one in figures if one.mean is not None}


def _planned() -> Select[tuple[TeamPath]]:
    return (
        select(TeamPath)
        .join(TeamPath.team)
        .where(TeamPath.plan.is_not(None), TeamPath.state != TeamPathState.WITHDRAWN)
        .options(
            joinedload(TeamPath.team).joinedload(Team.municipality),
            joinedload(TeamPath.collection),
        )
    )


def _for_coordinators(account: Account) -> Select[tuple[TeamPath]]:
    overseen = [municipality.id for municipality in list_overseen_municipalities(account)]
    return _planned().where(
        Team.municipality_id.in_(overseen), TeamPath.state.in_(FOR_COORDINATORS)
    )


def _one(query: Select[tuple[TeamPath]]) -> TeamPath:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
