"""Geometry of a chart of distributions: one bar per question, parted by the points of its scale.

Pure, and drawn like `app.kernel.charts`: places across are per cent, places down are pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.kernel.charts import LabelLine, wrap_label

LINE_HEIGHT = 22
BAR_HEIGHT = 28
GAP = 24


@dataclass(frozen=True)
class Segment:
    """How many chose this point of the scale (counted from 1)."""

    point: int
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    label_lines: tuple[LabelLine, ...]
    y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class BarChart:
    """All that the template needs; points nobody chose have no segment."""

    bars: tuple[Bar, ...]
    height: int
    points: int
    bar_height: int = BAR_HEIGHT


def bar_chart(rows: Iterable[tuple[str, Sequence[int]]]) -> BarChart:
    """Bars of equal length under each other, each under its label. Every row has answers."""
    bars, top, points = [], 0, 0
    for label, counts in rows:
        lines = wrap_label(label)
        y = top + len(lines) * LINE_HEIGHT + 4
        bars.append(
            Bar(
                label_lines=tuple(
                    LabelLine(line, top + (number + 1) * LINE_HEIGHT - 6)
                    for number, line in enumerate(lines)
                ),
                y=y,
                segments=_segments(counts),
            )
        )
        top, points = y + BAR_HEIGHT + GAP, max(points, len(counts))
    return BarChart(bars=tuple(bars), height=max(top - GAP // 2, 0), points=points)


def _segments(counts: Sequence[int]) -> tuple[Segment, ...]:
    total, before, segments = sum(counts), 0, []
    for point, count in enumerate(counts, start=1):
        if count:
            segments.append(
                Segment(point, f"{100 * before / total:.4g}%", f"{100 * count / total:.4g}%")
            )
        before += count
    return tuple(segments)
