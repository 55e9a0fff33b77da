"""A path by simple means, for when the solver finds none in time: valid, and good for most of it.

Again and again it takes what closes most a minute, together with all that this needs before it,
as long as minutes and dates allow. What that is comes from prices that settle: the price of a unit
is its own and that of all it needs, each at its cheapest (the additive heuristic of classical
planning, Bonet and Geffner 2001).
"""

import time
from collections.abc import Collection, Iterable

from courses.paths.network import Network, Suppliers
from courses.paths.problem import Run
from courses.paths.space import Space

Dates = dict[int, Run | None]


def draft_path(space: Space, network: Network, *, seconds: float) -> Dates:
    """The units of a path that is valid, each with its run; there may well be a better one.

    After so many seconds it is what there is by then.
    """
    stop_at = time.monotonic() + seconds
    dates: Dates = {}
    while time.monotonic() < stop_at:
        extended = _extended(space, network, dates)
        if extended is None:
            break
        dates = extended
    return dates


def _extended(space: Space, network: Network, dates: Dates) -> Dates | None:
    gain_of: dict[int, dict[Suppliers, int]] = {unit: {} for unit in network.units}
    for closers, worth in network.goals.items():
        if closers.isdisjoint(dates):
            for unit in closers:
                gain_of[unit][closers] = worth
    ranked = []
    for unit, needed in _ways(space, network, dates).items():
        # What several of them close counts once.
        gain = sum(
            {key: worth for other in needed for key, worth in gain_of[other].items()}.values()
        )
        if gain:
            ranked.append((_minutes(space, needed) / gain, unit, needed))
    for _, _, needed in sorted(ranked, key=lambda entry: entry[:2]):
        units = dates.keys() | needed
        if _minutes(space, units) <= space.problem.budget_minutes:
            extended = _dated(space, units)
            if extended is not None:
                return extended
    return None


def _ways(space: Space, network: Network, taken: Collection[int]) -> dict[int, frozenset[int]]:
    """For each unit that could still be taken: itself, and all that it needs besides."""
    prices: dict[int, int] = {}
    ways: dict[int, frozenset[int]] = {}

    def cheapest(suppliers: Suppliers) -> int | None:
        return min(suppliers & prices.keys(), key=lambda unit: (prices[unit], unit), default=None)

    progress = True
    while progress:
        progress = False
        for unit in network.units:
            if unit in taken:
                continue
            needed = {
                cheapest(suppliers)
                for suppliers in network.needs[unit]
                if suppliers.isdisjoint(taken)
            }
            if None in needed:
                continue
            # One more than the minutes: no two units without any can then support each other.
            price = 1 + _minutes(space, [unit]) + sum(prices[other] for other in needed)
            if unit not in prices or price < prices[unit]:
                prices[unit] = price
                ways[unit] = frozenset({unit}).union(*(ways[other] for other in needed))
                progress = True
    return ways


def _dated(space: Space, units: Iterable[int]) -> Dates | None:
    """The units in an order, always with the date that is over first; None where one fits none."""
    dates: Dates = {}
    waiting = sorted(units)
    levels = space.start.copy()
    free_from = space.problem.not_before
    while waiting:
        startable = [unit for unit in waiting if space.can_begin(unit, dates, levels)]
        next_unit, run = next(
            ((unit, None) for unit in startable if space.options[unit].runs is None),
            (None, None),
        )
        if next_unit is None:
            offered = [
                (run.end, unit, run)
                for unit in startable
                if (run := space.options[unit].first_run(free_from)) is not None
            ]
            if not offered:
                return None
            free_from, next_unit, run = min(offered, key=lambda offer: offer[:2])
        dates[next_unit] = run
        waiting.remove(next_unit)
        space.raise_levels(levels, next_unit)
    return dates


def _minutes(space: Space, units: Iterable[int]) -> int:
    return sum(space.options[unit].unit.minutes for unit in units)
