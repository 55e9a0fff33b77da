"""Cohorts that are over, and people who say how it was."""

from datetime import timedelta

from courses.cohorts.models import Cohort, Enrolment
from courses.evaluation.questionnaire import SCALES, Wave
from courses.evaluation.services import give_feedback
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START
from tests.organisations.factories import make_account

DAY = timedelta(days=1)


def make_ended_cohort(*, people: int = 12, days_ago: float = 1, **given: object) -> Cohort:
    """A cohort whose one session ended `days_ago` days before START, with `people` who took part.

    They have accounts.
    """
    cohort = make_cohort(
        starts_at=START - days_ago * DAY - timedelta(minutes=180), capacity=max(people, 1), **given
    )
    for _ in range(people):
        make_enrolment(cohort=cohort, person=make_account().person)
    return cohort


def say(enrolment: Enrolment, now=START, wave: Wave = Wave.AFTER, point: int = 4, **more):
    """Have the person answer every scale with `point`, and `more`."""
    given = dict.fromkeys(SCALES[wave], point) | more
    return give_feedback(enrolment=enrolment, given=given, actor=enrolment.person, now=now)
