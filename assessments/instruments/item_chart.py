"""Geometry of the chart of a score's items: the mean of each, and how far its answers spread.

Pure, and drawn like `app.kernel.charts`: places across are per cent, places down are pixels.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.charts import (
    AXIS_HEIGHT,
    LINE_HEIGHT,
    MARGIN_PERCENT,
    ROW_GAP,
    TRACK_HEIGHT,
    LabelLine,
    Tick,
    wrap_label,
)
from assessments.instruments.definition import Scale
from assessments.instruments.psychometrics import ItemFigures

#: More ticks than that would run into each other on a phone.
MOST_TICKS = 11


@dataclass(frozen=True)
class ItemRow:
    """One item. The places are None where its mean is not told."""

    label_lines: tuple[LabelLine, ...]
    track_y: int
    low_x: str | None
    mean_x: str | None
    high_x: str | None


@dataclass(frozen=True)
class ItemChart:
    """All that the template needs."""

    rows: tuple[ItemRow, ...]
    ticks: tuple[Tick, ...]
    axis_y: int
    grid_top: int
    height: int
    start_x: str
    end_x: str


def item_chart(items: Iterable[tuple[str, ItemFigures]], scale: Scale) -> ItemChart:
    """Place the items under each other: a dot at the mean, a bar one standard deviation each way.

    A bar ends where the scale does.
    """
    rows: list[ItemRow] = []
    top = AXIS_HEIGHT
    for label, figures in items:
        lines = wrap_label(label)
        track_y = top + len(lines) * LINE_HEIGHT + TRACK_HEIGHT // 2
        rows.append(
            ItemRow(
                label_lines=tuple(
                    LabelLine(text, top + (index + 1) * LINE_HEIGHT - 6)
                    for index, text in enumerate(lines)
                ),
                track_y=track_y,
                **_places(figures, scale),
            )
        )
        top = track_y + TRACK_HEIGHT // 2 + ROW_GAP
    step = -(-(scale.highest - scale.lowest) // (MOST_TICKS - 1))
    return ItemChart(
        rows=tuple(rows),
        ticks=tuple(
            Tick(point, _percent(point, scale))
            for point in range(scale.lowest, scale.highest + 1, step)
        ),
        axis_y=AXIS_HEIGHT - 14,
        grid_top=AXIS_HEIGHT - 6,
        height=max(top - ROW_GAP // 2, AXIS_HEIGHT),
        start_x=_percent(scale.lowest, scale),
        end_x=_percent(scale.highest, scale),
    )


def _places(figures: ItemFigures, scale: Scale) -> dict[str, str | None]:
    if figures.mean is None or figures.sd is None:
        return {"low_x": None, "mean_x": None, "high_x": None}
    return {
        "low_x": _percent(max(scale.lowest, figures.mean - figures.sd), scale),
        "mean_x": _percent(figures.mean, scale),
        "high_x": _percent(min(scale.highest, figures.mean + figures.sd), scale),
    }


def _percent(value: float, scale: Scale) -> str:
    share = (value - scale.lowest) / (scale.highest - scale.lowest)
    return f"{MARGIN_PERCENT + (100 - 2 * MARGIN_PERCENT) * share:.4g}%"
