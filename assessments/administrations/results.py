"""What a result says: a value in words, how exact it is, and how it compares with the last one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from flask_babel import format_decimal

from app.kernel.i18n import Bilingual, Message
from assessments.administrations.presentation import FACETS
from assessments.administrations.queries import Opened
from assessments.administrations.wording import LOW, suggestions_for
from assessments.instruments.definition import Instrument, Method, Score
from assessments.instruments.queries import find_measured_reliability
from assessments.instruments.scoring import (
    ScoreResult,
    Verdict,
    change_of,
    score_answers,
    uncertainty_of,
)
from assessments.waves.models import Wave
from assessments.waves.queries import find_by_label


@dataclass(frozen=True)
class Interval:
    """Between which values the true one probably lies; where, in per cent of the scale."""

    lowest: str
    highest: str
    start: str
    end: str


@dataclass(frozen=True)
class ScoreView:
    """One score. `value` and `words` are None where too few questions were answered.

    `place` is where it lies on the scale, in per cent; `interval` is None where nobody knows how
    exact the score is.
    """

    name: Message
    value: str | None
    words: Bilingual | None
    lowest: str
    highest: str
    place: str | None = None
    interval: Interval | None = None


@dataclass(frozen=True)
class Comparison:
    """How the value has moved since the last one with a value, of `week`."""

    week: date
    before: str
    verdict: Verdict


@dataclass(frozen=True)
class ResultView:
    """One result: the main score, all others, the comparison, what to do next, what was given."""

    opened: Opened
    instrument: Instrument
    main: ScoreView
    others: Sequence[ScoreView]
    comparison: Comparison | None
    is_low: bool
    suggestions: Sequence[Message]
    wave: Wave | None

    @property
    def answered(self) -> int:
        """How many questions were answered."""
        return len(self.opened.contents.answers)


def result_of(opened: Opened, instrument: Instrument, taken: Sequence[Opened]) -> ResultView:
    """The result of `opened`; `taken` are all of the same questionnaire, oldest first."""
    results = score_answers(instrument, opened.contents.answers)
    score = with_measured(instrument, instrument.main_score)
    main = results[score.key]
    band = main.band.key if main.band else None
    return ResultView(
        opened=opened,
        instrument=instrument,
        main=_view(instrument, score, main, instrument.title.de),
        others=[
            _view(instrument, each, results[each.key], FACETS.get(each.key, each.key))
            for each in instrument.scores[1:]
        ],
        comparison=_compared(opened, instrument, score, taken),
        is_low=band == LOW,
        suggestions=suggestions_for(instrument, band),
        wave=find_by_label(opened.given.label) if opened.given else None,
    )


def with_measured(instrument: Instrument, score: Score) -> Score:
    """`score` with what was measured here as its reliability, where its definition has none."""
    if score.reliability is not None:
        return score
    return replace(score, reliability=find_measured_reliability(instrument, score))


def range_of(instrument: Instrument, score: Score) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value that a score can have."""
    items = len(score.items) if score.method == Method.SUM else 1
    ends = [
        score.factor * items * end for end in (instrument.scale.lowest, instrument.scale.highest)
    ]
    return min(ends), max(ends)


def figure(value: Fraction) -> str:
    """A value in the person's language, with a decimal where it has one."""
    return format_decimal(round(float(value), 1), format="0.#")


def _view(instrument: Instrument, score: Score, result: ScoreResult, name: Message) -> ScoreView:
    lowest, highest = range_of(instrument, score)
    value = result.value
    return ScoreView(
        name=name,
        value=None if value is None else figure(value),
        words=result.band.label if result.band else None,
        lowest=figure(lowest),
        highest=figure(highest),
        place=None if value is None else _place(value, lowest, highest),
        interval=None if value is None else _interval(value, score, lowest, highest),
    )


def _interval(
    value: Fraction, score: Score, lowest: Fraction, highest: Fraction
) -> Interval | None:
    uncertainty = uncertainty_of(score)
    if uncertainty is None:
        return None
    start, end = max(lowest, value - uncertainty), min(highest, value + uncertainty)
    return Interval(
        lowest=figure(start),
        highest=figure(end),
        start=_place(start, lowest, highest),
        end=_place(end, lowest, highest),
    )


def _place(value: Fraction, lowest: Fraction, highest: Fraction) -> str:
    """How far along the scale, between margins that leave room for the mark."""
    return f"{2 + 96 * float((value - lowest) / (highest - lowest)):.4g}%"


def _compared(
    opened: Opened, instrument: Instrument, score: Score, taken: Sequence[Opened]
) -> Comparison | None:
    """The comparison with the last one before that has a value; None where there is none.

    Values of another version of a questionnaire may mean something else: of those nobody knows.
    """
    before = [each.address for each in taken].index(opened.address)
    after = score_answers(instrument, opened.contents.answers)[score.key].value
    for earlier in reversed(taken[:before]):
        if earlier.contents.instrument_version != opened.contents.instrument_version:
            continue
        value = score_answers(instrument, earlier.contents.answers)[score.key].value
        if value is not None and after is not None:
            verdict = change_of(score, value, after).verdict
            return Comparison(earlier.week, figure(value), verdict)
    return None
