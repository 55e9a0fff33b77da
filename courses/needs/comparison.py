"""What is different between two analyses of one person, level by level. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """How a level compares with the earlier one; the last two where only one analysis has any."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    ONLY_LATER = "only_later"
    ONLY_EARLIER = "only_earlier"


@dataclass(frozen=True)
class LevelChange:
    """The levels of one competency; None where it was not asked for."""

    competency: str
    before: int | None
    after: int | None

    @property
    def direction(self) -> Direction:
        if self.before is None:
            return Direction.ONLY_LATER
        if self.after is None:
            return Direction.ONLY_EARLIER
        if self.before == self.after:
            return Direction.SAME
        return Direction.UP if self.after > self.before else Direction.DOWN

    @property
    def levels(self) -> int:
        """By how many levels it is higher or lower."""
        if self.before is None or self.after is None:
            return 0
        return abs(self.after - self.before)


def compare_levels(
    before: Mapping[str, int], after: Mapping[str, int], order: Sequence[str]
) -> list[LevelChange]:
    """Every competency that one of the analyses has a level of, once.

    They come in `order`; those that are not in it any more come last, as they were answered.
    """
    gone = [key for key in dict.fromkeys([*before, *after]) if key not in order]
    return [
        LevelChange(key, before.get(key), after.get(key))
        for key in (*order, *gone)
        if key in before or key in after
    ]
