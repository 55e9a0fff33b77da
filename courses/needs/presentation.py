"""How a needs analysis is shown: names of levels, the chart, what is missing and what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.charts import LevelChart, LevelRow, level_chart
from app.kernel.i18n import localised
from courses.needs.queries import CompetencyNeed
from organisations.topics.wording import LEVEL_NAMES as LEVEL_NAMES


@dataclass(frozen=True)
class NeedsPicture:
    """The result in three views: a chart of all, the gaps (widest first), the targets reached."""

    chart: LevelChart
    gaps: Sequence[CompetencyNeed]
    reached: Sequence[CompetencyNeed]


def picture_of(needs: Sequence[CompetencyNeed]) -> NeedsPicture:
    """The picture of all needs, which stand in the order of the competencies."""
    rows = (LevelRow(localised(need.competency.name), need.level, need.target) for need in needs)
    return NeedsPicture(
        chart=level_chart(rows),
        gaps=sorted((need for need in needs if need.gap), key=lambda need: -need.gap),
        reached=[need for need in needs if need.target is not None and not need.gap],
    )
