"""Make the plan of a team from its closed analysis."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis, TeamPath


def make_team_plan(
    *, team_path: TeamPath, members: Sequence[TeamMember], basis: PlanBasis, now: datetime
) -> dict[str, Any]:
    """The best plan for `members`, as the document that `team_path.plan` keeps. Writes nothing."""
    raise NotImplementedError
