"""Geometry of the chart of means: one bar per group, with how far chance may move it. Pure.

Places across are per cent of the width and places down are pixels, as in `app.kernel.charts`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.charts import LabelLine, wrap_label

MARGIN_PERCENT = 4.0
AXIS_HEIGHT = 32
LINE_HEIGHT = 22
BAR_HEIGHT = 22
ROW_GAP = 22

#: As many steps of the axis as can be read on a phone.
MOST_STEPS = 5


@dataclass(frozen=True)
class MeanRow:
    """A group with its mean; `low` and `high` None where nobody knows how sure it is."""

    label: str
    mean: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class DrawnMean:
    """A row as it is drawn: a bar from the start of the scale, and a line from low to high."""

    row: MeanRow
    label_lines: tuple[LabelLine, ...]
    bar_y: int
    line_y: int
    width: str
    end_x: str
    low_x: str | None
    high_x: str | None


@dataclass(frozen=True)
class MeanTick:
    value: float
    x: str


@dataclass(frozen=True)
class MeanChart:
    """All that the template needs."""

    rows: tuple[DrawnMean, ...]
    ticks: tuple[MeanTick, ...]
    axis_y: int
    grid_top: int
    height: int
    start_x: str
    bar_height: int = BAR_HEIGHT


def mean_chart(rows: Iterable[MeanRow], scale: tuple[float, float]) -> MeanChart:
    """Place `rows` under each other on `scale`. Raises ValueError for a mean outside it."""
    drawn: list[DrawnMean] = []
    top = AXIS_HEIGHT
    for row in rows:
        lines = wrap_label(row.label)
        bar_y = top + len(lines) * LINE_HEIGHT + 4
        drawn.append(
            DrawnMean(
                row=row,
                label_lines=tuple(
                    LabelLine(text, top + (index + 1) * LINE_HEIGHT - 6)
                    for index, text in enumerate(lines)
                ),
                bar_y=bar_y,
                line_y=bar_y + BAR_HEIGHT // 2,
                width=f"{_share(row.mean, scale) * (100 - 2 * MARGIN_PERCENT):g}%",
                end_x=_place(row.mean, scale),
                low_x=None if row.low is None else _place(row.low, scale),
                high_x=None if row.high is None else _place(row.high, scale),
            )
        )
        top = bar_y + BAR_HEIGHT + ROW_GAP
    return MeanChart(
        rows=tuple(drawn),
        ticks=tuple(MeanTick(value, _place(value, scale)) for value in _ticks(scale)),
        axis_y=AXIS_HEIGHT - 14,
        grid_top=AXIS_HEIGHT - 6,
        height=max(top - ROW_GAP // 2, AXIS_HEIGHT),
        start_x=_place(scale[0], scale),
    )


def _ticks(scale: tuple[float, float]) -> list[float]:
    """The points of a short scale, or a few equal parts of a long one."""
    width = scale[1] - scale[0]
    steps = int(width) if width <= MOST_STEPS and width == int(width) else MOST_STEPS
    return [round(scale[0] + width * step / steps, 2) for step in range(steps + 1)]


def _place(value: float, scale: tuple[float, float]) -> str:
    return f"{MARGIN_PERCENT + (100 - 2 * MARGIN_PERCENT) * _share(value, scale):g}%"


def _share(value: float, scale: tuple[float, float]) -> float:
    lowest, highest = scale
    if not lowest <= value <= highest:
        raise ValueError(f"{value} is outside the scale from {lowest} to {highest}")
    return (value - lowest) / (highest - lowest)
