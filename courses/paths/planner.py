"""Plan a training path: the best one there is, by CP-SAT, with the proof that none is better.

The criteria of the contract are settled one after the other: what is proven of one binds the solves
for those after it. The same problem gets the same plan, as long as each solve finishes in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from courses.paths.criteria import Criterion
from courses.paths.draft import draft_path
from courses.paths.network import Network, build_network
from courses.paths.path_model import PathModel
from courses.paths.pins import PinsContradict, check_pins, contradiction
from courses.paths.plan import Plan, Status
from courses.paths.problem import Problem, Run
from courses.paths.reasons import explain
from courses.paths.solver import Model
from courses.paths.space import Space
from courses.paths.timetable import in_order


def plan_path(problem: Problem, *, seconds: float = 5.0) -> Plan:
    """The best path, with its reasons.

    `seconds` limits each solve: one for each of three criteria (minutes and units are settled
    together), and one for whether minutes are short. Where the first three don't all finish, the
    plan is the best one found, and its status `feasible`. Raises PinsContradict.
    """
    check_pins(problem)
    space = Space(problem)
    best = _find_best(space, seconds)
    return explain(
        problem,
        in_order(space, best.taken),
        status=Status.OPTIMAL if best.is_proven else Status.FEASIBLE,
        bound=best.bound,
        minutes_are_short=best.minutes_are_short,
    )


@dataclass(frozen=True)
class _Best:
    """The path found, the most that any closes, and whether with more minutes more is closed."""

    taken: Mapping[int, Run | None] = field(default_factory=dict)
    bound: int = 0
    is_proven: bool = True
    minutes_are_short: bool = False


def _find_best(space: Space, seconds: float) -> _Best:
    budget = space.problem.budget_minutes
    network = build_network(space, space.pinned)
    if not network.units:
        return _Best()
    path = PathModel(space, network)
    path.take(space.pinned)
    unlimited = path.model.copy()
    path.limit_minutes(budget)
    best = _settle(path, network.closed(network.units), seconds) or _drafted(
        space, network, seconds
    )
    if network.closed(best.taken) == best.bound and path.most_minutes <= budget:
        return best  # more minutes could not be used
    more = _closes_more(path.gap_closed, unlimited, network, best, seconds)
    return replace(best, minutes_are_short=more)


def _settle(path: PathModel, limit: int, seconds: float) -> _Best | None:
    """The best path by one criterion after the other, as far as they are proven in time.

    `limit` is what no path closes more than. None where no path was found in time.
    """
    best, values = None, None
    for criterion in path.criteria():
        outcome = path.model.minimise(criterion.terms, seconds=seconds, hint=values)
        if outcome.is_impossible:
            raise contradiction(path.problem, lambda problem: _can_be(problem, seconds))
        if outcome.values is None:
            return best
        values = outcome.values
        bound = best.bound if best else min(limit, -outcome.least * criterion.scale)
        best = _Best(path.choice(values), bound, is_proven=False)
        if not (outcome.is_proven and criterion.is_exact):
            return best
        path.model.require(criterion.terms, highest=outcome.least)
    return replace(best, is_proven=True)


def _drafted(space: Space, network: Network, seconds: float) -> _Best:
    taken = draft_path(space, network, seconds=seconds)
    if missing := space.pinned - taken.keys():
        units = tuple(space.options[unit].unit.id for unit in sorted(missing))
        raise PinsContradict(units, "could not be fitted into a path in time")
    return _Best(taken, network.closed(network.units), is_proven=False)


def _closes_more(
    criterion: Criterion, unlimited: Model, network: Network, best: _Best, seconds: float
) -> bool:
    """Whether a path without limit of minutes closes more; False where no time was left to see."""
    closed = network.closed(best.taken)
    if closed == network.closed(network.units) or not criterion.is_exact:
        return False
    unlimited.require(criterion.terms, highest=-closed // criterion.scale - 1)
    return unlimited.minimise((), seconds=seconds).values is not None


def _can_be(problem: Problem, seconds: float) -> bool:
    """Whether a problem has any path, as far as this is found out in time."""
    space = Space(problem)
    path = PathModel(space, build_network(space, space.pinned))
    path.take(space.pinned)
    path.limit_minutes(problem.budget_minutes)
    return not path.model.minimise((), seconds=seconds).is_impossible
