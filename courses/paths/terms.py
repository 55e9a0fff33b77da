"""The words that the planning contract defines, each as a function, free of any search.

*can be chosen*, *has a date*, *needs*, *in reach*, *useful*: search, reasons and pages all use
these, so that a word means the same everywhere.
"""

from collections.abc import Collection

from courses.paths.problem import Learner, Problem, Run, Unit


class Standing:
    """Where all learners stand at one point of a path.

    Who attends a unit hangs on the function alone. So what the units so far have given is kept
    once per function, however many learners there are.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._given: dict[tuple[str, str], int] = {}

    def level(self, learner: Learner, competency: str) -> int:
        """The learner's level now."""
        return max(learner.level(competency), self._given.get((learner.function, competency), 0))

    def lowest(self, function: str, competency: str) -> int:
        """The lowest level now among the learners of a function."""
        cell = (function, competency)
        return max(self._problem.lowest_start.get(cell, 0), self._given.get(cell, 0))

    def meets(self, unit: Unit) -> bool:
        """Whether every learner in the unit's audience has the levels that it requires."""
        return all(
            self.lowest(function, competency) >= level
            for function in self._problem.functions_attending(unit)
            for competency, level in unit.requires.items()
        )

    def attend(self, unit: Unit) -> None:
        """Let the unit's audience take it."""
        for function in self._problem.functions_attending(unit):
            for competency, level in unit.raises.items():
                cell = (function, competency)
                self._given[cell] = max(level, self._given.get(cell, 0))


def can_be_chosen(problem: Problem, unit: Unit, run: Run) -> bool:
    """Whether the run has seats for the whole audience, lies in the period and clashes with nothing
    that is busy."""
    attending = sum(
        len(problem.learners_by_function[function])
        for function in problem.functions_attending(unit)
    )
    return (
        run.seats >= attending
        and problem.not_before <= run.start
        and run.end <= problem.deadline
        and not any(run.overlaps(interval) for interval in problem.busy)
    )


def choosable_runs(problem: Problem, unit: Unit) -> tuple[Run, ...]:
    """The runs of a unit that can be chosen; none for a self-paced unit."""
    return tuple(run for run in unit.runs or () if can_be_chosen(problem, unit, run))


def has_date(problem: Problem, unit: Unit) -> bool:
    """Whether the unit is self-paced or has a run that can be chosen."""
    return unit.runs is None or any(can_be_chosen(problem, unit, run) for run in unit.runs)


def needs(problem: Problem, needing: Unit, giving: Unit, standing: Standing) -> bool:
    """Whether `needing` needs `giving` directly, as the learners stand."""
    return giving.id in needing.after or any(
        giving.raises.get(competency, 0) >= level and standing.lowest(function, competency) < level
        for competency, level in needing.requires.items()
        for function in problem.functions_attending(needing)
        if giving.is_for(function)
    )


def units_in_order_of_reach(problem: Problem) -> tuple[Unit, ...]:
    """All units that are in reach and can be taken, in an order in which they could be.

    A unit can be taken if it has a date, a learner in its audience, and is not done.
    """
    standing = Standing(problem)
    taken = set(problem.done)
    order: list[Unit] = []
    waiting = [
        unit
        for unit in problem.units
        if unit.id not in problem.done
        and problem.functions_attending(unit)
        and has_date(problem, unit)
    ]
    progress = True
    while progress:
        still_waiting = []
        for unit in waiting:
            if taken.issuperset(unit.after) and standing.meets(unit):
                taken.add(unit.id)
                standing.attend(unit)
                order.append(unit)
            else:
                still_waiting.append(unit)
        progress = len(still_waiting) < len(waiting)
        waiting = still_waiting
    return tuple(order)


def units_in_reach(problem: Problem) -> frozenset[str]:
    """The ids of the units that learners could begin, were minutes and clashes no matter."""
    standing = Standing(problem)
    taken = set(problem.done)
    for unit in units_in_order_of_reach(problem):
        standing.attend(unit)
        taken.add(unit.id)
    return frozenset(
        unit.id for unit in problem.units if taken.issuperset(unit.after) and standing.meets(unit)
    )


def useful_units(problem: Problem, standing: Standing, planned: Collection[str]) -> frozenset[str]:
    """The ids of the units that are useful from where the learners stand.

    Useful is what raises somebody nearer to an unmet target, and what a useful unit needs that is
    neither done nor in `planned`, the ids of the plan's units.
    """
    suppliers: dict[str, list[Unit]] = {}
    for unit in problem.units:
        for competency in unit.raises:
            suppliers.setdefault(competency, []).append(unit)
    lowest_unmet = _lowest_unmet(problem, standing)
    waiting = [
        unit
        for unit in problem.units
        if any(
            lowest_unmet.get((function, competency), level) < level
            for function in problem.functions_attending(unit)
            for competency, level in unit.raises.items()
        )
    ]
    useful = {unit.id for unit in waiting}
    while waiting:
        unit = waiting.pop()
        if unit.id in problem.done or unit.id in planned:
            continue
        helpers = [problem.units_by_id[name] for name in unit.after if name in problem.units_by_id]
        for competency in unit.requires:
            helpers += suppliers.get(competency, ())
        for helper in helpers:
            if helper.id not in useful and needs(problem, unit, helper, standing):
                useful.add(helper.id)
                waiting.append(helper)
    return frozenset(useful)


def _lowest_unmet(problem: Problem, standing: Standing) -> dict[tuple[str, str], int]:
    """By function and competency, the lowest level among learners who are below their target."""
    lowest: dict[tuple[str, str], int] = {}
    for learner in problem.learners:
        for competency, target in learner.targets.items():
            level = standing.level(learner, competency)
            if level < target:
                cell = (learner.function, competency)
                lowest[cell] = min(level, lowest.get(cell, level))
    return lowest
