"""Points that linear programs find among those that are possible. Pure; see `bounds`."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy

from assessments.disclosure.linear_programs import LinearProgram
from assessments.disclosure.points import Point, Possible

# By how much, in widths of the scale, the solver may be wrong.
NOISE = 1e-7
# What moving another record costs, beside what moving one that shall move is worth.
COST = 0.1


class Programs:
    """What is possible, as programs over widths of the scale.

    What a solver finds is only close to a possible point. So it is given limits that are narrower
    by more than it can be wrong. Where that leaves too little, `exactly` takes the limits as they
    are; what is found is then a point only if it is whole in a coarse unit, as corners mostly are.
    """

    def __init__(self, possible: Possible) -> None:
        self._possible = possible
        self._crossings = possible.crossings
        self._sums = cache(self._program_of_sums)
        self._moves = cache(self._program_of_moves)

    def farthest(
        self, directions: Mapping[int, int], onlooker: int | None = None, *, exactly: bool = False
    ) -> Point | None:
        """A point that moves crossings as far as can be, and fits what an onlooker knows."""
        program = self._sums(exactly)
        fitting = None if onlooker is None else self._crossings.fitting(onlooker)
        if fitting:
            crossing, lowest, highest = fitting
            width = self._crossings.width
            program.limit(crossing, lowest / width, highest / width)
        sums = program.maximise(directions.items())
        if fitting:
            program.limit(crossing, 0, float(self._crossings.sizes[crossing]))
        return None if sums is None else self._point(numpy.array(sums), exactly, fitting)

    def nearby(
        self, directions: Mapping[int, int], avoided: numpy.ndarray, *, exactly: bool = False
    ) -> Point | None:
        """A point that moves crossings by a quarter of the scale, and few others.

        Of the others, it rather moves those that are not `avoided` (yes or no, by crossing).
        """
        program, count = self._moves(exactly), len(self._crossings.sizes)
        rooms = self._rooms
        most = 0.25 if exactly else 0.25 + NOISE
        forward = {one + (count if sign < 0 else 0): one for one, sign in directions.items()}
        for number in forward:
            program.limit(number, 0, min(most, rooms[number]))
        worth = numpy.tile(numpy.where(avoided, -COST, -COST / 4), 2)
        for one, sign in directions.items():
            worth[[one, one + count]] = sign, -sign
        moves = program.maximise(enumerate(worth.tolist()))
        for number in forward:
            program.limit(number, 0, rooms[number])
        if moves is None:
            return None
        ups, downs = numpy.array(moves).reshape(2, -1)
        truth = self._crossings.truth / self._crossings.width
        return self._point(truth + ups - downs, exactly)

    def _point(
        self, sums: numpy.ndarray, exactly: bool, fitting: tuple[int, int, int] | None = None
    ) -> Point | None:
        """The point that is meant, if it is possible."""
        crossings = self._crossings
        unit = crossings.coarse if exactly else 1
        point = numpy.rint(sums * (crossings.width / unit)).astype(numpy.int64) * unit
        point = numpy.clip(point, 0, crossings.sizes * crossings.width)
        if fitting:
            crossing, lowest, highest = fitting
            point[crossing] = min(max(point[crossing], lowest), highest)
        return point if self._possible.includes(point) else None

    @property
    def _rooms(self) -> list[float]:
        """How far each crossing can move up, then how far each can move down."""
        truth = self._crossings.truth / self._crossings.width
        return [*(self._crossings.sizes - truth).tolist(), *truth.tolist()]

    def _program_of_sums(self, exactly: bool) -> LinearProgram:
        program = LinearProgram(dual=True)
        for size in self._crossings.sizes.tolist():
            program.number(0, size)
        self._limit(program, exactly, 0, lambda inside: [(one, 1.0) for one in inside])
        return program

    def _program_of_moves(self, exactly: bool) -> LinearProgram:
        program, count = LinearProgram(), len(self._crossings.sizes)
        for room in self._rooms:
            program.number(0, room)

        def terms(inside: list[int]) -> list[tuple[int, float]]:
            return [(one, 1.0) for one in inside] + [(one + count, -1.0) for one in inside]

        self._limit(program, exactly, self._possible.rows @ self._crossings.truth, terms)
        return program

    def _limit(
        self,
        program: LinearProgram,
        exactly: bool,
        start: numpy.ndarray | int,
        terms: Callable[[list[int]], list[tuple[int, float]]],
    ) -> None:
        margin, width = 0 if exactly else NOISE, self._crossings.width
        lows = (self._possible.lowest - start) / width + margin
        highs = (self._possible.highest - start) / width - margin
        for row, low, high in zip(self._possible.rows, lows.tolist(), highs.tolist(), strict=True):
            program.require(terms(numpy.flatnonzero(row).tolist()), low, high)
