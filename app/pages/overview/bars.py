"""Geometry of the chart of stages: one bar for each part, in pieces. Pure.

Places across are per cent and places down are pixels, as in the other charts of the house.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.charts import LabelLine, wrap_label
from app.kernel.progress import Stage
from app.pages.overview.state import Tally

LINE_HEIGHT, BAR_HEIGHT, GAP = 22, 18, 18
ORDER = (Stage.REACHED, Stage.UNDER_WAY, Stage.NOT_BEGUN)


@dataclass(frozen=True)
class Piece:
    """The municipalities in one stage: where it begins and how wide it is."""

    stage: Stage
    x: str
    width: str


@dataclass(frozen=True)
class StageBar:
    """The bar of a part under its label."""

    tally: Tally
    label_lines: tuple[LabelLine, ...]
    numbers_y: int
    y: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class StageChart:
    """All that the template needs."""

    bars: tuple[StageBar, ...]
    height: int
    bar_height: int = BAR_HEIGHT


def stage_chart(tallies: Sequence[Tally], labels: Sequence[str]) -> StageChart:
    """A bar for each tally, all of one length, whose pieces are shares of the municipalities."""
    bars, top = [], 0
    for tally, label in zip(tallies, labels, strict=True):
        lines = wrap_label(label)
        numbers_y = top + (len(lines) + 1) * LINE_HEIGHT - 6
        y = numbers_y + 8
        bars.append(
            StageBar(
                tally=tally,
                label_lines=tuple(
                    LabelLine(line, top + (number + 1) * LINE_HEIGHT - 6)
                    for number, line in enumerate(lines)
                ),
                numbers_y=numbers_y,
                y=y,
                pieces=_pieces(tally),
            )
        )
        top = y + BAR_HEIGHT + GAP
    return StageChart(tuple(bars), top)


def shares(tally: Tally) -> list[tuple[Stage, float, float]]:
    """Each stage that there is, where its piece begins and how long it is, as shares of one."""
    found, begin = [], 0
    for stage in ORDER:
        count = tally.count(stage)
        if count:
            found.append((stage, begin / tally.municipalities, count / tally.municipalities))
        begin += count
    return found


def _pieces(tally: Tally) -> tuple[Piece, ...]:
    return tuple(
        Piece(stage, f"{100 * begin:.2f}%", f"{100 * length:.2f}%")
        for stage, begin, length in shares(tally)
    )
