"""Which proposed time suits best. Pure.

First come those at which enough people can come; among them the one with most that can, then the
one that fewest cannot, then the earliest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Tally:
    """How many answered what to the proposal `key`, which starts at `starts_at`."""

    key: int
    starts_at: datetime
    yes: int = 0
    if_need_be: int = 0
    no: int = 0

    @property
    def can_come(self) -> int:
        """How many can come, if need be."""
        return self.yes + self.if_need_be

    @property
    def suits_all_who_answered(self) -> bool:
        """Whether somebody has answered and nobody has said no."""
        return self.can_come > 0 and self.no == 0

    def reaches(self, quorum: int) -> bool:
        """Whether as many can come as have to."""
        return self.can_come >= quorum


def rank(tallies: Iterable[Tally], *, quorum: int = 0) -> list[Tally]:
    """All of them, the best first; those below the quorum come last."""
    return sorted(
        tallies,
        key=lambda one: (not one.reaches(quorum), -one.yes, one.no, one.starts_at, one.key),
    )


def find_best(ranked: Sequence[Tally], *, quorum: int = 0) -> Tally | None:
    """The first that somebody can come to and that reaches the quorum; None where none does."""
    first = ranked[0] if ranked else None
    return first if first and first.can_come and first.reaches(quorum) else None
