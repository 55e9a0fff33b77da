"""Whole numbers, rows of them within limits, and a sum to make as small as can be: CP-SAT.

CP-SAT is the solver of OR-Tools. Its usual Python module imports pandas, which takes seconds; this
speaks to the layer below that, and only once there is something to solve. One worker and a fixed
seed: what finishes in time is the same for the same model.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType

Number = int
Term = tuple[Number, int]

NO_LIMIT = 2**62
# What the solver can count with, its own sums of such sums included.
LARGEST_SUM = 2**60


@dataclass(frozen=True)
class Outcome:
    """What a solve has found: the values of all numbers, or None.

    `is_proven`: nothing is better; `is_impossible`: there are no such values. `least`, where there
    are values: none make the sum smaller than this.
    """

    values: Sequence[int] | None
    is_proven: bool
    is_impossible: bool
    least: int | None


class Model:
    """Numbers and the rows that hold between them."""

    def __init__(self) -> None:
        self._proto = _solver().CpModelProto()

    def number(self, lowest: int = 0, highest: int = 1) -> Number:
        """A new number in this range, both ends included; 0 or 1 if nothing is said."""
        self._proto.variables.add().domain.extend([lowest, highest])
        return len(self._proto.variables) - 1

    def require(
        self,
        terms: Iterable[Term],
        lowest: int = -NO_LIMIT,
        highest: int = NO_LIMIT,
        *,
        given: Number | None = None,
    ) -> None:
        """Hold the sum of the terms within limits; with `given`, only where that number is 1.

        The sum of no terms is 0.
        """
        row = self._proto.constraints.add()
        for number, factor in terms:
            row.linear.vars.append(number)
            row.linear.coeffs.append(factor)
        row.linear.domain.extend([lowest, highest])
        if given is not None:
            row.enforcement_literal.append(given)

    def at_most_one(self, numbers: Iterable[Number]) -> None:
        """Let at most one of these be 1."""
        self._proto.constraints.add().at_most_one.literals.extend(list(numbers))

    def copy(self) -> "Model":
        """The same model, to be changed by itself."""
        copied = Model()
        copied._proto.copy_from(self._proto)
        return copied

    def minimise(
        self, terms: Sequence[Term], *, seconds: float, hint: Sequence[int] | None = None
    ) -> Outcome:
        """Find values that make the sum of the terms least; with no terms, any values.

        `hint`: the values that are tried first.
        """
        proto = self.copy()._proto
        if terms:
            numbers, factors = zip(*terms, strict=True)
            proto.objective.vars.extend(numbers)
            proto.objective.coeffs.extend(factors)
        if hint:
            proto.solution_hint.vars.extend(list(range(len(hint))))
            proto.solution_hint.values.extend(hint)
        solving = _solver().SolveWrapper()
        solving.set_parameters(_parameters(seconds))
        return _outcome(solving.solve(proto), terms)


def _solver() -> ModuleType:
    from ortools.sat.python import cp_model_helper

    return cp_model_helper


def _parameters(seconds: float) -> object:
    parameters = _solver().SatParameters()
    parameters.max_time_in_seconds = seconds
    parameters.num_workers = 1
    parameters.random_seed = 0
    # Choices of "one of these" go into the linear relaxation as well, which proves far more.
    parameters.linearization_level = 2
    parameters.catch_sigint_signal = False  # a web server has its own idea of Ctrl-C
    return parameters


def _outcome(response: object, terms: Iterable[Term]) -> Outcome:
    statuses = _solver().CpSolverStatus
    is_impossible = response.status == statuses.INFEASIBLE
    if response.status not in (statuses.OPTIMAL, statuses.FEASIBLE):
        # What the solver calls its bound here may be no more than a zero.
        return Outcome(None, is_proven=False, is_impossible=is_impossible, least=None)
    values = list(response.solution)
    is_proven = response.status == statuses.OPTIMAL
    found = sum(factor * values[number] for number, factor in terms)
    least = found if is_proven else _rounded_down(response.best_objective_bound)
    return Outcome(values, is_proven, is_impossible=False, least=least)


def _rounded_down(bound: float) -> int:
    # The solver tells it in floating point; what that can be wrong by is taken off.
    return math.ceil(bound - max(1e-6, abs(bound) * 2**-50))
