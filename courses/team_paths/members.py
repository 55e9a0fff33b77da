"""A member of a team as the plan knows them: what they need, and nothing that says who they are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TeamMember:
    """Levels and targets by the key of the competency; without answers there are no levels."""

    function: str
    levels: Mapping[str, int]
    targets: Mapping[str, int]
