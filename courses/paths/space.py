"""The choices a planner has, boiled down to numbers that can be compared many times a second.

Attendance hangs on the function alone, so what a set of units gives is one level per *cell*
(a function and a competency), however many learners there are, and what it closes is looked up
cell by cell. Sets of units are frozen sets of positions in `Space.options`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from courses.paths.problem import HIGHEST_LEVEL, Problem, Run, Unit
from courses.paths.terms import choosable_runs, units_in_order_of_reach

Cell = int
Levels = list[int]
Selection = frozenset[int]


class RunTable:
    """The runs of a unit that can be chosen, ready for the question: which can be over first?"""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._first_over = sorted(runs, key=lambda run: (run.start, run.end))
        self._starts = [run.start for run in self._first_over]
        for index in range(len(self._starts) - 2, -1, -1):
            later = self._first_over[index + 1]
            if later.end <= self._first_over[index].end:
                self._first_over[index] = later

    def first_over(self, not_before: datetime) -> Run | None:
        """Of the runs that start then or later, the one that ends first."""
        index = bisect_left(self._starts, not_before)
        return self._first_over[index] if index < len(self._starts) else None

    @property
    def latest_start(self) -> datetime:
        """When the last run starts."""
        return self._starts[-1]


@dataclass(frozen=True)
class Option:
    """A unit that can be in a plan. `requires` and `raises` hold what goes beyond the start."""

    unit: Unit
    minutes: int
    requires: tuple[tuple[Cell, int], ...]
    raises: tuple[tuple[Cell, int], ...]
    after: tuple[int, ...]
    runs: RunTable | None


class Space:
    """All options of a problem, and what sets of them close."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        # In this order what a unit needs mostly stands before it, so that few passes settle things.
        units = units_in_order_of_reach(problem)
        self._cells = _number_cells(problem, units)
        self.start: Levels = [problem.lowest_start.get(cell, 0) for cell in self._cells]
        self.worth = self._worth()
        positions = {unit.id: position for position, unit in enumerate(units)}
        self.options = tuple(self._option(unit, positions) for unit in units)
        self.everything: Selection = frozenset(range(len(units)))

    def levels(self, selection: Iterable[int]) -> Levels:
        """The level of each cell after all of these."""
        levels = self.start.copy()
        for position in selection:
            self.raise_levels(levels, position)
        return levels

    def raise_levels(self, levels: Levels, position: int) -> None:
        """Let the levels be what they are after this option."""
        for cell, level in self.options[position].raises:
            if level > levels[cell]:
                levels[cell] = level

    def gain(self, levels: Levels, selection: Iterable[int]) -> int:
        """The weighted gap that these close beyond the levels."""
        raised: dict[Cell, int] = {}
        gain = 0
        for position in selection:
            for cell, level in self.options[position].raises:
                if level > levels[cell]:
                    before = raised.get(cell, levels[cell])
                    if level > before:
                        raised[cell] = level
                        gain += self.worth[cell][level] - self.worth[cell][before]
        return gain

    def closed(self, selection: Iterable[int]) -> int:
        """The weighted gap that these close in all."""
        return self.gain(self.start, selection)

    def minutes(self, selection: Iterable[int]) -> int:
        """The minutes of these together."""
        return sum(self.options[position].minutes for position in selection)

    def can_begin(self, position: int, taken: Iterable[int], levels: Levels) -> bool:
        """Whether an option can be begun after `taken`, at these levels."""
        option = self.options[position]
        return all(before in taken for before in option.after) and all(
            levels[cell] >= level for cell, level in option.requires
        )

    def suppliers(self, cell: Cell, level: int) -> tuple[int, ...]:
        """The options that raise a cell to at least a level."""
        return tuple(
            position
            for position, option in enumerate(self.options)
            if any(raised == cell and to >= level for raised, to in option.raises)
        )

    def startable(self, selection: Selection) -> Selection:
        """The part of a selection that can be begun at all without the rest, dates apart."""
        levels = self.start.copy()
        taken: set[int] = set()
        waiting = sorted(selection)
        progress = True
        while progress:
            progress = False
            for position in waiting:
                if self.can_begin(position, taken, levels):
                    taken.add(position)
                    self.raise_levels(levels, position)
                    progress = True
            waiting = [position for position in waiting if position not in taken]
        return frozenset(taken)

    def _worth(self) -> list[list[int]]:
        """By cell and level: the weighted gap closed when the cell has been raised to the level."""
        worth = [[0] * (HIGHEST_LEVEL + 1) for _ in self._cells]
        for learner in self.problem.learners:
            for competency, target in learner.targets.items():
                cell = self._cells.get((learner.function, competency))
                if cell is None:
                    continue
                weight = self.problem.gap_weight(learner, competency)
                start = learner.level(competency)
                for level in range(start + 1, HIGHEST_LEVEL + 1):
                    worth[cell][level] += weight * max(0, min(target, level) - start)
        return worth

    def _option(self, unit: Unit, positions: dict[str, int]) -> Option:
        functions = self.problem.functions_attending(unit)
        return Option(
            unit=unit,
            minutes=unit.minutes,
            requires=self._beyond_start(functions, unit.requires),
            raises=self._beyond_start(functions, unit.raises),
            after=tuple(positions[name] for name in unit.after if name not in self.problem.done),
            runs=None if unit.runs is None else RunTable(choosable_runs(self.problem, unit)),
        )

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
