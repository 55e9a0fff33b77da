"""Chains: a unit together with the units that have to be taken before it.

A requirement can often be met by several units, which have requirements themselves. The cheapest
way is found by letting prices settle (the additive heuristic of classical planning, Bonet and
Geffner 2001): the price of a unit is its own and that of all it needs, each at its cheapest.
"""

from dataclasses import dataclass

from courses.paths.space import Cell, Option, Selection, Space
from courses.paths.timetable import BEFORE_ALL

# Fewest minutes first, then fewest units; a price is never 0, so no two units support each other.
_PER_MINUTE = 10_000


@dataclass(frozen=True)
class _Offer:
    price: int
    needed: tuple[int, ...]


class Chains:
    """What options have to have before them, in one space."""

    def __init__(self, space: Space) -> None:
        self._space = space
        by_need: dict[tuple[Cell, int], tuple[int, ...]] = {}
        for option in space.options:
            for cell, level in option.requires:
                if (cell, level) not in by_need:
                    by_need[cell, level] = space.suppliers(cell, level)
        # For each option and each of its requirements, who can meet it in time.
        self._suppliers = [
            [
                tuple(
                    supplier
                    for supplier in by_need[need]
                    if _can_precede(space.options[supplier], option)
                )
                for need in option.requires
            ]
            for option in space.options
        ]

    def beyond(self, selection: Selection, forbidden: Selection) -> dict[int, Selection]:
        """For each option that could join the selection: itself and all that it needs besides."""
        offers = self._settled(selection, forbidden)
        return {position: _collected(position, offers) for position in offers}

    def _settled(self, selection: Selection, forbidden: Selection) -> dict[int, _Offer]:
        levels = self._space.levels(selection)
        waiting = sorted(self._space.everything - selection - forbidden)
        offers: dict[int, _Offer] = {}

        def offer(position: int) -> _Offer | None:
            option = self._space.options[position]
            needed = [before for before in option.after if before not in selection]
            if any(before not in offers for before in needed):
                return None
            for (cell, level), suppliers in zip(
                option.requires, self._suppliers[position], strict=True
            ):
                if levels[cell] < level:
                    offered = [supplier for supplier in suppliers if supplier in offers]
                    if not offered:
                        return None
                    needed.append(min(offered, key=lambda supplier: offers[supplier].price))
            needs = tuple(dict.fromkeys(needed))
            price = option.minutes * _PER_MINUTE + 1 + sum(offers[need].price for need in needs)
            return _Offer(price, needs)

        progress = True
        while progress:
            progress = False
            for position in waiting:
                new = offer(position)
                if new and (position not in offers or new.price < offers[position].price):
                    offers[position] = new
                    progress = True
        return offers


def _can_precede(first: Option, second: Option) -> bool:
    if first is second:
        return False
    if first.runs is None or second.runs is None:
        return True
    run = first.runs.first_over(BEFORE_ALL)
    return run is not None and run.end <= second.runs.latest_start


def _collected(position: int, offers: dict[int, _Offer]) -> Selection:
    chain: set[int] = set()
    waiting = [position]
    while waiting:
        current = waiting.pop()
        if current not in chain:
            chain.add(current)
            waiting.extend(offers[current].needed)
    return frozenset(chain)
