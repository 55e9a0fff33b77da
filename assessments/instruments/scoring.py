"""Scores of answers, and whether a change of a score is more than an error of measurement. Pure.

All is computed in fractions, so a value meets the edge of a band exactly where arithmetic says so;
only what is printed is a float.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.kernel.documents import Field
from assessments.instruments.definition import Band, Coefficient, Instrument, Method, Score

# Two-sided, at the 5 per cent level: Jacobson & Truax (1991), Journal of Consulting and Clinical
# Psychology 59(1), 12-19.
RELIABLE_INDEX = Fraction("1.96")


@dataclass(frozen=True)
class ScoreResult:
    """What the answers give for one score; `value` None where too few items were answered."""

    value: Fraction | None
    answered: int
    band: Band | None

    def as_document(self) -> dict[str, Any]:
        """The result in the words of the contract."""
        return {
            "value": None if self.value is None else float(self.value),
            "answered": self.answered,
            "band": None if self.band is None else self.band.key,
        }


class Verdict(StrEnum):
    """Whether a score went up or down by more than its error of measurement."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NO_RELIABLE_CHANGE = "no_reliable_change"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Change:
    """A difference; `threshold` is what it must exceed, `index` is it in units of its error.

    Both are None where the reliability of the score is unknown.
    """

    difference: Fraction
    verdict: Verdict
    threshold: float | None = None
    index: float | None = None

    def as_document(self) -> dict[str, Any]:
        """The change in the words of the contract."""
        return {
            "difference": float(self.difference),
            "threshold": self.threshold,
            "index": self.index,
            "verdict": self.verdict.value,
        }


def read_answers(root: Field, instrument: Instrument) -> dict[str, int]:
    """The answers of a document by item; what is null is left out.

    Raises `DocumentError` with place and fault.
    """
    scale, answers = instrument.scale, {}
    for key, answer in root.members().items():
        if key not in instrument.items_by_key:
            raise answer.error("is not the key of an item")
        if answer.value is not None:
            answers[key] = answer.integer(scale.lowest, scale.highest)
    return answers


def score_answers(instrument: Instrument, answers: Mapping[str, int]) -> dict[str, ScoreResult]:
    """The result of each score by its key. Items without an answer are missing in `answers`."""
    points = {
        item.key: instrument.scale.reverse(answers[item.key]) if item.reverse else answers[item.key]
        for item in instrument.items
        if item.key in answers
    }
    return {score.key: _result(score, points) for score in instrument.scores}


def change_of(score: Score, before: Fraction, after: Fraction) -> Change:
    """How a value of `score` changed, by the reliable change index or the detectable change."""
    difference = after - before
    if score.reliability is None:
        return Change(difference, Verdict.UNKNOWN)
    # The threshold is a root; its square is exact, and so is the verdict.
    squared = _squared_threshold(score)
    if difference**2 <= squared:
        verdict = Verdict.NO_RELIABLE_CHANGE
    else:
        verdict = Verdict.INCREASE if difference > 0 else Verdict.DECREASE
    threshold = math.sqrt(squared)
    return Change(difference, verdict, threshold, float(RELIABLE_INDEX * difference) / threshold)


def uncertainty_of(score: Score) -> Fraction | None:
    """How far a single value may lie from the true one, at 95 per cent; None if unknown.

    1.96 · SEM, with the standard error of measurement SEM = sd · √(1 - coefficient); a detectable
    change is 1.96 · √2 · SEM, so it is divided by √2: Weir, J. P. (2005): Quantifying test-retest
    reliability using the intraclass correlation coefficient and the SEM. Journal of Strength and
    Conditioning Research 19(1), 231-240.
    """
    if score.reliability is None:
        return None
    return Fraction(math.sqrt(_squared_threshold(score) / 2))


def _result(score: Score, points: Mapping[str, int]) -> ScoreResult:
    counted = [points[key] for key in score.items if key in points]
    if len(counted) < score.min_answered:
        return ScoreResult(None, len(counted), None)
    value = score.factor * Fraction(sum(counted), len(counted))
    if score.method == Method.SUM:
        value *= len(score.items)
    return ScoreResult(value, len(counted), _band(score, value))


def _band(score: Score, value: Fraction) -> Band | None:
    return next((band for band in score.bands if band.below is None or value < band.below), None)


def _squared_threshold(score: Score) -> Fraction:
    reliability = score.reliability
    if isinstance(reliability, Coefficient):
        return RELIABLE_INDEX**2 * reliability.sd**2 * 2 * (1 - reliability.coefficient)
    return reliability.mdc**2
