"""Which units of a network have to keep an order that their dates do not already keep for them.

Live units stand in the order of their dates. Self-paced units can be taken at any moment, so most
need no place in the order: only one that may have to wait for a live unit while another live one
waits for it, or one in a circle of self-paced units that could seem to support each other.
"""

from collections.abc import Iterable, Mapping

from courses.paths.network import Network

Bits = int


class Waiting:
    """Who may have to wait for whom in a network. `live` are the units with dates."""

    def __init__(self, network: Network, live: Iterable[int]) -> None:
        self._live = frozenset(live)
        needed = {unit: frozenset().union(*network.needs[unit]) for unit in network.units}
        behind = _everything_behind(needed)
        self._behind = _everything_behind(
            {unit: needed[unit] - self._live for unit in network.units if unit not in self._live}
        )
        live_ones = sum(1 << unit for unit in self._live)
        behind_live = 0
        for unit in self._live:
            behind_live |= behind[unit]
        self._may_be_late = {unit for unit in network.units if behind[unit] & live_ones}
        self._may_be_awaited = {unit for unit in network.units if behind_live >> unit & 1}

    def has_moment(self, unit: int) -> bool:
        """Whether a unit is self-paced and its place in the order matters."""
        return unit not in self._live and (
            self.is_in_circle(unit) or (unit in self._may_be_late and unit in self._may_be_awaited)
        )

    def is_in_circle(self, unit: int) -> bool:
        """Whether a self-paced unit could seem to support itself, by way of others."""
        return unit not in self._live and bool(self._behind[unit] >> unit & 1)

    def are_in_one_circle(self, unit: int, other: int) -> bool:
        """Whether each of two units could seem to support the other."""
        if unit in self._live or other in self._live:
            return False
        return bool(self._behind[unit] >> other & 1 and self._behind[other] >> unit & 1)

    def must_be_told(self, supplier: int, unit: int) -> bool:
        """Whether a supplier might come after the unit that needs it unless told not to.

        Not for two live units: they have dates.
        """
        late = supplier in self._live or supplier in self._may_be_late
        awaited = unit in self._live or unit in self._may_be_awaited
        return (late and awaited) or self.are_in_one_circle(supplier, unit)


def _everything_behind(needed: Mapping[int, frozenset[int]]) -> dict[int, Bits]:
    """By unit: all that it hangs on in some way, as a set of bits."""
    behind = {unit: sum(1 << other for other in others) for unit, others in needed.items()}
    changed = True
    while changed:
        changed = False
        for unit, others in needed.items():
            reached = behind[unit]
            for other in others:
                reached |= behind[other]
            if reached != behind[unit]:
                behind[unit] = reached
                changed = True
    return behind
