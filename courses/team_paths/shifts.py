"""Split a team into shifts, so that somebody stays in the office while others learn.

Pure, and about numbers alone: who goes with which shift, the team agrees among themselves.
"""

from collections.abc import Mapping, Sequence

#: How many people of each function there are.
Heads = Mapping[str, int]


def split(heads: Heads, parts: int) -> tuple[dict[str, int], ...]:
    """`parts` shifts as even as can be: of each function, and in all, they differ by one at most.

    People are dealt out one after the other, so where one function leaves off the next goes on.
    Raises ValueError for less than one part.
    """
    if parts < 1:
        raise ValueError("a team has at least one shift")
    shifts: tuple[dict[str, int], ...] = tuple({} for _ in range(parts))
    dealt = 0
    for function in sorted(heads):
        for _ in range(heads[function]):
            shift = shifts[dealt % parts]
            shift[function] = shift.get(function, 0) + 1
            dealt += 1
    return shifts


def fewest_parts(heads: Heads, most_away: int | None) -> int:
    """How many shifts it takes for no more than `most_away` people to be away at once."""
    people = sum(heads.values())
    if most_away is None or people <= most_away:
        return 1
    return -(-people // most_away)


def attending(heads: Heads, audience: Sequence[str] | frozenset[str]) -> int:
    """How many of `heads` attend a course; an empty audience means everyone."""
    return sum(count for name, count in heads.items() if not audience or name in audience)
