"""Reads of evaluations: what is released, and who may still answer."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import db
from courses.evaluation.models import AnswerPool
from courses.evaluation.questionnaire import Wave
from courses.evaluation.release import Released, added_up, mean_in_hundredths


@dataclass(frozen=True)
class Satisfaction:
    """How content those were who answered right after: the mean of all five scales, from 1 to 5.

    `mean` is in hundredths, 432 for 4.32, and None where too few have answered to show anything;
    `answers` counts only those that are shown.
    """

    answers: int
    mean: int | None


def satisfaction_of(cohort_ids: Collection[int]) -> Satisfaction:
    """How content people were with these cohorts together, in one statement.

    Only cohorts whose figures may be shown count, with what of them may be shown. So whoever
    compares two choices of cohorts learns of no group that is too small.
    """
    kept = db.session.scalars(
        select(AnswerPool.released).where(
            AnswerPool.cohort_id.in_(list(cohort_ids)),
            AnswerPool.wave == Wave.AFTER,
            AnswerPool.released.is_not(None),
        )
    )
    released = [Released.from_json(one) for one in kept]
    scales = added_up([one.scales for one in released])
    return Satisfaction(
        answers=sum(one.answers for one in released), mean=mean_in_hundredths(*scales.values())
    )
