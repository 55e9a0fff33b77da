"""Which groups may be shown, so that no difference of what is shown is the answer of one. Pure.

Rules 1 to 4 of the contract "Group results that give no one away". Suppression is greedy in the
order that the contract writes; at last everything that can be shown again is.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

Groups = Sequence["Group"]
#: The number of the first record that the means of these groups bound too narrowly.
FirstBounded = Callable[[AbstractSet["Group"]], int | None]


@dataclass(frozen=True)
class Group:
    """Those with a score in one cell: the set bits of `members`. The total has no dimension."""

    dimension: int | None
    key: str | None
    members: int

    @property
    def count(self) -> int:
        """How many scores it holds."""
        return self.members.bit_count()

    def mean(self, scores: Sequence[Fraction]) -> Fraction:
        """The exact mean of its scores."""
        return sum(self.scores(scores)) / self.count

    def scores(self, scores: Sequence[Fraction]) -> list[Fraction]:
        """Its own among the scores of all."""
        return [score for number, score in enumerate(scores) if self.members >> number & 1]

    def place(self) -> tuple[bool, int, int, str]:
        """What is suppressed first has the smallest: few scores; the total goes last."""
        return self.dimension is None, self.count, self.dimension or 0, self.key or ""


def shown_groups(
    total: Group,
    dimensions: Sequence[Groups],
    scores: Sequence[Fraction],
    *,
    k: int,
    first_bounded: FirstBounded,
) -> frozenset[Group]:
    """The groups that may be shown. `dimensions` holds the groups of each, sorted by key."""
    rules = _Rules(total, dimensions, k, first_bounded)
    candidates = [
        group
        for group in rules.groups
        if group.count >= k and len(set(group.scores(scores))) > 1  # rule 1
    ]
    shown = set(candidates)
    while concerned := rules.violation(shown):
        shown.remove(min(concerned, key=Group.place))
    while group := _showable(rules, candidates, shown):
        shown.add(group)
    return frozenset(shown)


def _showable(rules: "_Rules", candidates: Groups, shown: AbstractSet[Group]) -> Group | None:
    """The largest hidden group that could be shown beside the others."""
    hidden = sorted((group for group in candidates if group not in shown), key=Group.place)
    return next((group for group in reversed(hidden) if not rules.violation(shown | {group})), None)


class _Rules:
    """Each rule gives, for its first violation, the shown groups that are concerned."""

    def __init__(
        self, total: Group, dimensions: Sequence[Groups], k: int, first_bounded: FirstBounded
    ) -> None:
        self._total = total
        self._dimensions = dimensions
        self._k = k
        self._first_bounded = first_bounded
        self.groups = [total, *(group for groups in dimensions for group in groups)]

    def violation(self, shown: AbstractSet[Group]) -> Groups | None:
        """Those concerned by the first violation of rules 2, 3 and 4; None where all hold."""
        return next(self._violations(shown), None)

    def _violations(self, shown: AbstractSet[Group]) -> Iterator[Groups]:
        for groups in self._dimensions:
            yield from self._hidden_alone(groups, shown)
        for outer in self.groups:
            if outer in shown:
                for groups in self._dimensions:
                    yield from self._left_over(outer, groups, shown)
        yield from self._bounded(shown)

    def _hidden_alone(self, groups: Groups, shown: AbstractSet[Group]) -> Iterator[Groups]:
        """Rule 2: what is hidden in a dimension must not be one group, or few scores."""
        in_sight = [group for group in groups if group in shown]
        hidden = [group.count for group in groups if group not in shown and group.count]
        few = 0 < len(hidden) < 2 or 0 < sum(hidden) < self._k
        if few and (in_sight or self._total in shown):
            yield in_sight or [self._total]

    def _left_over(
        self, outer: Group, groups: Groups, shown: AbstractSet[Group]
    ) -> Iterator[Groups]:
        """Rule 3: what is left of a group without those shown inside must not be few scores."""
        inner = [group for group in groups if group in shown and not group.members & ~outer.members]
        left = outer.count - sum(group.count for group in inner)
        if 0 < left < self._k:
            yield [*inner, outer]

    def _bounded(self, shown: AbstractSet[Group]) -> Iterator[Groups]:
        """Rule 4: means must not bound a record, whoever looks on with one score of their own."""
        record = self._first_bounded(shown)
        if record is not None:
            yield [group for group in self.groups if group in shown and group.members >> record & 1]
