"""Make the plan of a team from its closed analysis."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from courses.paths.problem import Learner
from courses.team_paths.arranging import arrange
from courses.team_paths.describing import Aim, describe
from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis, TeamPath
from courses.team_paths.offers import read_offer
from organisations.models import Team
from organisations.topics.queries import get_target_profile, list_competencies

WEIGHT_OF_TOPICS = 2
SECONDS_PER_SOLVE = 2.0

#: By function and by the key of the competency.
Targets = Mapping[str, Mapping[str, int]]


def make_team_plan(
    *, team_path: TeamPath, members: Sequence[TeamMember], basis: PlanBasis, now: datetime
) -> dict[str, Any]:
    """The best plan for `members`, as the document that `team_path.plan` keeps; see `describing`.

    Only reads. Seats and shifts go by the people whom the lead knows to be in the team, whoever has
    answered; members of functions that the lead does not know to be there are left aside.
    """
    offer = read_offer(team_path, now=now)
    topics = team_path.topics if basis is PlanBasis.TARGETS else ()
    targets = _targets(team_path.team, offer.heads, topics)
    arrangement = arrange(
        offer,
        _learners(members, targets),
        dict.fromkeys(team_path.topics, WEIGHT_OF_TOPICS),
        seconds=SECONDS_PER_SOLVE,
    )
    aims = [
        Aim(function, competency, target)
        for function, levels in targets.items()
        for competency, target in levels.items()
    ]
    return describe(offer, arrangement, aims)


def _targets(team: Team, functions: Iterable[str], topics: Sequence[str]) -> Targets:
    """What each function of the team needs, of these topics; of all where there are none."""
    competencies = list_competencies()
    found: dict[str, dict[str, int]] = {}
    for function in functions:
        profile = get_target_profile(function, team.municipality_id)
        found[function] = {
            one.key: profile[one.id]
            for one in competencies
            if profile.get(one.id) and (not topics or one.key in topics)
        }
    return found


def _learners(members: Sequence[TeamMember], targets: Targets) -> list[Learner]:
    """Those who are planned for, in no order that says who; their ids are running numbers.

    Where nobody of a function has answered, one who starts from the beginning stands for them.
    """
    known = [member for member in members if member.function in targets]
    answered = {member.function for member in known}
    silent = [
        TeamMember(function, {}, levels)
        for function, levels in targets.items()
        if function not in answered
    ]
    ordered = sorted(
        (*known, *silent),
        key=lambda member: (
            member.function,
            sorted(member.levels.items()),
            sorted(member.targets.items()),
        ),
    )
    return [
        Learner(str(number), member.function, dict(member.levels), dict(member.targets))
        for number, member in enumerate(ordered)
    ]
