"""How long a coach needs from one town to another. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TravelTimes:
    """Minutes by `pair_of` two towns, in either direction; `usual` for pairs not entered."""

    usual: int = 0
    known: Mapping[str, int] = field(default_factory=dict)

    def between(self, town: str | None, other: str | None) -> int:
        """Minutes from one to the other; none inside a town, and where a town is not known."""
        if not town or not other or fold(town) == fold(other):
            return 0
        return self.known.get(pair_of(town, other), self.usual)


def pair_of(town: str, other: str) -> str:
    """Both names as one key, the same in either order."""
    return " | ".join(sorted((fold(town), fold(other))))


def fold(town: str) -> str:
    """The name without what people write one way today and another tomorrow: case and spaces."""
    return " ".join(town.casefold().split())
