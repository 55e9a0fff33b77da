"""Units that somebody wants to have in their path, and whether they can have them all."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from app.kernel.documents import quoted
from courses.paths.problem import Pin, Problem, Run, Unit
from courses.paths.terms import choosable_runs, has_date, units_in_reach


class PinsContradict(Exception):
    """What is pinned cannot be had: one line says why. `units` are the ids of those it is about."""

    def __init__(self, units: tuple[str, ...], fault: str) -> None:
        self.units = units
        super().__init__(f"{' and '.join(quoted(unit) for unit in units)} {fault}")


def check_pins(problem: Problem) -> None:
    """Refuse what cannot be in any path, whatever else is. Raises PinsContradict."""
    runs: dict[str, str] = {}
    for pin in problem.pinned:
        if fault := _fault(problem, pin):
            raise PinsContradict((pin.unit,), fault)
        if pin.run and runs.setdefault(pin.unit, pin.run) != pin.run:
            both = f"{quoted(runs[pin.unit])} and {quoted(pin.run)}"
            raise PinsContradict((pin.unit,), f"is pinned to two dates, {both}")


def contradiction(problem: Problem, can_be: Callable[[Problem], bool]) -> PinsContradict:
    """What to say of pins that cannot all be in one path: it names as few of them as it can.

    `can_be` tells whether a problem has any path.
    """
    for count in (1, 2):
        for pins in combinations(problem.pinned, count):
            if not can_be(replace(problem, pinned=pins)):
                return PinsContradict(tuple(pin.unit for pin in pins), _clash(problem, *pins))
    return PinsContradict(tuple(pin.unit for pin in problem.pinned), "cannot all be in one path")


def _fault(problem: Problem, pin: Pin) -> str | None:
    unit = problem.units_by_id.get(pin.unit)
    if unit is None:
        return "is not on offer"
    if pin.run and pin.run not in {run.id for run in unit.runs or ()}:
        return f"has no date {quoted(pin.run)}"
    if pin.run and _run(problem, pin) not in choosable_runs(problem, unit):
        return f"cannot be taken on the date {quoted(pin.run)}"
    tests: tuple[tuple[bool, str], ...] = (
        (unit.id in problem.done, "is completed already"),
        (not problem.functions_attending(unit), "is for other functions"),
        (not has_date(problem, unit), "has no date"),
        (unit.id not in units_in_reach(problem), "requires what is out of reach"),
    )
    return next((fault for is_so, fault in tests if is_so), None)


def _clash(problem: Problem, *pins: Pin) -> str:
    minutes = sum(problem.units_by_id[pin.unit].minutes for pin in pins)
    if minutes > problem.budget_minutes:
        take = "take" if len(pins) > 1 else "takes"
        return f"{take} {minutes} minutes, and there are {problem.budget_minutes}"
    if len(pins) == 1:
        return "cannot be in any path, with what it requires"
    first, second = (_run(problem, pin) for pin in pins)
    if first and second and first.overlaps(second):
        return "take place at the same time"
    return "cannot both be in one path"


def _run(problem: Problem, pin: Pin) -> Run | None:
    unit: Unit = problem.units_by_id[pin.unit]
    return next((run for run in unit.runs or () if run.id == pin.run), None)
