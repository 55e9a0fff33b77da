"""The choices a planner has, boiled down to numbers.

Attendance hangs on the function alone, so what a set of units gives is one level per *cell*
(a function and a competency), however many learners there are, and what it closes is looked up
cell by cell. Units go by their position in `Space.options`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from courses.paths.problem import HIGHEST_LEVEL, Problem, Run, Unit
from courses.paths.terms import choosable_runs, units_in_order_of_reach

Cell = int
Levels = list[int]


@dataclass(frozen=True)
class Option:
    """A unit that can be in a plan. `requires` and `raises` hold what goes beyond the start.

    `runs` are those worth choosing, each starting and ending later than the one before it; None
    where the unit is self-paced.
    """

    unit: Unit
    requires: tuple[tuple[Cell, int], ...]
    raises: tuple[tuple[Cell, int], ...]
    after: tuple[int, ...]
    runs: tuple[Run, ...] | None

    def first_run(self, not_before: datetime) -> Run | None:
        """Of the runs that start then or later, the one that ends first."""
        return next((run for run in self.runs or () if run.start >= not_before), None)


class Space:
    """All options of a problem, what they require of each other, and what they close.

    What is pinned must be in reach.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        # In this order what a unit needs mostly stands before it, so that few passes settle things.
        units = units_in_order_of_reach(problem)
        self._cells = _number_cells(problem, units)
        self.start: Levels = [problem.lowest_start.get(cell, 0) for cell in self._cells]
        self.worth = self._worth()
        self.positions = {unit.id: position for position, unit in enumerate(units)}
        self.options = tuple(self._option(unit) for unit in units)
        self.pinned = frozenset(self.positions[pin.unit] for pin in problem.pinned)

    def raise_levels(self, levels: Levels, position: int) -> None:
        """Let the levels be what they are after this option."""
        for cell, level in self.options[position].raises:
            levels[cell] = max(level, levels[cell])

    def can_begin(self, position: int, taken: Iterable[int], levels: Levels) -> bool:
        """Whether an option can be begun after `taken`, at these levels."""
        option = self.options[position]
        return all(before in taken for before in option.after) and all(
            levels[cell] >= level for cell, level in option.requires
        )

    def suppliers(self) -> dict[tuple[Cell, int], tuple[int, ...]]:
        """By cell and level beyond the start, the options that raise the cell to it or higher."""
        found: dict[tuple[Cell, int], list[int]] = {}
        for position, option in enumerate(self.options):
            for cell, reached in option.raises:
                for level in range(self.start[cell] + 1, reached + 1):
                    found.setdefault((cell, level), []).append(position)
        return {fact: tuple(positions) for fact, positions in found.items()}

    def _worth(self) -> list[list[int]]:
        """By cell and level: the weighted gap that this level closes beyond the one below it."""
        worth = [[0] * (HIGHEST_LEVEL + 1) for _ in self._cells]
        for learner in self.problem.learners:
            for competency, target in learner.targets.items():
                cell = self._cells.get((learner.function, competency))
                if cell is not None:
                    weight = self.problem.gap_weight(learner, competency)
                    for level in range(learner.level(competency) + 1, target + 1):
                        worth[cell][level] += weight
        return worth

    def _option(self, unit: Unit) -> Option:
        functions = self.problem.functions_attending(unit)
        return Option(
            unit=unit,
            requires=self._beyond_start(functions, unit.requires),
            raises=self._beyond_start(functions, unit.raises),
            after=tuple(self.positions[name] for name in unit.after if name in self.positions),
            runs=None if unit.runs is None else self._runs(unit),
        )

    def _runs(self, unit: Unit) -> tuple[Run, ...]:
        pinned = {pin.run for pin in self.problem.pinned if pin.unit == unit.id and pin.run}
        runs = choosable_runs(self.problem, unit)
        return _worth_choosing(run for run in runs if not pinned or run.id in pinned)

    def _beyond_start(
        self, functions: Iterable[str], levels: Mapping[str, int]
    ) -> tuple[tuple[Cell, int], ...]:
        cells = (
            (self._cells[function, competency], level)
            for function in functions
            for competency, level in levels.items()
        )
        return tuple((cell, level) for cell, level in cells if level > self.start[cell])


def _number_cells(problem: Problem, units: Iterable[Unit]) -> dict[tuple[str, str], Cell]:
    cells: dict[tuple[str, str], Cell] = {}
    for unit in units:
        for function in problem.functions_attending(unit):
            for competency in (*unit.requires, *unit.raises):
                cells.setdefault((function, competency), len(cells))
    return cells


def _worth_choosing(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs in whose time no other one lies: that one would always do as well."""
    kept: list[Run] = []
    by_end = sorted(runs, key=lambda run: run.end)
    for run in sorted(by_end, key=lambda run: run.start, reverse=True):
        if not kept or run.end < kept[-1].end:
            kept.append(run)
    return tuple(reversed(kept))
