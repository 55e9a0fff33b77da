"""How far a plan brings a team, competency by competency: what the chart and its table say.

Pure. A competency's target is the highest that one of the team's functions needs, and guaranteed is
what all who need it have afterwards. Where the team stands today is what was published of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.charts import HIGHEST_LEVEL, MARGIN_PERCENT, ChartRow, LevelChart, LevelRow
from app.kernel.charts import level_chart as draw


@dataclass(frozen=True)
class FunctionAim:
    """What a function needs, and what everyone of it has after the plan."""

    function: str
    target: int
    guaranteed: int


@dataclass(frozen=True)
class Coverage:
    """One competency. `mean` is where the team stands today; None where nothing is published."""

    competency: str
    label: str
    mean: float | None
    aims: tuple[FunctionAim, ...]

    @property
    def target(self) -> int:
        return max(aim.target for aim in self.aims)

    @property
    def guaranteed(self) -> int:
        return min(aim.guaranteed for aim in self.aims)


@dataclass(frozen=True)
class CoverageChart:
    """The chart of target and guaranteed level, and across in each row the place of the mean."""

    chart: LevelChart
    coverage: tuple[Coverage, ...]

    @property
    def rows(self) -> list[tuple[ChartRow, str | None, Coverage]]:
        return [
            (drawn, place_of(one.mean), one)
            for drawn, one in zip(self.chart.rows, self.coverage, strict=True)
        ]

    @property
    def has_means(self) -> bool:
        return any(one.mean is not None for one in self.coverage)


def coverage_of(
    entries: Sequence[Mapping[str, Any]], labels: Mapping[str, str], means: Mapping[str, float]
) -> tuple[Coverage, ...]:
    """From the document's `coverage`, in the order of `labels`; what has no label is left out."""
    aims: dict[str, list[FunctionAim]] = {}
    for entry in entries:
        aim = FunctionAim(entry["function"], entry["target"], entry["guaranteed"])
        aims.setdefault(entry["competency"], []).append(aim)
    return tuple(
        Coverage(key, label, means.get(key), tuple(aims[key]))
        for key, label in labels.items()
        if key in aims
    )


def coverage_chart(coverage: tuple[Coverage, ...]) -> CoverageChart:
    rows = (LevelRow(one.label, one.guaranteed, one.target) for one in coverage)
    return CoverageChart(draw(rows), coverage)


def place_of(level: float | None) -> str | None:
    """How far across a level lies, between the marks of the chart's scale."""
    if level is None:
        return None
    return f"{MARGIN_PERCENT + (100 - 2 * MARGIN_PERCENT) * level / HIGHEST_LEVEL:.4g}%"
