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
        self._worth: list[float] = []
        self._is_free: list[bool] = []

    def number(self, lowest: float, highest: float) -> Number:
        """A new number in this range, both ends included."""
        self._numbers.append(self._solver.NumVar(lowest, highest, ""))
        self._worth.append(0)
        self._is_free.append(lowest != highest or lowest != 0)
        return len(self._numbers) - 1

    def require(self, terms: Iterable[Term], lowest: float, highest: float) -> None:
        """Hold the sum of the terms within limits."""
        row = self._solver.Constraint(lowest, highest)
        for number, factor in terms:
            row.SetCoefficient(self._numbers[number], factor)

    def limit(self, number: Number, lowest: float, highest: float) -> None:
        """Hold a number within other limits from now on."""
        self._numbers[number].SetBounds(lowest, highest)
        self._is_free[number] = lowest != highest or lowest != 0

    def maximise(self, terms: Iterable[Term]) -> list[float] | None:
        """Values that make the sum of the terms greatest; None if the solver finds none."""
        aim = self._solver.Objective()
        worth = [0.0] * len(self._numbers)
        for number, factor in terms:
            worth[number] = factor
        # Calls take longer than all else here.
        for number, (before, now) in enumerate(zip(self._worth, worth, strict=True)):
            if before != now:
                aim.SetCoefficient(self._numbers[number], now)
        self._worth = worth
        aim.SetMaximization()
        if self._solver.Solve() != self._solver.OPTIMAL:
            return None
        return [
            number.solution_value() if is_free else 0.0
            for number, is_free in zip(self._numbers, self._is_free, strict=True)
        ]


def _solvers() -> ModuleType:
    from ortools.linear_solver import pywraplp

    return pywraplp
