"""What has to come before what, and what closes which gap, without all that no best path needs.

A *fact* is what comes to hold on a path: that a unit has been taken, or that a cell has reached a
level. It is known by its suppliers, the units each of which makes it hold. What must hold before a
unit on every path are its *landmarks*. Of the suppliers of a fact only those matter that do not
have this very fact among their landmarks: one of them comes first. (First achievers as in Keyder,
Richter and Helmert, "Sound and complete landmarks for and/or graphs", 2010.) This takes nearly all
circles out of what hangs on what, and it is circles that make the search for the best path slow.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from courses.paths.space import Space

Suppliers = frozenset[int]
Bits = int


@dataclass(frozen=True)
class Network:
    """`units`: the options that a best path can have. `needs`: by unit, sets of which one each has
    to come before it. `goals`: what is closed as soon as one of a set is taken.
    """

    units: tuple[int, ...]
    needs: Mapping[int, tuple[Suppliers, ...]]
    goals: Mapping[Suppliers, int]

    def closed(self, taken: Collection[int]) -> int:
        """The weighted gap that is closed once these have been taken."""
        return sum(worth for closers, worth in self.goals.items() if not closers.isdisjoint(taken))


def build_network(space: Space, pinned: Suppliers = frozenset()) -> Network:
    """The network of a space. `pinned` are options that stay in it whatever they are good for."""
    facts = _Facts(space)
    before, suppliers = _settle(facts)
    # What has the unit itself among its landmarks comes too late to be of use to it.
    needs = {
        unit: tuple(
            frozenset(other for other in suppliers[fact] if not before[other] >> unit & 1)
            for fact in facts.needed_by[unit]
        )
        for unit in range(facts.units)
    }
    goals = {fact: frozenset(suppliers[fact]) for fact in facts.worth}
    kept = _relevant(pinned.union(*goals.values()), needs)
    kept -= _dominated(space, facts, before, kept, pinned)
    closing: dict[Suppliers, int] = {}
    for fact, closers in goals.items():
        closing[closers & kept] = closing.get(closers & kept, 0) + facts.worth[fact]
    # Without the dominated, some of what only they needed is needed by nothing any more.
    units = _relevant(pinned.union(*closing), {unit: _within(needs[unit], kept) for unit in kept})
    return Network(
        units=tuple(sorted(units)),
        needs={unit: _sharpest(_within(needs[unit], kept)) for unit in sorted(units)},
        goals=closing,
    )


class _Facts:
    """All facts that a unit needs or that close something, by number.

    In sets of bits a unit has the place of its position, and facts have the places after those.
    """

    def __init__(self, space: Space) -> None:
        self.units = len(space.options)
        self.suppliers: list[tuple[int, ...]] = []
        self.worth: dict[int, int] = {}
        numbers: dict[tuple[int, ...], int] = {}

        def number(suppliers: tuple[int, ...]) -> int:
            if suppliers not in numbers:
                numbers[suppliers] = len(self.suppliers)
                self.suppliers.append(suppliers)
            return numbers[suppliers]

        raising = space.suppliers()
        self.needed_by = [
            sorted(
                {number((before,)) for before in option.after}
                | {number(raising[need]) for need in option.requires}
            )
            for option in space.options
        ]
        for (cell, level), suppliers in raising.items():
            if worth := space.worth[cell][level]:
                fact = number(suppliers)
                self.worth[fact] = self.worth.get(fact, 0) + worth
        # What holds once a unit has been taken, by itself.
        self.holding: list[Bits] = [1 << unit for unit in range(self.units)]
        for fact, suppliers in enumerate(self.suppliers):
            for unit in suppliers:
                self.holding[unit] |= self.bit(fact)

    def bit(self, fact: int) -> Bits:
        """The place of a fact in sets of bits."""
        return 1 << (self.units + fact)


def _settle(facts: _Facts) -> tuple[list[Bits], list[tuple[int, ...]]]:
    """The landmarks of each unit, and the suppliers of each fact of which one comes first."""
    suppliers = facts.suppliers
    while True:
        before = _landmarks(facts, suppliers)
        first = [
            tuple(unit for unit in units if not before[unit] & facts.bit(fact))
            for fact, units in enumerate(suppliers)
        ]
        if first == suppliers:
            return before, suppliers
        suppliers = first


def _landmarks(facts: _Facts, suppliers: list[tuple[int, ...]]) -> list[Bits]:
    """What must hold before each unit: of everything, what is left when nothing contradicts."""
    everything = (1 << (facts.units + len(suppliers))) - 1
    before = [everything] * facts.units
    changed = True
    while changed:
        changed = False
        once_holding = []
        for units in suppliers:
            common = everything
            for unit in units:
                common &= before[unit] | facts.holding[unit]
            once_holding.append(common)
        for unit, needed in enumerate(facts.needed_by):
            landmarks = 0
            for fact in needed:
                landmarks |= once_holding[fact]
            if landmarks != before[unit]:
                before[unit] = landmarks
                changed = True
    return before


def _relevant(wanted: Iterable[int], needs: Mapping[int, Iterable[Suppliers]]) -> set[int]:
    relevant = set(wanted)
    waiting = list(relevant)
    while waiting:
        for suppliers in needs[waiting.pop()]:
            waiting += suppliers - relevant
            relevant |= suppliers
    return relevant


def _dominated(
    space: Space, facts: _Facts, before: list[Bits], kept: set[int], pinned: Suppliers
) -> set[int]:
    """The units in whose place a self-paced one always does at least as well.

    That one takes no more minutes, gives all that matters of what they give, and can be begun
    wherever they can.
    """
    needs = {unit: _bits(facts.bit(fact) for fact in facts.needed_by[unit]) for unit in kept}
    mattering = _bits(facts.bit(fact) for fact in facts.worth)
    for needed in needs.values():
        mattering |= needed
    gives = {unit: facts.holding[unit] & mattering for unit in kept}
    minutes = {unit: space.options[unit].unit.minutes for unit in kept}
    standing_in = [unit for unit in sorted(kept) if space.options[unit].runs is None]
    dominated: set[int] = set()
    for unit in sorted(kept - pinned):
        if any(
            minutes[other] <= minutes[unit]
            and not gives[unit] & ~gives[other]
            and not needs[other] & ~before[unit]
            and other != unit
            and other not in dominated
            for other in standing_in
        ):
            dominated.add(unit)
    return dominated


def _bits(places: Iterator[Bits]) -> Bits:
    together = 0
    for place in places:
        together |= place
    return together


def _within(needs: Iterable[Suppliers], kept: set[int]) -> tuple[Suppliers, ...]:
    return tuple(suppliers & kept for suppliers in needs)


def _sharpest(needs: Iterable[Suppliers]) -> tuple[Suppliers, ...]:
    """The needs without those that another one covers."""
    different = set(needs)
    sharpest = (need for need in different if not any(other < need for other in different))
    return tuple(sorted(sharpest, key=sorted))
