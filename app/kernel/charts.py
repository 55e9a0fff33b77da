"""Geometry of the level chart: current, provisional and target level, one row per competency.

Pure: numbers and texts in, places to draw at out. Templates only print what stands here. Places
across are per cent of the chart's width and places down are pixels, so that one chart fits every
screen without script, without scaling its letters and without `style` attributes.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HIGHEST_LEVEL = 4

#: Characters that fit in one line of a phone's width (375 px less margins, letters of 16 px).
LABEL_CHARACTERS = 36

MARGIN_PERCENT = 5.0
AXIS_HEIGHT = 32
LINE_HEIGHT = 22
TRACK_HEIGHT = 36
ROW_GAP = 20


@dataclass(frozen=True)
class LevelRow:
    """What one row tells. A level is None where there is nothing to show.

    Of a group they are means, with one decimal. `provisional` is where somebody seems to be by
    now, told only where that is not `current`.
    """

    label: str
    current: float | None
    target: float | None
    provisional: int | None = None

    @property
    def gap(self) -> float:
        """Levels still missing to the target, 0 when it is reached or one of them is unknown."""
        today = self.current if self.provisional is None else self.provisional
        if today is None or self.target is None:
            return 0
        return max(0, round(self.target - today, 1))

    @property
    def reached(self) -> bool:
        """The target is reached by what is certain."""
        if self.current is None or self.target is None:
            return False
        return self.current >= self.target

    @property
    def seems_reached(self) -> bool:
        """The target is reached by what is provisional alone."""
        if self.reached or self.provisional is None or self.target is None:
            return False
        return self.provisional >= self.target


@dataclass(frozen=True)
class LabelLine:
    """One line of a label: its text and how far down its base line lies."""

    text: str
    y: int


@dataclass(frozen=True)
class ChartRow:
    """One row as it is drawn. Places across are per cent, written the way SVG reads them."""

    row: LevelRow
    label_lines: tuple[LabelLine, ...]
    track_y: int
    current_x: str | None
    target_x: str | None
    provisional_x: str | None = None

    @property
    def together(self) -> bool:
        """Current level and target are the same: one marker stands for both."""
        return self.current_x is not None and self.current_x == self.target_x

    @property
    def seems_together(self) -> bool:
        """The same of the provisional level and the target."""
        return self.provisional_x is not None and self.provisional_x == self.target_x


@dataclass(frozen=True)
class Tick:
    level: int
    x: str


@dataclass(frozen=True)
class LevelChart:
    """All that the template needs: rows, ticks of the axis and the height in pixels."""

    rows: tuple[ChartRow, ...]
    ticks: tuple[Tick, ...]
    axis_y: int
    grid_top: int
    height: int
    start_x: str
    end_x: str
    highest: int

    @property
    def values(self) -> tuple[LevelRow, ...]:
        """The numbers behind the picture, for the table under it."""
        return tuple(drawn.row for drawn in self.rows)

    @property
    def tells_provisional(self) -> bool:
        """Whether any row has a provisional level."""
        return any(drawn.row.provisional is not None for drawn in self.rows)


def level_chart(rows: Iterable[LevelRow], *, highest: int = HIGHEST_LEVEL) -> LevelChart:
    """Place `rows` under each other on a scale from 0 to `highest`.

    Raises ValueError for a level outside the scale.
    """
    drawn: list[ChartRow] = []
    top = AXIS_HEIGHT
    for row in rows:
        lines = wrap_label(row.label)
        track_y = top + len(lines) * LINE_HEIGHT + TRACK_HEIGHT // 2
        drawn.append(
            ChartRow(
                row=row,
                label_lines=tuple(
                    LabelLine(text, top + (index + 1) * LINE_HEIGHT - 6)
                    for index, text in enumerate(lines)
                ),
                track_y=track_y,
                current_x=_place(row.current, highest),
                target_x=_place(row.target, highest),
                provisional_x=_place(row.provisional, highest),
            )
        )
        top = track_y + TRACK_HEIGHT // 2 + ROW_GAP
    return LevelChart(
        rows=tuple(drawn),
        ticks=tuple(Tick(level, _percent(level, highest)) for level in range(highest + 1)),
        axis_y=AXIS_HEIGHT - 14,
        grid_top=AXIS_HEIGHT - 6,
        height=max(top - ROW_GAP // 2, AXIS_HEIGHT),
        start_x=_percent(0, highest),
        end_x=_percent(highest, highest),
        highest=highest,
    )


def wrap_label(label: str) -> Sequence[str]:
    """Break a label into lines that fit on a phone, between words where that is possible."""
    return textwrap.wrap(label, LABEL_CHARACTERS, break_on_hyphens=True) or [""]


def _place(level: float | None, highest: int) -> str | None:
    return None if level is None else _percent(level, highest)


def _percent(level: float, highest: int) -> str:
    if not 0 <= level <= highest:
        raise ValueError(f"level {level} is outside the scale from 0 to {highest}")
    share = MARGIN_PERCENT + (100 - 2 * MARGIN_PERCENT) * level / highest
    return f"{share:g}%"
