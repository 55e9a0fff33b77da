"""A network of units as a model of whole numbers: which are taken, on which dates, in which order.

Instants go by their rank among all starts and ends of runs, since only their order matters.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from courses.paths.criteria import Criterion
from courses.paths.network import Network, Suppliers
from courses.paths.problem import Run
from courses.paths.solver import Model, Number, Term
from courses.paths.space import Space
from courses.paths.waiting import Waiting


class PathModel:
    """The paths of a network within which the solver looks for the best one."""

    def __init__(self, space: Space, network: Network) -> None:
        self.model = Model()
        self.problem = space.problem
        self._space = space
        self._network = network
        self._taken = {unit: self.model.number() for unit in network.units}
        self._runs = {unit: runs for unit in network.units if (runs := space.options[unit].runs)}
        self._rank = _ranks(run for runs in self._runs.values() for run in runs)
        self._dates = {unit: self._add_dates(unit) for unit in self._runs}
        self._keep_runs_apart()
        self._waiting = Waiting(network, self._runs)
        # Within one rank there is room for all of a circle, one after the other.
        self._moments_a_rank = 1 + sum(self._waiting.is_in_circle(unit) for unit in network.units)
        self._moments = self._add_moments()
        for unit in network.units:
            for suppliers in network.needs[unit]:
                self._add_need(unit, suppliers)
        self._closing = [
            (self._any_taken(closers), worth) for closers, worth in network.goals.items()
        ]

    def criteria(self) -> Iterator[Criterion]:
        """What makes a path better than another, (a) to (d) of the contract, one after the other.

        (b) and (c) are one: a unit more weighs less than a minute.
        """
        yield self.gap_closed
        beyond_all_units = len(self._taken) + 1
        yield Criterion.of(
            (taken, self._minutes(unit) * beyond_all_units + 1)
            for unit, taken in self._taken.items()
        )
        if self._runs:
            yield Criterion.of([(self._add_last_end(), 1)])

    @property
    def gap_closed(self) -> Criterion:
        """The weighted gap closed, as something to make small."""
        return Criterion.of((closing, -worth) for closing, worth in self._closing)

    @property
    def minutes(self) -> Criterion:
        """The minutes of the units taken, as something to make small."""
        return Criterion.of((taken, self._minutes(unit)) for unit, taken in self._taken.items())

    @property
    def most_minutes(self) -> int:
        """The minutes of all units together."""
        return sum(self._minutes(unit) for unit in self._taken)

    def limit_minutes(self, budget: int) -> None:
        """Let the units taken fit into this many minutes."""
        minutes = ((taken, self._minutes(unit)) for unit, taken in self._taken.items())
        self.model.require(minutes, highest=budget)

    def take(self, units: Iterable[int]) -> None:
        """Let these units be taken."""
        for unit in units:
            self.model.require([(self._taken[unit], 1)], lowest=1)

    def choice(self, values: Sequence[int]) -> dict[int, Run | None]:
        """The units that are taken where the numbers have these values, each with its run."""
        chosen: dict[int, Run | None] = {
            unit: None for unit, taken in self._taken.items() if values[taken]
        }
        for unit, dates in self._dates.items():
            chosen.update((unit, run) for date, run in dates if values[date])
        return chosen

    def _minutes(self, unit: int) -> int:
        return self._space.options[unit].unit.minutes

    def _add_dates(self, unit: int) -> list[tuple[Number, Run]]:
        """A number for each run of a unit: whether the unit is taken then."""
        runs = self._runs[unit]
        if len(runs) == 1:
            return [(self._taken[unit], runs[0])]
        dates = [(self.model.number(), run) for run in runs]
        terms = [(date, 1) for date, _ in dates]
        self.model.require([*terms, (self._taken[unit], -1)], 0, 0)
        self.model.at_most_one(date for date, _ in dates)
        return dates

    def _starts(self, unit: int) -> list[tuple[Number, int]]:
        return [(date, self._rank[run.start]) for date, run in self._dates[unit]]

    def _ends(self, unit: int) -> list[tuple[Number, int]]:
        return [(date, self._rank[run.end]) for date, run in self._dates[unit]]

    def _keep_runs_apart(self) -> None:
        """Of runs that all take place at one instant, at most one is taken.

        Going from instant to instant, those are the most there are when one ends after others have
        begun.
        """
        changes: list[tuple[int, bool, Number]] = []
        for unit in self._runs:
            changes += [(start, True, date) for date, start in self._starts(unit)]
            changes += [(end, False, date) for date, end in self._ends(unit)]
        taking_place: set[Number] = set()
        has_grown = False
        for _, begins, date in sorted(changes):  # what ends at an instant before what begins then
            if has_grown and not begins and len(taking_place) > 1:
                self.model.at_most_one(sorted(taking_place))
            has_grown = begins
            taking_place ^= {date}

    def _add_moments(self) -> dict[int, Number]:
        last = self._moments_a_rank * (len(self._rank) + 1)
        return {
            unit: self.model.number(0, last)
            for unit in self._network.units
            if self._waiting.has_moment(unit)
        }

    def _add_need(self, unit: int, suppliers: Suppliers) -> None:
        """Where the unit is taken, one of the suppliers is taken, and comes before it."""
        with_dates = suppliers & self._runs.keys() if unit in self._runs else frozenset()
        supporting = [
            (self._support(unit, supplier, is_only_one=len(suppliers) == 1), 1)
            for supplier in sorted(suppliers - with_dates)
        ]
        if not with_dates:
            self.model.require([*supporting, (self._taken[unit], -1)], lowest=0)
            return
        ends = [end for supplier in sorted(with_dates) for end in self._ends(supplier)]
        starts = self._starts(unit)
        for latest in sorted({start for _, start in starts}):
            begun = [(date, -1) for date, start in starts if start <= latest]
            over = [(date, 1) for date, end in ends if end <= latest]
            self.model.require([*begun, *over, *supporting], lowest=0)

    def _support(self, unit: int, supplier: int, *, is_only_one: bool) -> Number:
        """A number that can be 1 only where the supplier is taken before the unit."""
        if not self._waiting.must_be_told(supplier, unit):
            return self._taken[supplier]
        if is_only_one:
            self._keep_order(supplier, unit, given=self._taken[unit])
            return self._taken[supplier]
        supports = self.model.number()
        self.model.require([(self._taken[supplier], 1), (supports, -1)], lowest=0)
        self._keep_order(supplier, unit, given=supports)
        return supports

    def _keep_order(self, first: int, second: int, *, given: Number) -> None:
        """Let the moments of two units, of which at most one is live, be in this order."""
        scale = self._moments_a_rank
        terms: list[Term]
        if second in self._runs:
            terms = [(date, scale * start) for date, start in self._starts(second)]
            slack = scale - 1
        else:
            terms = [(self._moments[second], 1)]
            slack = 0
        if first in self._runs:
            terms += [(date, -scale * end) for date, end in self._ends(first)]
        else:
            terms.append((self._moments[first], -1))
        between = 1 if self._waiting.are_in_one_circle(first, second) else 0
        self.model.require(terms, lowest=between - slack, given=given)

    def _any_taken(self, units: Suppliers) -> Number:
        """A number that can be 1 only where one of the units is taken."""
        if len(units) == 1:
            return self._taken[next(iter(units))]
        any_taken = self.model.number()
        taken = [(self._taken[unit], 1) for unit in sorted(units)]
        self.model.require([*taken, (any_taken, -1)], lowest=0)
        return any_taken

    def _add_last_end(self) -> Number:
        """A number that is at least the rank of every end, and 0 where nothing live is taken."""
        last_end = self.model.number(0, len(self._rank))
        for unit in self._runs:
            ends = [(date, -end - 1) for date, end in self._ends(unit)]
            self.model.require([(last_end, 1), *ends], lowest=0)
        return last_end


def _ranks(runs: Iterable[Run]) -> dict[datetime, int]:
    instants = {instant for run in runs for instant in (run.start, run.end)}
    return {instant: rank for rank, instant in enumerate(sorted(instants))}
