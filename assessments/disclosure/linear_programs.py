"""Numbers within limits, rows of them within limits, and a sum to make as great as can be: GLOP.

GLOP is the simplex solver of OR-Tools. It counts in floating point, so what it finds is close to a
solution, no more: who needs to be sure checks it. The same program gives the same values.
"""

from collections.abc import Iterable
from types import ModuleType

Number = int
Term = tuple[Number, float]


class LinearProgram:
    """Numbers and the rows that hold between them."""

    def __init__(self, *, dual: bool = False) -> None:
        """`dual`: by the dual simplex, which is faster where everything is to move."""
        self._solver = _solvers().Solver.CreateSolver("GLOP")
        # A program is solved many times with other aims: each begins where the last one ended.
        self._solver.SetSolverSpecificParametersAsString(
            f"use_preprocessing: false use_dual_simplex: {str(dual).lower()}"
        )
        self._numbers = []

    def number(self, lowest: float, highest: float) -> Number:
        """A new number in this range, both ends included."""
        self._numbers.append(self._solver.NumVar(lowest, highest, ""))
        return len(self._numbers) - 1

    def require(self, terms: Iterable[Term], lowest: float, highest: float) -> None:
        """Hold the sum of the terms within limits."""
        row = self._solver.Constraint(lowest, highest)
        for number, factor in terms:
            row.SetCoefficient(self._numbers[number], factor)

    def limit(self, number: Number, lowest: float, highest: float) -> None:
        """Hold a number within other limits from now on."""
        self._numbers[number].SetBounds(lowest, highest)

    def maximise(self, terms: Iterable[Term]) -> list[float] | None:
        """Values that make the sum of the terms greatest; None if the solver finds none."""
        aim = self._solver.Objective()
        aim.Clear()
        for number, factor in terms:
            aim.SetCoefficient(self._numbers[number], factor)
        aim.SetMaximization()
        if self._solver.Solve() != self._solver.OPTIMAL:
            return None
        return [number.solution_value() for number in self._numbers]


def _solvers() -> ModuleType:
    from ortools.linear_solver import pywraplp

    return pywraplp
