"""Geometry of a line chart: one value over time, on a scale with whole steps.

Pure, and drawn like `charts`: places across are per cent of the width, places down are pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

PLOT_HEIGHT = 220
TOP = 16
AXIS_HEIGHT = 36
LEFT_PERCENT = 8.0
RIGHT_PERCENT = 94.0


@dataclass(frozen=True)
class Measured:
    """A value at an instant; `label` names the instant for people."""

    at: datetime
    value: float
    label: str


@dataclass(frozen=True)
class Point:
    """A value as it is drawn. `anchor` keeps its label inside the picture."""

    measured: Measured
    x: str
    y: int
    anchor: str
    labelled: bool


@dataclass(frozen=True)
class GridLine:
    value: int
    y: int


@dataclass(frozen=True)
class LineChart:
    """All that the template needs."""

    points: tuple[Point, ...]
    grid: tuple[GridLine, ...]
    height: int
    axis_y: int
    start_x: str
    end_x: str

    @property
    def segments(self) -> tuple[tuple[Point, Point], ...]:
        """Neighbours in time, to be joined by a line."""
        return tuple(zip(self.points, self.points[1:], strict=False))


def line_chart(measured: Sequence[Measured], *, lowest: int, highest: int) -> LineChart:
    """Place the values from left to right by their time, between `lowest` and `highest`.

    The first and the last point carry their label; all others would run into each other on a
    phone. Raises ValueError for a value outside the scale.
    """
    ordered = sorted(measured, key=lambda one: one.at)
    shares = _shares([one.at for one in ordered])
    last = len(ordered) - 1
    points = tuple(
        Point(
            measured=one,
            x=f"{LEFT_PERCENT + (RIGHT_PERCENT - LEFT_PERCENT) * share:.4g}%",
            y=_down(one.value, lowest, highest),
            anchor=_anchor(place, last),
            labelled=place in (0, last),
        )
        for place, (one, share) in enumerate(zip(ordered, shares, strict=True))
    )
    return LineChart(
        points=points,
        grid=tuple(
            GridLine(value, _down(value, lowest, highest)) for value in range(lowest, highest + 1)
        ),
        height=TOP + PLOT_HEIGHT + AXIS_HEIGHT,
        axis_y=TOP + PLOT_HEIGHT + 28,
        start_x=f"{LEFT_PERCENT:g}%",
        end_x=f"{RIGHT_PERCENT:g}%",
    )


def _shares(instants: Sequence[datetime]) -> list[float]:
    """How far along the time each instant lies, from 0 to 1; a single moment stands midway."""
    if not instants:
        return []
    span = (instants[-1] - instants[0]).total_seconds()
    if not span:
        return [(place + 1) / (len(instants) + 1) for place in range(len(instants))]
    return [(instant - instants[0]).total_seconds() / span for instant in instants]


def _down(value: float, lowest: int, highest: int) -> int:
    if not lowest <= value <= highest:
        raise ValueError(f"value {value} is outside the scale from {lowest} to {highest}")
    return TOP + round(PLOT_HEIGHT * (highest - value) / (highest - lowest))


def _anchor(place: int, last: int) -> str:
    if last == 0:
        return "middle"
    return {0: "start", last: "end"}.get(place, "middle")
