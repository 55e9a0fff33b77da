"""Plan a training path: the greedy planner.

Every plan it makes is valid by the contract, its reasons are true, and its `bound` is proven; that
it is the best one is not, so its status is always `feasible`. It builds plans from chains (a unit
together with the units that it needs before it), best value first by several measures of value,
and then improves the best of them by taking out, or forcing in, one unit at a time.
"""

from courses.paths.bound import upper_limit
from courses.paths.plan import Choice, Plan, Status
from courses.paths.problem import Problem
from courses.paths.reasons import explain
from courses.paths.search import Draft, Effort, search
from courses.paths.space import Space


def plan_path(problem: Problem, *, seconds: float = 5.0) -> Plan:
    """The best path that the greedy search finds, with its reasons.

    `seconds` limits each of its two searches; within them, the same problem gives the same plan.
    Whether minutes are short (the reason `budget`) is answered by the same search with unlimited
    minutes: it may miss that they are, but when it says so, there is such a plan.
    """
    space = Space(problem)
    free = search(space, budget=None, effort=Effort(seconds))
    if free.minutes <= problem.budget_minutes:
        best = free
    else:
        best = search(
            space, budget=problem.budget_minutes, effort=Effort(seconds), wished=free.selection
        )
    return explain(
        problem,
        _choices(space, best),
        status=Status.FEASIBLE,
        bound=upper_limit(space, problem.budget_minutes),
        minutes_are_short=free.closed > best.closed,
    )


def _choices(space: Space, draft: Draft) -> list[Choice]:
    return [
        Choice(space.options[position].unit.id, run.id if run else None)
        for position, run in draft.timetable.placed
    ]
