"""What is shown changes once a day and in steps; in the end single answers are gone."""

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.vault import KeyErased, SubjectsErased, current_vault
from courses.evaluation import queries
from courses.evaluation.jobs import RELEASING_JOB
from courses.evaluation.models import AnswerPool, FeedbackGiven, FeedbackMail
from courses.evaluation.pool import open_pool
from courses.evaluation.queries import Satisfaction, satisfaction_of
from courses.evaluation.questionnaire import Wave
from courses.evaluation.release import Released
from courses.evaluation.services import close_pool
from tests.courses.evaluation.factories import DAY, make_ended_cohort, say
from tests.courses.factories import make_course
from tests.house.clock import START


@pytest.fixture
def look(clock):
    """Have the worker look at some instant; gives the answers that a cohort shows then."""

    def look_at(cohort, days):
        clock.instant = START + days * DAY
        db.session.commit()
        run_job(RELEASING_JOB)
        pool = queries.find_pools(cohort).get(Wave.AFTER)
        return Released.from_json(pool.released) if pool and pool.released else None

    return look_at


def everybody_says(cohort, first, last, **more):
    for enrolment in cohort.enrolments[first:last]:
        say(enrolment, **more)


def test_seven_are_shown_on_the_day_after_and_then_in_steps(look):
    cohort = make_ended_cohort()
    everybody_says(cohort, 0, 7)
    assert look(cohort, 0) is None, "not on the day on which they came"
    assert look(cohort, 1).answers == 7
    everybody_says(cohort, 7, 9)
    assert look(cohort, 2).answers == 7, "nobody sees what one or two more have said"
    everybody_says(cohort, 9, 10)
    assert look(cohort, 2.1).answers == 7, "once a day"
    assert look(cohort, 3).answers == 10


def test_nobody_learns_of_six(look):
    cohort = make_ended_cohort()
    everybody_says(cohort, 0, 6)
    assert look(cohort, 1) is None
    assert satisfaction_of([cohort.id]) == Satisfaction(answers=0, mean=None)
    assert look(cohort, 40) is None


def test_in_the_end_single_answers_marks_and_keys_are_gone(look):
    cohort = make_ended_cohort()
    everybody_says(cohort, 0, 8, kept="Mut")
    pool = queries.find_pools(cohort)[Wave.AFTER]
    subject, sealed = pool.vault_subject, pool.sealed
    shown = look(cohort, 28)
    assert (shown.answers, shown.texts) == (8, {}), "texts only from ten on"
    db.session.refresh(pool)
    assert pool.is_closed
    with pytest.raises(KeyErased):
        current_vault().open(subject, "answers", sealed)
    for model in (FeedbackGiven, FeedbackMail):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert look(cohort, 60) == shown


def test_one_or_two_at_the_end_are_not_shown_by_themselves(look):
    """They would be the difference between the last figures and those before."""
    cohort = make_ended_cohort()
    everybody_says(cohort, 0, 7, point=3)
    assert look(cohort, 1).answers == 7
    everybody_says(cohort, 7, 9, point=1)
    assert look(cohort, 40).scales["useful"] == (0, 0, 7, 0, 0)


def of_course(course):
    query = select(AnswerPool).where(AnswerPool.course == course, AnswerPool.cohort_id.is_(None))
    return db.session.scalars(query).one_or_none()


def test_small_groups_of_a_course_are_shown_together(look):
    course = make_course()
    groups = [make_ended_cohort(people=4, course=course) for _ in range(4)]
    for group in groups[:2]:
        everybody_says(group, 0, 4)
    assert look(groups[0], 28) is None
    assert of_course(course).released is None, "eight of two groups, looked at tomorrow"
    look(groups[0], 29)
    assert of_course(course).released["answers"] == 8
    assert satisfaction_of([group.id for group in groups]).answers == 0, "they are of no one cohort"


def test_no_further_small_group_is_the_difference(look):
    course = make_course()
    first, second = (make_ended_cohort(people=7 - n, course=course, days_ago=n) for n in (1, 2))
    everybody_says(first, 0, 4)
    everybody_says(second, 0, 4)
    look(first, 30)
    look(first, 31)
    assert of_course(course).released["answers"] == 8
    third = make_ended_cohort(people=6, course=course, days_ago=-20)
    for enrolment in third.enrolments:
        say(enrolment, START + 21 * DAY)
    look(third, 60)
    look(third, 61)
    assert of_course(course).released["answers"] == 8, "six more would be that group's"


def test_closing_twice_or_after_a_kill_counts_once(look):
    course = make_course()
    cohort = make_ended_cohort(course=course)
    everybody_says(cohort, 0, 5)
    pool = queries.find_pools(cohort)[Wave.AFTER]
    db.session.commit()
    close_pool(pool=pool, now=START + 28 * DAY)
    db.session.rollback()  # killed before the commit
    assert close_pool(pool=pool, now=START + 28 * DAY)
    assert not close_pool(pool=pool, now=START + 28 * DAY)
    assert len(open_pool(of_course(course)).waiting) == 5


def test_a_restored_backup_brings_back_no_answers(app, look):
    cohort = make_ended_cohort()
    everybody_says(cohort, 0, 8)
    assert look(cohort, 1).answers == 8
    pool = queries.find_pools(cohort)[Wave.AFTER]
    current_vault().erase(pool.vault_subject, now=START)
    app.extensions["komma"].bus.publish(SubjectsErased(frozenset({pool.vault_subject})))
    assert open_pool(pool).waiting == []
    assert look(cohort, 28).answers == 8, "what was released stays"


def test_satisfaction_is_of_what_may_be_shown(look):
    good, small, bad = (make_ended_cohort(people=8) for _ in range(3))
    everybody_says(good, 0, 8, point=5)
    everybody_says(small, 0, 6, point=1)
    everybody_says(bad, 0, 8, point=2)
    look(good, 1)
    assert satisfaction_of([good.id]) == Satisfaction(answers=8, mean=500)
    assert satisfaction_of([good.id, small.id]) == Satisfaction(answers=8, mean=500)
    assert satisfaction_of([good.id, small.id, bad.id]) == Satisfaction(answers=16, mean=350)
    assert satisfaction_of([]) == Satisfaction(answers=0, mean=None)
