"""The rules of the contract "Group results that give no one away", written down once more.

Sets of records instead of bits, linear programs over single records instead of proofs by points,
and another solver (CLP). For small waves only.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

from ortools.linear_solver import pywraplp

from assessments.disclosure.tables import Wave, exact

TOLERANCE = 1e-6

# A dimension and a key; (None, None) is the total.
Place = tuple[str | None, str | None]


class Oracle:
    """Judges which cells of a wave may be shown together."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.lowest, self.highest = map(exact, wave.scale)
        self.scores = {
            record.id: exact(record.score) for record in wave.records if record.score is not None
        }
        self.keys = {record.id: record.keys for record in wave.records}
        self.cells: dict[Place, frozenset[str]] = {(None, None): frozenset(self.scores)}
        for dimension in wave.dimensions:
            for key in sorted({record.keys[dimension] for record in wave.records}):
                self.cells[dimension, key] = frozenset(
                    one for one in self.scores if self.keys[one][dimension] == key
                )
        self.concerned = cache(self._concerned)

    def mean(self, place: Place) -> Fraction:
        """What is shown of a cell, by schoolbook rounding with halves to even digits."""
        cell = self.cells[place]
        tens = sum(self.scores[one] for one in cell) * 10**self.wave.decimals / len(cell)
        down = tens.numerator // tens.denominator
        rest = tens - down
        up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1)
        return Fraction(down + up, 10**self.wave.decimals)

    def candidates(self) -> list[Place]:
        """The cells that satisfy rule 1."""
        return [
            place
            for place, cell in self.cells.items()
            if len(cell) >= self.wave.k and len({self.scores[one] for one in cell}) > 1
        ]

    def suppressed_in_order(self) -> frozenset[Place]:
        """What is left of the candidates when the contract's suppression ends."""
        shown = frozenset(self.candidates())
        while places := self.concerned(shown):
            shown -= {min(places, key=self._order)}
        return shown

    def _order(self, place: Place) -> tuple:
        dimension, key = place
        if dimension is None:
            return (1,)
        return 0, len(self.cells[place]), self.wave.dimensions.index(dimension), key

    def _concerned(self, shown: frozenset[Place]) -> list[Place]:
        for rule in (self._rule_2, self._rule_3, self._rule_4):
            for places in rule(shown):
                return places
        return []

    def _rule_2(self, shown: frozenset[Place]) -> Iterator[list[Place]]:
        for dimension in self.wave.dimensions:
            places = [place for place in self.cells if place[0] == dimension]
            in_sight = [place for place in places if place in shown]
            if not in_sight and (None, None) not in shown:
                continue
            hidden = [self.cells[place] for place in places if place not in shown]
            hidden = [cell for cell in hidden if cell]
            together = frozenset().union(*hidden)
            if hidden and not (len(hidden) >= 2 and len(together) >= self.wave.k):
                yield in_sight or [(None, None)]

    def _rule_3(self, shown: frozenset[Place]) -> Iterator[list[Place]]:
        for outer, cell in self.cells.items():
            for dimension in self.wave.dimensions:
                inner = [
                    place
                    for place in self.cells
                    if place[0] == dimension and place in shown and self.cells[place] <= cell
                ]
                left = cell.difference(*(self.cells[place] for place in inner))
                if outer in shown and 0 < len(left) < self.wave.k:
                    yield [*inner, outer]

    def _rule_4(self, shown: frozenset[Place]) -> Iterator[list[Place]]:
        for target in sorted(self.scores, key=self._crossing):
            if self.narrowest(target, shown) < float(self.highest - self.lowest) / 4 - TOLERANCE:
                yield [
                    place for place in self.cells if place in shown and target in self.cells[place]
                ]

    def narrowest(self, target: str, shown: Iterable[Place]) -> float:
        """The narrowest range of a record's score in the eyes of anybody who answered."""
        shown = [place for place in shown if target in self.cells[place]] and list(shown)
        if not shown:
            return float(self.highest - self.lowest)
        onlookers = {
            (self._crossing(one), self.scores[one]): one for one in self.scores if one != target
        }
        return min(self._range(target, onlooker, shown) for onlooker in onlookers.values())

    def _crossing(self, one: str) -> tuple[str, ...]:
        return tuple(self.keys[one][dimension] for dimension in self.wave.dimensions)

    def _range(self, target: str, onlooker: str, shown: list[Place]) -> float:
        solver = pywraplp.Solver.CreateSolver("CLP")
        numbers = {
            one: solver.NumVar(float(self.lowest), float(self.highest), one) for one in self.scores
        }
        known = float(self.scores[onlooker])
        numbers[onlooker].SetBounds(known, known)
        half = Fraction(1, 2 * 10**self.wave.decimals)
        for place in shown:
            cell, mean = self.cells[place], self.mean(place)
            # A hair wider, as the solver's arithmetic is not exact.
            row = solver.Constraint(
                float((mean - half) * len(cell)) - 1e-9, float((mean + half) * len(cell)) + 1e-9
            )
            for one in cell:
                row.SetCoefficient(numbers[one], 1)
        ends = []
        for maximise in (True, False):
            solver.Objective().SetCoefficient(numbers[target], 1)
            solver.Objective().SetOptimizationDirection(maximise)
            assert solver.Solve() == solver.OPTIMAL
            ends.append(numbers[target].solution_value())
        return ends[0] - ends[1]
