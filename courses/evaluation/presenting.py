"""Released figures as pages show them: means in words, distributions as bars and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import format_decimal

from app.kernel.i18n import Message, local_date, short_date
from app.kernel.line_chart import LineChart, Measured, line_chart
from courses.catalogue.models import Course
from courses.evaluation.bars import BarChart, bar_chart
from courses.evaluation.queries import ReleasedPool, Satisfaction, satisfaction_in
from courses.evaluation.questionnaire import HIGHEST, LOWEST, SCALES, TEXTS, Wave
from courses.evaluation.release import Released, added_up, mean_in_hundredths
from courses.evaluation.wording import SCALES as SCALE_WORDS
from courses.evaluation.wording import TEXTS as TEXT_WORDS
from courses.evaluation.wording import WAVES, ScaleWords


@dataclass(frozen=True)
class QuestionFigures:
    """One question of a group: how often each point was chosen, and the mean of it."""

    words: ScaleWords
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> str:
        return written(mean_in_hundredths(self.counts))


@dataclass(frozen=True)
class WaveFigures:
    """All that may be shown of a group in one wave."""

    wave: Wave
    name: Message
    answers: int
    questions: Sequence[QuestionFigures]
    texts: Sequence[tuple[Message, Sequence[str]]]
    chart: BarChart


@dataclass(frozen=True)
class CourseFigures:
    """A course in the list."""

    course: Course
    satisfaction: Satisfaction


@dataclass(frozen=True)
class CohortFigures:
    """A cohort of a course over time. `counts` are the points of all its scales together."""

    cohort_id: str
    ends_at: datetime
    satisfaction: Satisfaction
    counts: tuple[int, ...]


def written(hundredths: int | None) -> str | None:
    """A mean with one decimal in the person's language; None where there is none."""
    return None if hundredths is None else format_decimal(round(hundredths / 100, 1), format="0.0")


def figures_of(wave: Wave, released: Sequence[Released]) -> WaveFigures | None:
    """What may be shown of some groups together; None where that is nothing."""
    if not released:
        return None
    scales = added_up([one.scales for one in released])
    questions = [
        QuestionFigures(SCALE_WORDS[key], scales[key]) for key in SCALES[wave] if key in scales
    ]
    texts = [
        (TEXT_WORDS[key], [text for one in released for text in one.texts.get(key, ())])
        for key in TEXTS[wave]
    ]
    return WaveFigures(
        wave=wave,
        name=WAVES[wave],
        answers=sum(one.answers for one in released),
        questions=questions,
        texts=[(question, written_texts) for question, written_texts in texts if written_texts],
        chart=bar_chart((str(one.words.name), one.counts) for one in questions),
    )


def by_course(pools: Iterable[ReleasedPool]) -> list[CourseFigures]:
    """The courses of `pools`, which are in their order, each with how content people were."""
    return [
        CourseFigures(course, satisfaction_in(_of_wave(list(group), Wave.AFTER)))
        for course, group in groupby(pools, key=lambda pool: pool.course)
    ]


def waves_of(pools: Sequence[ReleasedPool]) -> list[WaveFigures]:
    """All of `pools` together, wave by wave, as far as there is something to show."""
    waves = (figures_of(wave, _of_wave(pools, wave)) for wave in Wave)
    return [figures for figures in waves if figures]


def over_time(pools: Sequence[ReleasedPool]) -> list[CohortFigures]:
    """The cohorts that the one who looks manages, by date, each by itself."""
    return [
        CohortFigures(
            cohort_id=pool.cohort_id,
            ends_at=pool.ends_at,
            satisfaction=satisfaction_in([pool.released]),
            counts=tuple(map(sum, zip(*pool.released.scales.values(), strict=True))),
        )
        for pool in pools
        if pool.is_own and pool.wave is Wave.AFTER and pool.cohort_id and pool.ends_at
    ]


def texts_of_small_groups(pools: Sequence[ReleasedPool]) -> list[tuple[Message, Sequence[str]]]:
    """What was written in groups too small to be shown alone, for whoever may see them all."""
    groups = [pool for pool in pools if pool.is_own and pool.cohort_id is None]
    return [
        part
        for wave in Wave
        if (figures := figures_of(wave, _of_wave(groups, wave)))
        for part in figures.texts
    ]


def distributions_over_time(cohorts: Sequence[CohortFigures]) -> BarChart:
    """A bar for each cohort of which a scale may be shown."""
    return bar_chart((local_date(one.ends_at), one.counts) for one in cohorts if any(one.counts))


def chart_over_time(cohorts: Sequence[CohortFigures]) -> LineChart | None:
    """The means over time, or None before there are two of them."""
    measured = [
        Measured(one.ends_at, one.satisfaction.mean / 100, short_date(one.ends_at))
        for one in cohorts
        if one.satisfaction.mean is not None
    ]
    return line_chart(measured, lowest=LOWEST, highest=HIGHEST) if len(measured) > 1 else None


def _of_wave(pools: Sequence[ReleasedPool], wave: Wave) -> list[Released]:
    return [pool.released for pool in pools if pool.wave is wave]
