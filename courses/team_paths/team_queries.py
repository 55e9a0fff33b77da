"""Reads of a team's analysis: whose it is, how far it is, and for whom it plans."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import Forbidden, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from courses.group_levels.models import CollectionState, LevelCollection
from courses.group_levels.queries import Contributed, list_people_in
from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis, TeamPath, TeamPathState
from organisations.accounts.models import RoleGrant
from organisations.models import Person, Team
from organisations.topics.queries import get_target_profile, list_competencies

_WITH_TEAM = (
    joinedload(TeamPath.team).joinedload(Team.municipality),
    joinedload(TeamPath.collection),
)


def team_of(lead: Person) -> Team:
    """The team that `lead` leads: their own. Raises Forbidden for who belongs to none."""
    if lead.team is None:
        raise Forbidden(
            _l("Sie gehören zu keinem Team. Bitte wenden Sie sich an Ihre Koordination.")
        )
    return lead.team


def find_latest(team: Team) -> TeamPath | None:
    """The latest analysis or path of the team that was not given up."""
    return db.session.scalar(
        select(TeamPath)
        .where(TeamPath.team_id == team.id, TeamPath.state != TeamPathState.WITHDRAWN)
        .order_by(TeamPath.id.desc())
        .limit(1)
        .options(*_WITH_TEAM)
    )


def find_approved(team: Team) -> TeamPath | None:
    """The latest path of the team that was approved."""
    return db.session.scalar(
        select(TeamPath)
        .where(TeamPath.team_id == team.id, TeamPath.state == TeamPathState.APPROVED)
        .order_by(TeamPath.id.desc())
        .limit(1)
    )


def get_analysis(public_id: str, team: Team) -> TeamPath:
    """An analysis of `team` that a lead has started. Raises NotFound for every other."""
    team_path = db.session.scalar(
        select(TeamPath)
        .where(
            TeamPath.public_id == public_id,
            TeamPath.team_id == team.id,
            TeamPath.collection_id.is_not(None),
        )
        .options(*_WITH_TEAM)
    )
    if team_path is None:
        raise NotFound
    return team_path


def list_leads(team: Team) -> Sequence[Person]:
    """Who leads the team today."""
    leads = select(RoleGrant.person_id).where(RoleGrant.role == Role.TEAM_LEAD)
    return db.session.scalars(
        select(Person)
        .where(Person.team_id == team.id, Person.id.in_(leads))
        .order_by(Person.sort_name, Person.id)
    ).all()


def list_overdue(today: date) -> Sequence[int]:
    """Ids of analyses that nobody has closed until the plan should have been over, or whose
    answers are gone."""
    return db.session.scalars(
        select(TeamPath.id)
        .join(TeamPath.collection)
        .where(
            TeamPath.state == TeamPathState.COLLECTING,
            (TeamPath.deadline < today) | (LevelCollection.state == CollectionState.WITHDRAWN),
        )
        .order_by(TeamPath.id)
    ).all()


def list_to_plan() -> Sequence[int]:
    """Ids of closed analyses that have no plan yet."""
    return db.session.scalars(
        select(TeamPath.id)
        .where(TeamPath.state == TeamPathState.PLANNING, TeamPath.collection_id.is_not(None))
        .order_by(TeamPath.id)
    ).all()


def basis_of(team_path: TeamPath, contributed: Contributed) -> PlanBasis:
    """What the plan goes by: answers, if as many as figures need."""
    enough = len(contributed.counting) >= team_path.collection.k
    return PlanBasis.ANSWERS if enough else PlanBasis.TARGETS


def members_of(team_path: TeamPath, contributed: Contributed) -> list[TeamMember]:
    """For whom to plan: everybody who is in the team today, whether they have answered or not.

    So how many have answered cannot be read off the plan. Who has not is planned for as the others
    are in the middle. With too few answers there are no levels, and the targets are the topics that
    the lead has chosen, or all.
    """
    keys = {competency.id: competency.key for competency in list_competencies()}
    people = list_people_in(team_path.team.municipality_id, team_path.team_id)
    profiles = {
        function: {
            keys[competency_id]: level
            for competency_id, level in get_target_profile(
                function, team_path.team.municipality_id
            ).items()
            if level
        }
        for function in {str(person.function) for person in people}
    }
    if basis_of(team_path, contributed) is PlanBasis.TARGETS:
        return [
            TeamMember(function, {}, _limited(profiles[function], team_path.topics))
            for function in sorted(str(person.function) for person in people)
        ]
    middle = _middle_of(contributed)
    members = [
        TeamMember(
            str(person.function),
            contributed.counting[person.id].levels if person.id in contributed.counting else middle,
            profiles[str(person.function)],
        )
        for person in people
    ]
    # By what is needed, not by who needs it.
    return sorted(members, key=lambda one: (one.function, sorted(one.levels.items())))


def _limited(targets: dict[str, int], topics: Sequence[str]) -> dict[str, int]:
    return {key: level for key, level in targets.items() if not topics or key in topics}


def _middle_of(contributed: Contributed) -> dict[str, int]:
    given: dict[str, list[int]] = defaultdict(list)
    for one in contributed.counting.values():
        for key, level in one.levels.items():
            given[key].append(level)
    return {key: round(sum(levels) / len(levels)) for key, levels in given.items()}
