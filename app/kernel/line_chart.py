"""Geometry of a line chart: one value over time on a scale, with bands and uncertainties.

Pure, and drawn like `charts`: places across are per cent of the width, places down are pixels.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

PLOT_HEIGHT = 220
TOP = 16
AXIS_HEIGHT = 36
#: Where the course ends, and where it does with the letters of bands beside it.
RIGHT_PERCENT, RIGHT_OF_BANDS = 94.0, 89.0
#: Where the scale begins, by how many characters its longest number has: on a phone's width.
LEFT_PERCENTS = {1: 8.0, 2: 8.0, 3: 12.0}
LEFT_OF_LONG_NUMBERS = 16.0

#: As far as two points stand apart where there is room, so that both are seen on a phone.
GAP_PERCENT = 5.5
LARGE, SMALL = 7, 4
#: As many points stand apart at their full size.
MOST_LARGE = 15

#: A scale with at most so many whole steps has a line for each of them, longer ones for some.
MOST_STEPS = 10
LETTER_HEIGHT = 18


@dataclass(frozen=True)
class Measured:
    """A value at an instant; `label` names the instant for people.

    The true value lies within `uncertainty` on both sides; None where that is unknown.
    """

    at: datetime
    value: float
    label: str
    uncertainty: float | None = None


@dataclass(frozen=True)
class Band:
    """Values under `below`, which it excludes; None in the last, open band."""

    letter: str
    below: float | None = None


@dataclass(frozen=True)
class Point:
    """A value as it is drawn, and the ends of its error bar where there is one."""

    measured: Measured
    x: str
    y: int
    bar_top: int | None = None
    bar_bottom: int | None = None


@dataclass(frozen=True)
class Area:
    """A band as it is drawn: from `top` to `bottom`, its letter beside it on the line `letter_y`.

    Neighbours differ in being `shaded`.
    """

    letter: str
    top: int
    bottom: int
    letter_y: int
    shaded: bool

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True)
class GridLine:
    value: float
    label: str
    y: int


@dataclass(frozen=True)
class AxisLabel:
    """The name of an instant under the picture. `anchor` keeps it inside."""

    text: str
    x: str
    anchor: str


@dataclass(frozen=True)
class LineChart:
    """All that the template needs."""

    points: tuple[Point, ...]
    grid: tuple[GridLine, ...]
    areas: tuple[Area, ...]
    axis: tuple[AxisLabel, ...]
    height: int
    axis_y: int
    start_x: str
    end_x: str
    width: str
    letter_x: str
    radius: int

    @property
    def segments(self) -> tuple[tuple[Point, Point], ...]:
        """Neighbours in time, to be joined by a line."""
        return tuple(pairwise(self.points))


def line_chart(
    measured: Sequence[Measured],
    *,
    lowest: float,
    highest: float,
    bands: Sequence[Band] = (),
    written: Callable[[float], str] = str,
) -> LineChart:
    """Place the values from left to right by their time, between `lowest` and `highest`.

    Values at the same time, or nearly, are moved apart. Error bars and bands end where the scale
    does. Only the first and the last instant are named; all others would run into each other on a
    phone. `written` puts the numbers of the scale into words. Raises ValueError for a value outside
    the scale.
    """
    ordered = sorted(measured, key=lambda one: one.at)
    grid = tuple(
        GridLine(value, written(value), _down(value, lowest, highest))
        for value in _ticks(lowest, highest)
    )
    longest = max(len(line.label) for line in grid)
    left = LEFT_PERCENTS.get(longest, LEFT_OF_LONG_NUMBERS)
    right = RIGHT_OF_BANDS if bands else RIGHT_PERCENT
    places = _places([one.at for one in ordered], left, right)
    return LineChart(
        points=tuple(
            _point(one, place, lowest, highest) for one, place in zip(ordered, places, strict=True)
        ),
        grid=grid,
        areas=_areas(bands, lowest, highest),
        axis=_axis(ordered, left, right),
        height=TOP + PLOT_HEIGHT + AXIS_HEIGHT,
        axis_y=TOP + PLOT_HEIGHT + 28,
        start_x=_percent(left),
        end_x=_percent(right),
        width=_percent(right - left),
        letter_x=_percent((right + 102) / 2),
        radius=LARGE if len(ordered) <= MOST_LARGE else SMALL,
    )


def _point(one: Measured, place: float, lowest: float, highest: float) -> Point:
    y = _down(one.value, lowest, highest)
    if one.uncertainty is None:
        return Point(one, _percent(place), y)
    return Point(
        one,
        _percent(place),
        y,
        bar_top=_down(min(highest, one.value + one.uncertainty), lowest, highest),
        bar_bottom=_down(max(lowest, one.value - one.uncertainty), lowest, highest),
    )


def _places(instants: Sequence[datetime], left: float, right: float) -> list[float]:
    """How far across each instant lies, in per cent; a single moment stands midway."""
    if not instants:
        return []
    span = (instants[-1] - instants[0]).total_seconds()
    if span:
        shares = [(instant - instants[0]).total_seconds() / span for instant in instants]
    else:
        shares = [(place + 1) / (len(instants) + 1) for place in range(len(instants))]
    return spread([left + (right - left) * share for share in shares], GAP_PERCENT, left, right)


def spread(places: Sequence[float], gap: float, least: float, most: float) -> list[float]:
    """The ascending `places`, moved as little to the side as keeps them `gap` apart.

    Nothing leaves the room from `least` to `most`; where that is too small, gaps are equal.
    """
    if len(places) < 2:
        return list(places)
    gap = min(gap, (most - least) / (len(places) - 1))
    moved = list(places)
    for number in range(1, len(moved)):
        moved[number] = max(moved[number], moved[number - 1] + gap)
    moved[-1] = min(moved[-1], most)
    for number in range(len(moved) - 2, -1, -1):
        moved[number] = min(moved[number], moved[number + 1] - gap)
    return [max(place, least) for place in moved]


def _areas(bands: Sequence[Band], lowest: float, highest: float) -> tuple[Area, ...]:
    """What of the bands lies on the scale, from below."""
    areas, begin = [], lowest
    for band in bands:
        end = highest if band.below is None else min(max(band.below, lowest), highest)
        if end > begin:
            areas.append((band.letter, begin, end))
            begin = end
    middles = [-_down((begin + end) / 2, lowest, highest) for _, begin, end in areas]
    letters = spread(middles, LETTER_HEIGHT, -TOP - PLOT_HEIGHT, -TOP)
    return tuple(
        Area(
            letter=letter,
            top=_down(end, lowest, highest),
            bottom=_down(begin, lowest, highest),
            letter_y=round(-down) + 5,
            shaded=number % 2 == 0,
        )
        for number, ((letter, begin, end), down) in enumerate(zip(areas, letters, strict=True))
    )


def _axis(ordered: Sequence[Measured], left: float, right: float) -> tuple[AxisLabel, ...]:
    if not ordered:
        return ()
    first, last = ordered[0], ordered[-1]
    if first.at == last.at:
        return (AxisLabel(first.label, _percent((left + right) / 2), "middle"),)
    return (
        AxisLabel(first.label, _percent(left), "start"),
        AxisLabel(last.label, _percent(right), "end"),
    )


def _ticks(lowest: float, highest: float) -> list[float]:
    """The ends, and round numbers in between that stay clear of them."""
    step = _step(lowest, highest)
    first, last = math.ceil(lowest / step), math.floor(highest / step)
    # Divided by a whole number where the step is a fraction, so that 3 tenths are 0.3.
    inside = [
        number * step if step >= 1 else number / round(1 / step)
        for number in range(first, last + 1)
    ]
    clear = [one for one in inside if min(one - lowest, highest - one) >= step / 2]
    return [_plain(one) for one in (lowest, *clear, highest)]


def _step(lowest: float, highest: float) -> float:
    """1, 2 or 5 times a power of ten, so that some five steps fill the scale."""
    span = highest - lowest
    if 1 < span <= MOST_STEPS and lowest == int(lowest) and highest == int(highest):
        return 1
    least = span / 6
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.9999)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _down(value: float, lowest: float, highest: float) -> int:
    if not lowest <= value <= highest:
        raise ValueError(f"value {value} is outside the scale from {lowest} to {highest}")
    return TOP + round(PLOT_HEIGHT * (highest - value) / (highest - lowest))


def _percent(place: float) -> str:
    return f"{place:.4g}%"
