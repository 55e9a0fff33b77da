"""Scores by crossing in whole units, and what points say of them. Pure."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

import numpy

# One whole number of units for each crossing: the sum of its scores.
Point = numpy.ndarray

# Sums of all scores stay below this, so that floating point holds whole numbers exactly.
LARGEST_SUM = 2**52
# The vertices of programs mostly are whole in twelfths of what scores and limits are whole in.
TWELFTHS = 12
BEYOND = 2**62


@dataclass(frozen=True)
class Mean:
    """A mean that is shown: whose (set bits are numbers of records), and its limits."""

    members: int
    lowest: Fraction
    highest: Fraction


class Crossings:
    """The scores of a wave by crossing, in units above the lowest score of the scale."""

    def __init__(
        self,
        scores: Sequence[Fraction],
        crossings: Sequence[object],
        scale: tuple[Fraction, Fraction],
        step: Fraction,
    ) -> None:
        """`crossings` names that of each score; limits of means are whole in `step`."""
        self.lowest, highest = scale
        self.unit, self.coarse = _unit(scores, scale, step)
        self.width = int((highest - self.lowest) / self.unit)
        numbers = {name: number for number, name in enumerate(dict.fromkeys(crossings))}
        self.of_record = [numbers[name] for name in crossings]
        own: list[list[int]] = [[] for _ in numbers]
        for number, score in zip(self.of_record, scores, strict=True):
            own[number].append(round((score - self.lowest) / self.unit))
        self.sizes = numpy.array([len(units) for units in own], dtype=numpy.int64)
        self.truth = numpy.array([sum(units) for units in own], dtype=numpy.int64)
        # The lowest and the highest score of a crossing tell the most.
        onlookers = [(number, unit) for number, units in enumerate(own) for unit in _ends(units)]
        self.watched = numpy.array([number for number, _ in onlookers], dtype=numpy.int64)
        self.known = numpy.array([unit for _, unit in onlookers], dtype=numpy.int64)
        # The greatest sum of the onlooker's crossing that fits what they know.
        self.greatest = self.known + (self.sizes[self.watched] - 1) * self.width
        # How far the scores may be from the whole numbers that stand for them.
        self.blur = int(any((score - self.lowest) % self.unit for score in scores))

    def of(self, mean: Mean) -> list[int]:
        """The crossings that a mean is about."""
        return [one for number, one in enumerate(self.of_record) if mean.members >> number & 1]

    def fitting(self, onlooker: int) -> tuple[int, int, int]:
        """The crossing of an onlooker, and the least and greatest sum that fits their score."""
        numbers = (self.watched, self.known, self.greatest)
        return tuple(int(column[onlooker]) for column in numbers)


def _order(mean: Mean) -> tuple[int, Fraction]:
    return mean.members, mean.lowest


def _ends(units: Sequence[int]) -> list[int]:
    return sorted({min(units), max(units)})


def _unit(
    scores: Sequence[Fraction], scale: tuple[Fraction, Fraction], step: Fraction
) -> tuple[Fraction, int]:
    """A unit in which limits and, if it can be, scores are whole; and a coarse one, in units."""
    width = scale[1] - scale[0]
    most = LARGEST_SUM // (len(scores) + 1)
    limits = lcm(*(number.denominator for number in (*scale, step)))
    for parts in (lcm(limits, *(score.denominator for score in scores)), limits):
        coarse = int(most // (width * parts * TWELFTHS))
        if coarse:
            return Fraction(1, parts * TWELFTHS * coarse), coarse
    return width / most, 1


class Possible:
    """The points that means leave possible."""

    def __init__(self, crossings: Crossings, means: AbstractSet[Mean]) -> None:
        self.crossings = crossings
        self.means = means
        self._highest = crossings.sizes * crossings.width
        self.rows = numpy.zeros((len(means), len(crossings.sizes)), dtype=numpy.int64)
        limits = []
        for row, mean in zip(self.rows, sorted(means, key=_order), strict=True):
            row[crossings.of(mean)] = 1
            count = mean.members.bit_count()
            blur = crossings.blur * count
            lowest, highest = (
                (limit - crossings.lowest) * count / crossings.unit
                for limit in (mean.lowest, mean.highest)
            )
            limits.append((floor(lowest) - blur, ceil(highest) + blur))
        self.lowest, self.highest = numpy.array(limits, dtype=numpy.int64).reshape(-1, 2).T

        self.rows_of = [numpy.flatnonzero(column).tolist() for column in self.rows.T]
        # The crossings that means are about.
        self.concerned = [int(one) for one in numpy.flatnonzero(self.rows.any(axis=0))]

    def walk(self) -> "Walk":
        """A walk that begins at the real scores."""
        return Walk(self)

    def includes(self, point: Point) -> bool:
        """Whether the point is possible, exactly."""
        sums = self.rows @ point
        return bool(
            ((point >= 0) & (point <= self._highest)).all()
            and ((sums >= self.lowest) & (sums <= self.highest)).all()
        )


class Walk:
    """Steps from the real scores to another possible point, a crossing after the other."""

    def __init__(self, possible: Possible) -> None:
        crossings = possible.crossings
        sums = possible.rows @ crossings.truth
        self.point = crossings.truth.copy()
        self._quarter = -(-crossings.width // 4)
        self._rooms = (crossings.sizes * crossings.width - self.point, self.point.copy())
        self._left = ((possible.highest - sums).tolist(), (sums - possible.lowest).tolist())
        self._rows = possible.rows_of

    def move(self, crossing: int, upwards: bool) -> bool:
        """Move by a quarter of the scale, or as far as can be if that is worth it."""
        there, back = self._left if upwards else reversed(self._left)
        rows = self._rows[crossing]
        room = int(self._rooms[not upwards][crossing])
        step = min(self._quarter, room, *(there[row] for row in rows))
        if step * 8 < self._quarter:
            return False
        self.point[crossing] += step if upwards else -step
        for row in rows:
            there[row] -= step
            back[row] += step
        return True


class Doubts:
    """The pairs of an onlooker and a crossing about which nothing is proven yet.

    Where possible points lie on both sides of what an onlooker knows, there is a possible point
    between them that fits it, and what it says about a record lies between what they say. So of
    each side the most and the least are kept.
    """

    def __init__(self, crossings: Crossings, targets: Sequence[int]) -> None:
        """All pairs of these target crossings, in ascending order."""
        self._crossings = crossings
        onlookers = len(crossings.watched)
        self._target = numpy.repeat(numpy.array(targets, dtype=numpy.int64), onlookers)
        self._onlooker = numpy.tile(numpy.arange(onlookers), len(targets))
        self._start()

    def _start(self) -> None:
        crossings = self._crossings
        # The most and the least of the points above and below what the onlooker knows.
        self._extremes = [
            numpy.full(len(self._target), start) for start in (-BEYOND, BEYOND, -BEYOND, BEYOND)
        ]
        own = crossings.watched[self._onlooker] == self._target
        self._own = numpy.flatnonzero(own)
        self._leave_out(own & (crossings.sizes[self._target] == 1))
        self.take(crossings.truth)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self._target)

    @property
    def targets(self) -> list[int]:
        """The crossings that are in doubt, in ascending order."""
        return numpy.flatnonzero(numpy.bincount(self._target)).tolist()

    @property
    def first(self) -> tuple[int, int]:
        """The target and the onlooker of the first pair."""
        return int(self._target[0]), int(self._onlooker[0])

    def keep(self, targets: Sequence[int]) -> None:
        """Leave out the pairs of all other targets."""
        self._leave_out(~numpy.isin(self._target, targets))

    def copy(self) -> "Doubts":
        """The same pairs, to learn more of."""
        doubts = copy(self)
        doubts._extremes = [extreme.copy() for extreme in self._extremes]
        return doubts

    def only(self, target: int) -> "Doubts":
        """Its pairs of this target."""
        doubts = copy(self)
        doubts._leave_out(self._target != target)
        return doubts.copy()

    def know(self, target: int, own: "Doubts") -> None:
        """Let what is in doubt about a target, now the first, be what `own` has."""
        self._leave_out(self._target == target)
        self._target = numpy.concatenate((own._target, self._target))
        self._onlooker = numpy.concatenate((own._onlooker, self._onlooker))
        self._extremes = [
            numpy.concatenate(both) for both in zip(own._extremes, self._extremes, strict=True)
        ]
        self._find_own()

    def onlookers(self) -> numpy.ndarray:
        """In how many pairs each crossing has the onlooker."""
        watched = self._crossings.watched
        return numpy.bincount(watched[self._onlooker], minlength=len(self._crossings.sizes))

    def take(self, point: Point) -> None:
        """Learn from a point that is possible; pairs that it proves safe are left out."""
        seen = point[self._crossings.watched][self._onlooker]
        self._learn(seen, point[self._target], numpy.ones(len(self), dtype=bool))

    def take_each(self, targets: numpy.ndarray, points: numpy.ndarray) -> None:
        """Learn from a point of its own for each of these targets."""
        if not len(targets):
            return
        place = numpy.full(len(self._crossings.sizes), -1)
        place[targets] = numpy.arange(len(targets))
        place = place[self._target]
        seen = points[place, self._crossings.watched[self._onlooker]]
        self._learn(seen, points[place, self._target], place >= 0)

    def _learn(self, seen: numpy.ndarray, value: numpy.ndarray, there_is: numpy.ndarray) -> None:
        """Learn from a point for each pair: what it says of the onlooker and of the target."""
        crossings = self._crossings
        above = there_is & (seen >= crossings.known[self._onlooker])
        below = there_is & (seen <= crossings.greatest[self._onlooker])
        # The real scores fit everybody: on the way from them, the last point that fits.
        own = self._own
        above[own] = below[own] = there_is[own]
        itself = self._onlooker[own]
        value[own] = numpy.clip(value[own], crossings.known[itself], crossings.greatest[itself])
        for number, there in enumerate((above, above, below, below)):
            better = numpy.minimum if number % 2 else numpy.maximum
            better(self._extremes[number], value, out=self._extremes[number], where=there)
        self._leave_out(self._widths() >= crossings.width / 4)

    def _widths(self) -> numpy.ndarray:
        """How far the points leave open the score of a record of each pair's target."""
        crossings, own = self._crossings, self._own
        most = numpy.minimum(self._extremes[0], self._extremes[2])
        least = numpy.maximum(self._extremes[1], self._extremes[3])
        others = (crossings.sizes - 1)[self._target]
        known = crossings.known[self._onlooker[own]]
        others[own] -= 1
        most[own] -= known
        least[own] -= known
        least -= others * crossings.width
        return numpy.minimum(most, crossings.width) - numpy.maximum(least, 0)

    def _leave_out(self, proven: numpy.ndarray) -> None:
        if proven.any():
            left = ~proven
            self._target, self._onlooker = self._target[left], self._onlooker[left]
            self._extremes = [extreme[left] for extreme in self._extremes]
            self._find_own()

    def _find_own(self) -> None:
        """Find the pairs in which onlooker and target are of one crossing."""
        self._own = numpy.flatnonzero(self._crossings.watched[self._onlooker] == self._target)
