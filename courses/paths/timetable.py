"""The units of a path in the order in which they are taken."""

from collections.abc import Mapping

from courses.paths.plan import Choice
from courses.paths.problem import Run
from courses.paths.space import Space


def in_order(space: Space, taken: Mapping[int, Run | None]) -> list[Choice]:
    """The units that are taken, given that they can be taken on these dates.

    Live units keep the order of their dates, but each takes the first that there is then. A
    self-paced unit comes as early as it can be begun, since what it gives only ever helps.
    """
    live = sorted((run.start, unit) for unit, run in taken.items() if run)
    self_paced = sorted(unit for unit, run in taken.items() if run is None)
    order: list[Choice] = []
    begun: set[int] = set()
    levels = space.start.copy()

    def take(unit: int, run: Run | None) -> None:
        order.append(Choice(space.options[unit].unit.id, run.id if run else None))
        begun.add(unit)
        space.raise_levels(levels, unit)

    free_from = space.problem.not_before
    for _, next_live in [*live, (None, None)]:
        while startable := [
            unit
            for unit in self_paced
            if unit not in begun and space.can_begin(unit, begun, levels)
        ]:
            take(startable[0], None)
        if next_live is not None:
            run = space.options[next_live].first_run(free_from)
            free_from = run.end
            take(next_live, run)
    return order
