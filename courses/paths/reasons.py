"""Why each step is in a path, and why each gap and each unit is left: as the contract defines it.

Takes any valid choice of units, however it was found.
"""

from collections.abc import Callable, Sequence
from functools import cache

from courses.paths.plan import (
    Choice,
    Closing,
    LeftOpen,
    LeftOut,
    OpenReason,
    OutReason,
    Plan,
    Status,
    Step,
)
from courses.paths.problem import Problem, Unit
from courses.paths.terms import Standing, has_date, needs, units_in_reach, useful_units


def explain(
    problem: Problem,
    choices: Sequence[Choice],
    *,
    status: Status,
    bound: int,
    minutes_are_short: bool,
) -> Plan:
    """The plan that consists of these units in this order, with every reason.

    `bound` is the proven limit of the weighted gap that can be closed, `minutes_are_short`
    whether with unlimited minutes more is closed in all.
    """
    units = [problem.units_by_id[choice.unit] for choice in choices]
    standing = Standing(problem)
    steps = []
    for index, (choice, unit) in enumerate(zip(choices, units, strict=True)):
        enables = [
            later.id for later in units[index + 1 :] if needs(problem, later, unit, standing)
        ]
        closes = _closes(problem, unit, standing)
        steps.append(Step(choice.unit, choice.run, closes, tuple(enables)))
        standing.attend(unit)
    in_reach = units_in_reach(problem)
    return Plan(
        status=status,
        closed=sum(_weighted(problem, step.closes) for step in steps),
        possible=possible(problem),
        minutes=sum(unit.minutes for unit in units),
        bound=bound,
        steps=tuple(steps),
        left_open=_left_open(problem, standing, in_reach, minutes_are_short),
        left_out=_left_out(problem, standing, in_reach, minutes_are_short, choices),
    )


def possible(problem: Problem) -> int:
    """The weighted gap that would be closed if every target were met."""
    return sum(
        problem.gap_weight(learner, competency) * max(0, target - learner.level(competency))
        for learner in problem.learners
        for competency, target in learner.targets.items()
    )


def _closes(problem: Problem, unit: Unit, standing: Standing) -> tuple[Closing, ...]:
    return tuple(
        Closing(learner.id, competency, level, min(unit.raises[competency], target))
        for learner in problem.learners
        if unit.is_for(learner.function)
        for competency, target in sorted(learner.targets.items())
        if (level := standing.level(learner, competency)) < target
        and level < unit.raises.get(competency, 0)
    )


def _weighted(problem: Problem, closings: Sequence[Closing]) -> int:
    learners = {learner.id: learner for learner in problem.learners}
    return sum(
        problem.gap_weight(learners[closing.learner], closing.competency)
        * (closing.to_level - closing.from_level)
        for closing in closings
    )


def _left_open(
    problem: Problem, end: Standing, in_reach: frozenset[str], minutes_are_short: bool
) -> tuple[LeftOpen, ...]:
    @cache  # many learners share a function, and so the reason
    def reason(function: str, competency: str, target: int) -> OpenReason:
        reaching = [
            unit
            for unit in problem.units
            if unit.id not in problem.done
            and unit.is_for(function)
            and unit.raises.get(competency, 0) >= target
        ]
        if not reaching:
            return OpenReason.NO_UNIT_REACHES_IT
        dated = [unit for unit in reaching if has_date(problem, unit)]
        if not dated:
            return OpenReason.NO_DATE
        if not any(unit.id in in_reach for unit in dated):
            return OpenReason.REQUIREMENT_OUT_OF_REACH
        return OpenReason.BUDGET if minutes_are_short else OpenReason.CONFLICT

    return tuple(
        LeftOpen(
            learner.id,
            competency,
            level,
            target,
            reason(learner.function, competency, target),
        )
        for learner in problem.learners
        for competency, target in sorted(learner.targets.items())
        if (level := end.level(learner, competency)) < target
    )


def _left_out(
    problem: Problem,
    end: Standing,
    in_reach: frozenset[str],
    minutes_are_short: bool,
    choices: Sequence[Choice],
) -> tuple[LeftOut, ...]:
    planned = {choice.unit for choice in choices}
    useful_at_start = useful_units(problem, Standing(problem), planned)
    useful_at_end = useful_units(problem, end, planned)
    tests: tuple[tuple[OutReason, Callable[[Unit], bool]], ...] = (
        (OutReason.DONE, lambda unit: unit.id in problem.done),
        (OutReason.NOT_FOR_YOU, lambda unit: not problem.functions_attending(unit)),
        (OutReason.CLOSES_NOTHING, lambda unit: unit.id not in useful_at_start),
        (OutReason.NO_DATE, lambda unit: not has_date(problem, unit)),
        (OutReason.REQUIREMENT_OUT_OF_REACH, lambda unit: unit.id not in in_reach),
        (OutReason.NOT_NEEDED, lambda unit: unit.id not in useful_at_end),
        (OutReason.BUDGET, lambda _: minutes_are_short),
        (OutReason.CONFLICT, lambda _: True),
    )
    return tuple(
        LeftOut(unit.id, next(reason for reason, is_true in tests if is_true(unit)))
        for unit in problem.units
        if unit.id not in planned
    )
