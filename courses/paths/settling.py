"""Plans a path with what the person wants to keep in it, and decides what gives way to what.

What they have begun gives way to what they have pinned, and what they cannot have any more, because
a date is full or gone, gives way to everything else. Only what they insist on is refused in words.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from app.kernel.documents import Field
from courses.paths import planner
from courses.paths.building import Basis, build_problem
from courses.paths.pins import PinsContradict
from courses.paths.plan import Plan
from courses.paths.problem import Pin, Problem, Run, read_problem
from courses.paths.terms import Standing, choosable_runs, has_date, units_in_reach, useful_units

#: Solves that one plan takes at most, see `planner.plan_path`.
SOLVES = 4
SHORTEST_SOLVE = 0.02


class Clash(StrEnum):
    """Why what somebody wants to keep cannot be had."""

    TIME_IS_SHORT = "time_is_short"
    SAME_TIME = "same_time"
    NO_DATE = "no_date"
    OUT_OF_REACH = "out_of_reach"
    TOGETHER = "together"


class CannotKeep(Exception):
    """These courses cannot be kept together: they take so many `minutes`, and `budget` is there."""

    def __init__(self, units: tuple[str, ...], clash: Clash, minutes: int, budget: int) -> None:
        self.units, self.clash, self.minutes, self.budget = units, clash, minutes, budget
        super().__init__(f"{clash}: {' '.join(units)}")


@dataclass(frozen=True)
class Settled:
    """A plan, and the problem that it is the plan of."""

    problem: Problem
    plan: Plan


def settle(basis: Basis, *, insisting_on: Collection[str] = (), seconds: float) -> Settled:
    """The best plan with what the person wants to keep, as far as it can be had.

    `insisting_on` are pinned courses that do not give way. `seconds` is for all solves together.
    Asks no database and writes nothing. Raises CannotKeep.
    """
    stop_at = time.monotonic() + seconds
    own = {seat.cohort for seat in basis.own_runs}
    set_aside: set[str] = set()
    pinned = _wanted(basis)
    while True:
        document = build_problem(basis, set_aside=set_aside)
        problem = replace(read_problem(Field(document)), pinned=pinned)
        per_solve = max(SHORTEST_SOLVE, (stop_at - time.monotonic()) / SOLVES)
        try:
            plan = planner.plan_path(problem, seconds=per_solve)
        except PinsContradict as contradiction:
            # Seats that are of no use may be in the way of a date, and are so no longer.
            unused = _useless_seats(problem, own - set_aside)
            if unused:
                set_aside |= unused
            else:
                pinned = _given_way(problem, contradiction.units, basis, insisting_on)
            continue
        unused = own - {step.run for step in plan.steps} - set_aside
        if not unused:
            return Settled(problem, plan)
        # The plan has no use for these seats: the rest is planned anew beside them.
        set_aside |= unused


def _wanted(basis: Basis) -> tuple[Pin, ...]:
    """What is to be kept: first what is pinned, then what is begun and still of use.

    A seat is the only date of its course, whatever date was pinned before.
    """
    seated = {seat.course for seat in basis.own_runs}
    firm = [
        Pin(pin.unit) if pin.unit in seated else pin
        for pin in basis.choices.pinned
        if pin.unit not in basis.done
    ]
    problem = read_problem(Field(build_problem(basis)))
    useful = useful_units(problem, Standing(problem), ())
    besides = basis.done | basis.dropped | {pin.unit for pin in firm}
    soft = [pin for pin in basis.begun if pin.unit in useful and pin.unit not in besides]
    return (*firm, *soft)


def _useless_seats(problem: Problem, own: Collection[str]) -> set[str]:
    """Those of the person's seats whose course closes nothing and that nobody wants to keep."""
    useful = useful_units(problem, Standing(problem), ())
    pinned = {pin.unit for pin in problem.pinned}
    return {
        run.id
        for unit in problem.units
        if unit.id not in useful and unit.id not in pinned
        for run in unit.runs or ()
        if run.id in own
    }


def _given_way(
    problem: Problem, units: tuple[str, ...], basis: Basis, insisting_on: Collection[str]
) -> tuple[Pin, ...]:
    """The pins without one of those that contradict each other, or with one of them on any date.

    What comes later gives way first, and what is begun before what is pinned.
    """
    may_give_way = [
        pin for pin in problem.pinned if pin.unit in units and pin.unit not in insisting_on
    ]
    if not may_give_way:
        raise _cannot_keep(problem, units)
    first = may_give_way[-1]
    if first.run is not None and basis.choices.find_pin(first.unit):
        return tuple(Pin(pin.unit) if pin == first else pin for pin in problem.pinned)
    return tuple(pin for pin in problem.pinned if pin != first)


def _cannot_keep(problem: Problem, units: tuple[str, ...]) -> CannotKeep:
    minutes = sum(
        problem.units_by_id[unit].minutes for unit in units if unit in problem.units_by_id
    )
    return CannotKeep(units, _clash(problem, units, minutes), minutes, problem.budget_minutes)


def _clash(problem: Problem, units: tuple[str, ...], minutes: int) -> Clash:
    pins = [pin for pin in problem.pinned if pin.unit in units]
    if not all(_has_its_date(problem, pin) for pin in pins):
        return Clash.NO_DATE
    if any(unit not in units_in_reach(problem) for unit in units):
        return Clash.OUT_OF_REACH
    if minutes > problem.budget_minutes:
        return Clash.TIME_IS_SHORT
    runs = [run for pin in pins if (run := _run(problem, pin))]
    if len(runs) == len(units) == 2 and runs[0].overlaps(runs[1]):
        return Clash.SAME_TIME
    return Clash.TOGETHER


def _has_its_date(problem: Problem, pin: Pin) -> bool:
    unit = problem.units_by_id.get(pin.unit)
    if unit is None:
        return False
    if pin.run is None:
        return has_date(problem, unit)
    return pin.run in {run.id for run in choosable_runs(problem, unit)}


def _run(problem: Problem, pin: Pin) -> Run | None:
    """The date of a pin; where none is named, the only one there is."""
    runs = choosable_runs(problem, problem.units_by_id[pin.unit])
    if pin.run is None:
        return runs[0] if len(runs) == 1 else None
    return next((run for run in runs if run.id == pin.run), None)
