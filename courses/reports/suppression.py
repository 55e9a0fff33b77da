"""Which cells of a table of people may be shown, so that nobody is found by them. Pure.

Counts under THRESHOLD are kept back. Zeros are among them: that nobody of a small group took part
says something about everybody in it, so zeros have to be ambiguous (Hundepool et al., Handbook on
Statistical Disclosure Control, 2nd edition 2024, section 5.2, on group attribute disclosure).

Totals would give such cells away, so others are kept back beside them. A table with its totals is a
network (Cox, Network Models for Complementary Cell Suppression, JASA 90, 1995): rows and columns
are nodes, each count is the flow of an arc, and totals flow back. What a reader can work out of a
count that is kept back, from all that is shown, is the least and the greatest flow of its arc: an
exact interval in whole people. Everything kept back looks alike: which counts were small is no
reader's to know. Which others are kept back is a greedy choice of few people; none of them could be
shown alone without giving a small count away.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count as counter

THRESHOLD = 7

#: Row and column; the number after the last is that of the totals.
Place = tuple[int, int]
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True)
class ProtectedTable:
    """A table with its totals as it may be shown; None stands for what is kept back."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int

    @property
    def hidden(self) -> frozenset[Place]:
        """The places of what is kept back."""
        lines = [(*cells, total) for cells, total in zip(self.cells, self.row_totals, strict=True)]
        lines.append((*self.column_totals, self.total))
        return frozenset(
            (row, column)
            for row, line in enumerate(lines)
            for column, count in enumerate(line)
            if count is None
        )


@dataclass(frozen=True)
class Interval:
    """What a reader can work out of a count: both ends are possible."""

    least: int
    greatest: int


def protect(counts: Counts, *, least_in_row: int = 0) -> ProtectedTable | None:
    """The table of `counts` with its totals, as much of it as may be shown.

    Of no count under THRESHOLD can a reader rule out any other number under it. `least_in_row` is
    what readers know of each row's total: 1 where rows are listed because they have somebody.
    None where no table may be shown: fewer than THRESHOLD people, or too few to hide among.
    """
    network = _Network(counts, least_in_row)
    if network.total < THRESHOLD:
        return None
    hiding = _Hiding(network)
    if not all(map(hiding.cover, hiding.small)):
        return None
    hiding.show_what_is_not_needed()
    return network.shown(hiding.arcs)


def intervals(
    counts: Counts, hidden: AbstractSet[Place], *, least_in_row: int = 0
) -> dict[Place, Interval]:
    """By place, what a reader can work out of each of the `hidden` counts."""
    network = _Network(counts, least_in_row)
    arcs = {arc for arc in network.arcs if arc.place in hidden}
    return {
        arc.place: Interval(
            arc.count - _change(network, arcs, arc, False, arc.count - arc.least).amount,
            arc.count + _change(network, arcs, arc, True, network.total).amount,
        )
        for arc in arcs
    }


@dataclass(frozen=True, eq=False)
class _Arc:
    """A count as the flow of an arc. Readers know that it is `least` or more."""

    place: Place
    tail: str
    head: str
    count: int
    least: int = 0


@dataclass(frozen=True)
class _Change:
    """By how much a count could differ, and by how much others would differ then."""

    amount: int
    others: dict[_Arc, int]


class _Network:
    """Cells flow from their row to their column, on to the total and from there to their row."""

    def __init__(self, counts: Counts, least_in_row: int) -> None:
        self.rows, self.columns = len(counts), len(counts[0]) if counts else 0
        row_totals = [sum(row) for row in counts]
        self.total = sum(row_totals)
        self.arcs = [
            _Arc((row, column), f"row {row}", f"column {column}", counts[row][column])
            for row in range(self.rows)
            for column in range(self.columns)
        ]
        self.arcs += [
            _Arc((row, self.columns), "end", f"row {row}", total, least_in_row)
            for row, total in enumerate(row_totals)
        ]
        self.arcs += [
            _Arc(
                (self.rows, column), f"column {column}", "begin", sum(row[column] for row in counts)
            )
            for column in range(self.columns)
        ]
        # The whole total, from "begin" to "end", is always shown: no arc that could differ.
        self._from: dict[str, list[tuple[_Arc, bool, str]]] = {}
        for arc in self.arcs:
            self._from.setdefault(arc.tail, []).append((arc, True, arc.head))
            self._from.setdefault(arc.head, []).append((arc, False, arc.tail))

    def steps_from(self, node: str, change: dict[_Arc, int]) -> Iterator[tuple[_Arc, bool, str]]:
        """Where flow can still go from `node`: any count can grow, and shrink to its least."""
        for arc, forward, target in self._from[node]:
            if forward or arc.count + change.get(arc, 0) > arc.least:
                yield arc, forward, target

    def shown(self, hidden: AbstractSet[_Arc]) -> ProtectedTable:
        """The table without the hidden counts."""
        counts = {arc.place: None if arc in hidden else arc.count for arc in self.arcs}
        rows, columns = range(self.rows), range(self.columns)
        return ProtectedTable(
            cells=tuple(tuple(counts[row, column] for column in columns) for row in rows),
            row_totals=tuple(counts[row, self.columns] for row in rows),
            column_totals=tuple(counts[self.rows, column] for column in columns),
            total=self.total,
        )


class _Hiding:
    """Which counts are kept back, and for each small one what proves that it is covered."""

    def __init__(self, network: _Network) -> None:
        self._network = network
        small = (arc for arc in network.arcs if arc.count < THRESHOLD)
        self.small = sorted(small, key=lambda arc: (arc.count, arc.place))
        self.arcs = set(self.small)
        self._proofs: dict[tuple[_Arc, bool], frozenset[_Arc]] = {}

    def cover(self, arc: _Arc) -> bool:
        """Keep back what it takes for `arc` to be any number under THRESHOLD; False if in vain."""
        return all(self._cover(arc, upwards) for upwards in (True, False))

    def show_what_is_not_needed(self) -> None:
        """Show again, the largest first, what all small counts are covered without."""
        others = self.arcs - set(self.small)
        for arc in sorted(others, key=lambda arc: (-arc.count, arc.place)):
            self.arcs.remove(arc)
            concerned = [key for key, used in self._proofs.items() if arc in used]
            proofs = {key: self._proof(*key) for key in concerned}
            if all(used is not None for used in proofs.values()):
                self._proofs.update(proofs)  # type: ignore[arg-type]
            else:
                self.arcs.add(arc)

    def _cover(self, arc: _Arc, upwards: bool) -> bool:
        needed = _needed(arc, upwards)
        while True:
            change = _change(self._network, self.arcs, arc, upwards, needed)
            if change.amount >= needed:
                self._proofs[arc, upwards] = frozenset(change.others)
                return True
            path = _cheapest_path(self._network, self.arcs, arc, upwards, change.others)
            if path is None:
                return False
            self.arcs |= path

    def _proof(self, arc: _Arc, upwards: bool) -> frozenset[_Arc] | None:
        needed = _needed(arc, upwards)
        change = _change(self._network, self.arcs, arc, upwards, needed)
        return frozenset(change.others) if change.amount >= needed else None


def _needed(arc: _Arc, upwards: bool) -> int:
    return THRESHOLD - 1 - arc.count if upwards else arc.count - arc.least


def _ends(arc: _Arc, upwards: bool) -> tuple[str, str]:
    """From where to where the others have to carry what `arc` carries more, or less."""
    return (arc.head, arc.tail) if upwards else (arc.tail, arc.head)


def _change(
    network: _Network, hidden: AbstractSet[_Arc], arc: _Arc, upwards: bool, most: int
) -> _Change:
    """By how much, up to `most`, `arc` can differ while everything that is shown stays the same.

    The greatest flow through the hidden arcs, by shortest augmenting paths (Edmonds and Karp).
    """
    amount, change = 0, dict[_Arc, int]()
    while amount < most:
        path = _shortest_path(network, hidden - {arc}, _ends(arc, upwards), change)
        if path is None:
            break
        shrinking = [one.count + change.get(one, 0) - one.least for one, more in path if not more]
        step = min([most - amount, *shrinking])
        for one, more in path:
            change[one] = change.get(one, 0) + (step if more else -step)
        amount += step
    return _Change(amount, {one: by for one, by in change.items() if by})


def _shortest_path(
    network: _Network, arcs: AbstractSet[_Arc], ends: tuple[str, str], change: dict[_Arc, int]
) -> list[tuple[_Arc, bool]] | None:
    start, goal = ends
    came: dict[str, tuple[str, _Arc, bool] | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        node = waiting.popleft()
        for arc, forward, target in network.steps_from(node, change):
            if arc in arcs and target not in came:
                came[target] = (node, arc, forward)
                waiting.append(target)
    if goal not in came:
        return None
    path = []
    while step := came[goal]:
        goal, arc, forward = step
        path.append((arc, forward))
    return path


def _cheapest_path(
    network: _Network,
    hidden: AbstractSet[_Arc],
    around: _Arc,
    upwards: bool,
    change: dict[_Arc, int],
) -> frozenset[_Arc] | None:
    """What to keep back besides, so that more can flow: as few people as possible (Dijkstra)."""
    start, goal = _ends(around, upwards)
    order = counter()
    waiting: list[tuple[int, int, str, frozenset[_Arc]]] = [(0, next(order), start, frozenset())]
    done = set()
    while waiting:
        cost, _, node, opened = heappop(waiting)
        if node == goal:
            return opened
        if node in done:
            continue
        done.add(node)
        for arc, _forward, target in network.steps_from(node, change):
            if arc is around or target in done:
                continue
            more = cost if arc in hidden else cost + arc.count
            heappush(waiting, (more, next(order), target, opened | ({arc} - hidden)))
    return None
