"""What a result says: a value in words, how exact it is, and how it compares with the last one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.kernel.i18n import Bilingual, Message
from assessments.administrations.charting import are_comparable, range_of
from assessments.administrations.presentation import rounded_interval, score_names, written
from assessments.administrations.queries import Opened
from assessments.administrations.wording import LOW, suggestions_for
from assessments.instruments.definition import Instrument, Score
from assessments.instruments.scoring import (
    ScoreResult,
    Verdict,
    change_of,
    score_answers,
    uncertainty_of,
)
from assessments.waves.models import Wave
from assessments.waves.queries import find_by_label

#: Finds the version of its questionnaire that somebody has filled in.
InstrumentOf = Callable[[Opened], Instrument]


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


def result_of(opened: Opened, taken: Sequence[Opened], instrument_of: InstrumentOf) -> ResultView:
    """The result of `opened`; `taken` are all of the same questionnaire, oldest first."""
    instrument = instrument_of(opened)
    results = score_answers(instrument, opened.contents.answers)
    main, *others = (
        _view(instrument, score, results[score.key], name)
        for score, name in zip(instrument.scores, score_names(instrument), strict=True)
    )
    band = results[instrument.main_score.key].band
    key = band.key if band else None
    return ResultView(
        opened=opened,
        instrument=instrument,
        main=main,
        others=others,
        comparison=_compared(opened, taken, instrument_of),
        is_low=key == LOW,
        suggestions=suggestions_for(instrument, key),
        wave=find_by_label(opened.given.label) if opened.given else None,
    )


def _view(instrument: Instrument, score: Score, result: ScoreResult, name: Message) -> ScoreView:
    ends, value = range_of(instrument, score), result.value
    return ScoreView(
        name=name,
        value=None if value is None else written(value),
        words=result.band.label if result.band else None,
        lowest=written(ends[0]),
        highest=written(ends[1]),
        place=None if value is None else _place(value, ends),
        interval=None if value is None else _interval(value, score, ends),
    )


def _interval(value: Fraction, score: Score, ends: tuple[Fraction, Fraction]) -> Interval | None:
    uncertainty = uncertainty_of(score)
    if uncertainty is None:
        return None
    start, end = max(ends[0], value - uncertainty), min(ends[1], value + uncertainty)
    lowest, highest = rounded_interval((start, end), ends)
    return Interval(written(lowest), written(highest), _place(start, ends), _place(end, ends))


def _place(value: Fraction, ends: tuple[Fraction, Fraction]) -> str:
    """How far along the scale, between margins that leave room for the mark."""
    return f"{2 + 96 * float((value - ends[0]) / (ends[1] - ends[0])):.4g}%"


def _compared(
    opened: Opened, taken: Sequence[Opened], instrument_of: InstrumentOf
) -> Comparison | None:
    """The comparison with the last one before that has a value; None where there is none.

    Values of a version that asks something else are not compared.
    """
    instrument, score = instrument_of(opened), instrument_of(opened).main_score
    after = _main_value(opened, instrument)
    before = [each.address for each in taken].index(opened.address)
    for earlier in reversed(taken[:before]):
        other = instrument_of(earlier)
        value = _main_value(earlier, other)
        if after is not None and value is not None and are_comparable(other, instrument):
            verdict = change_of(score, value, after).verdict
            return Comparison(earlier.week, written(value), verdict)
    return None


def _main_value(opened: Opened, instrument: Instrument) -> Fraction | None:
    return score_answers(instrument, opened.contents.answers)[instrument.main_score.key].value
