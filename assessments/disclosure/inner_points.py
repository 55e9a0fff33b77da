"""Possible points away from all limits, and what can be moved from there. Pure; see `searching`.

Where nearly all real scores are at the ends of the scale, little can be moved from them. So some
crossings are first moved to where they have room on both sides, by one linear program; the others
keep their real scores, so that the point fits all onlookers among them. From there every record can
be moved by a quarter of the scale if those with room make up for it, each a little: that is
arithmetic, for all records at once. What comes of it is checked in whole numbers.
"""

from collections.abc import Iterator

import numpy

from assessments.disclosure.linear_programs import LinearProgram
from assessments.disclosure.points import Point, Possible
from assessments.disclosure.programs import NOISE

# What room at an end of a crossing is worth: the first is worth the most, so that many get some.
ROOMS = ((0.04, 4.0), (0.16, 1.0))
# Keeps equations solvable where a mean leaves no room at all.
HARDLY = 1e-20


def inner_point(possible: Possible, moving: numpy.ndarray) -> Point | None:
    """A point at which those that are `moving` (yes or no, by crossing) have room.

    All others keep their real scores. None where no point is found.
    """
    crossings = possible.crossings
    inside = numpy.flatnonzero(moving)
    program = LinearProgram()
    worth: list[float] = []
    parts: dict[int, list[int]] = {}
    for crossing in inside.tolist():
        parts[crossing] = []
        for length, value in _stretches(float(crossings.sizes[crossing])):
            parts[crossing].append(program.number(0, length))
            worth.append(value)
    point = numpy.where(moving, 0, crossings.truth)
    sums = possible.rows @ point
    lows = (possible.lowest - sums) / crossings.width + NOISE
    highs = (possible.highest - sums) / crossings.width - NOISE
    for row, low, high in zip(possible.rows, lows.tolist(), highs.tolist(), strict=True):
        moved = [part for one in numpy.flatnonzero(row * moving).tolist() for part in parts[one]]
        if moved:
            program.require([(part, 1.0) for part in moved], low, high)
    values = program.maximise(enumerate(worth))
    if values is None or not values:
        return None
    widths = numpy.array(values).reshape(len(inside), -1).sum(axis=1)
    units = numpy.rint(widths * crossings.width).astype(numpy.int64)
    point[inside] = numpy.clip(units, 0, crossings.sizes[inside] * crossings.width)
    return point if possible.includes(point) else None


def _stretches(size: float) -> Iterator[tuple[float, float]]:
    """How long each part of what a crossing can be is, and what it is worth to be that far."""
    yield from ROOMS
    yield size - 2 * sum(length for length, _ in ROOMS), 0
    for length, value in reversed(ROOMS):
        yield length, -value


def moved_points(
    possible: Possible, base: Point, moving: numpy.ndarray, targets: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Those targets that can be moved by a quarter from `base`, and a possible point for each.

    Of the others only those `moving` are moved: the more room they have, the more.
    """
    crossings = possible.crossings
    rows, highest = possible.rows.astype(float), (crossings.sizes * crossings.width)[:, None]
    here = base / crossings.width
    room = numpy.where(moving, numpy.minimum(here, crossings.sizes - here) ** 2, 0)
    sums = rows @ base
    left = numpy.minimum(possible.highest - sums, sums - possible.lowest) / crossings.width
    # The least change, measured by room, that makes up for a target (least squares).
    shares = (rows * room) @ rows.T + numpy.diag(left**2 + HARDLY)
    per_target = numpy.linalg.solve(shares, rows[:, targets])
    # A target does not make up for itself.
    itself = room[targets] * (rows[:, targets] * per_target).sum(axis=0)
    step = numpy.where(2 * here < crossings.sizes, 1, -1)[targets] * -(-crossings.width // 4)
    with numpy.errstate(all="ignore"):
        changes = room[:, None] * (rows.T @ per_target) * (-step / (1 - itself))
        points = numpy.rint(base[:, None] + changes)
        points[targets, numpy.arange(len(targets))] = base[targets] + step
        within = ((points >= 0) & (points <= highest)).all(axis=0)
        # Whole numbers this small are exact in floating point.
        sums = rows @ points
        within &= (sums >= possible.lowest[:, None]).all(axis=0)
        within &= (sums <= possible.highest[:, None]).all(axis=0)
    return targets[within], points[:, within].astype(numpy.int64).T
