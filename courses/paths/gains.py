"""What more time would bring: the fewest minutes more with which a plan closes more than now.

Two questions to the planner, however many plans there are in between: the fewest minutes of any
path that closes more, and the best path within just these. Nothing is guessed: where one of the
two answers is not proven in time, there is none.
"""

from dataclasses import replace

from courses.paths.network import build_network
from courses.paths.path_model import PathModel
from courses.paths.plan import Gain, OutReason, Plan, Status
from courses.paths.planner import plan_path
from courses.paths.problem import Problem
from courses.paths.space import Space


def cheapest_gain(problem: Problem, plan: Plan, seconds: float) -> Gain | None:
    """The least addition to the minutes of `problem` with which more is closed than by `plan`.

    `plan` is the problem's; `seconds` limits each of at most five solves. None where more minutes
    close no more, or where that is not proven in time.
    """
    # Beyond the bound of a plan that is not proven to close the most, time might not be the reason.
    if plan.closed < plan.bound or not _lacks_minutes(plan):
        return None
    minutes = _fewest_minutes(problem, plan.closed, seconds)
    if minutes is None:
        return None
    larger = plan_path(replace(problem, budget_minutes=minutes), seconds=seconds)
    if larger.status is not Status.OPTIMAL:
        return None
    planned = {step.unit for step in plan.steps}
    return Gain(
        minutes=minutes - problem.budget_minutes,
        levels=larger.levels_closed - plan.levels_closed,
        units=tuple(step.unit for step in larger.steps if step.unit not in planned),
    )


def _lacks_minutes(plan: Plan) -> bool:
    """Whether with unlimited minutes more is closed: then what would close it is left out so."""
    return any(out.reason is OutReason.BUDGET for out in plan.left_out)


def _fewest_minutes(problem: Problem, closed: int, seconds: float) -> int | None:
    """The minutes of the shortest path that closes more than so much; None if not proven."""
    space = Space(problem)
    path = PathModel(space, build_network(space, space.pinned))
    path.take(space.pinned)
    gap, minutes = path.gap_closed, path.minutes
    if not (gap.is_exact and minutes.is_exact):
        return None
    path.model.require(gap.terms, highest=-closed // gap.scale - 1)
    outcome = path.model.minimise(minutes.terms, seconds=seconds)
    return outcome.least * minutes.scale if outcome.is_proven else None
