"""How a needs analysis is shown: names of levels, the chart, what is missing, what has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.kernel.charts import LevelChart, LevelRow, level_chart
from app.kernel.i18n import Message, local_date, local_datetime, localised
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.needs.comparison import Direction, LevelChange, compare_levels
from courses.needs.history import Standing
from courses.needs.models import NeedsAnalysis
from courses.needs.progress import WorthAnew
from courses.needs.queries import CompetencyNeed, get_levels
from organisations.topics.models import Competency
from organisations.topics.wording import LEVEL_NAMES as LEVEL_NAMES

WORTH_ANEW: dict[WorthAnew, Message] = {
    WorthAnew.COURSES_COMPLETED: _l(
        "Sie haben seither Kurse abgeschlossen. Wenn Sie möchten, halten Sie in acht Minuten fest, "
        "wo Sie jetzt stehen."
    ),
    WorthAnew.LONG_AGO: _l(
        "Ihre Analyse ist mehr als ein halbes Jahr alt. Wenn sich seitdem etwas verändert hat, "
        "lohnt sich eine neue."
    ),
}


@dataclass(frozen=True)
class NeedsPicture:
    """The result in three views: a chart of all, the gaps (widest first), the targets reached.

    A target that is reached only provisionally is no gap and not among the reached.
    """

    chart: LevelChart
    gaps: Sequence[CompetencyNeed]
    reached: Sequence[CompetencyNeed]
    seem_reached: Sequence[CompetencyNeed]


@dataclass(frozen=True)
class ChangedLevel:
    """A competency and its levels in two analyses."""

    competency: Competency
    change: LevelChange


@dataclass(frozen=True)
class Comparison:
    """What is different in `later`, in the order of the competencies.

    `gone` counts what was asked for and is no competency any more.
    """

    earlier: NeedsAnalysis
    later: NeedsAnalysis
    changes: Sequence[ChangedLevel]
    gone: int

    @property
    def higher(self) -> Sequence[ChangedLevel]:
        return self._going(Direction.UP)

    @property
    def lower(self) -> Sequence[ChangedLevel]:
        return self._going(Direction.DOWN)

    @property
    def same(self) -> Sequence[ChangedLevel]:
        return self._going(Direction.SAME)

    @property
    def only_later(self) -> Sequence[ChangedLevel]:
        return self._going(Direction.ONLY_LATER)

    @property
    def only_earlier(self) -> Sequence[ChangedLevel]:
        return self._going(Direction.ONLY_EARLIER)

    def _going(self, direction: Direction) -> Sequence[ChangedLevel]:
        return [changed for changed in self.changes if changed.change.direction is direction]


@dataclass(frozen=True)
class StandingView:
    """Where somebody stands today: the picture, the courses that make levels provisional, what is
    different from the analysis before, and why a new one may be worth it."""

    analysis: NeedsAnalysis
    picture: NeedsPicture
    today: Mapping[str, int]
    since: Sequence[Course]
    comparison: Comparison | None
    worth_anew: Message | None


def view_of_standing(standing: Standing, analyses: Sequence[NeedsAnalysis]) -> StandingView:
    """`analyses` are all that the person has completed."""
    competencies = [need.competency for need in standing.needs]
    return StandingView(
        analysis=standing.analysis,
        picture=picture_of(standing.needs, standing.today),
        today=standing.today,
        since=standing.since,
        comparison=comparison_with_former(analyses, competencies),
        worth_anew=WORTH_ANEW[standing.worth_anew] if standing.worth_anew else None,
    )


def picture_of(
    needs: Sequence[CompetencyNeed], today: Mapping[str, int] | None = None
) -> NeedsPicture:
    """The picture of all needs, which stand in the order of the competencies.

    `today`: levels that have come since, by the key of the competency.
    """
    drawn = [(need, _row(need, (today or {}).get(need.competency.key))) for need in needs]
    gaps = [(need, need.gap if row.provisional is None else row.gap) for need, row in drawn]
    return NeedsPicture(
        chart=level_chart(row for _need, row in drawn),
        gaps=[need for need, gap in sorted(gaps, key=lambda entry: -entry[1]) if gap],
        reached=[need for need in needs if need.target is not None and not need.gap],
        seem_reached=[need for need, row in drawn if row.seems_reached],
    )


def labels_of(analyses: Sequence[NeedsAnalysis]) -> list[str]:
    """What the analyses are called: by their day, and the time where two are of one day."""
    days = [local_date(analysis.completed_at) for analysis in analyses]
    return [
        day if days.count(day) == 1 else local_datetime(analysis.completed_at)
        for day, analysis in zip(days, analyses, strict=True)
    ]


def comparison_with_former(
    analyses: Sequence[NeedsAnalysis], competencies: Sequence[Competency]
) -> Comparison | None:
    """The last one of `analyses` beside the one before it; None where it is the first."""
    if len(analyses) < 2:
        return None
    earlier, later = analyses[-2:]
    return comparison_of(earlier, later, competencies)


def comparison_of(
    earlier: NeedsAnalysis, later: NeedsAnalysis, competencies: Sequence[Competency]
) -> Comparison:
    """The two analyses of one person beside each other; `competencies` are all there are."""
    by_key = {competency.key: competency for competency in competencies}
    changes = compare_levels(get_levels(earlier), get_levels(later), list(by_key))
    known = [change for change in changes if change.competency in by_key]
    return Comparison(
        earlier=earlier,
        later=later,
        changes=[ChangedLevel(by_key[change.competency], change) for change in known],
        gone=len(changes) - len(known),
    )


def _row(need: CompetencyNeed, today: int | None) -> LevelRow:
    provisional = today if today is not None and today > (need.level or 0) else None
    return LevelRow(localised(need.competency.name), need.level, need.target, provisional)
