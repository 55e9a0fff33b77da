"""Everybody answers once, and what they answer lies in no row of its own."""

import pytest
from sqlalchemy import func, inspect, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import EnrolmentStatus
from courses.evaluation import personal_data, queries
from courses.evaluation.errors import AlreadyAnswered, FeedbackClosed, NothingAnswered
from courses.evaluation.models import AnswerPool, FeedbackGiven
from courses.evaluation.pool import open_pool
from courses.evaluation.questionnaire import Wave
from courses.evaluation.services import give_feedback
from scheduling.models import EventStatus
from tests.courses.evaluation.factories import DAY, make_ended_cohort, say
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START


def answers_of(cohort, wave=Wave.AFTER):
    return open_pool(queries.find_pools(cohort)[wave]).waiting


def test_an_answer_comes_into_the_pool_and_leaves_a_mark(app):
    cohort = make_ended_cohort()
    first, second = cohort.enrolments[:2]
    assert say(first, point=5, kept="Mut") is Wave.AFTER
    say(second, point=2)
    points = sorted(answer["useful"] for answer in answers_of(cohort))
    assert points == [2, 5]
    assert db.session.scalar(select(func.count()).select_from(AnswerPool)) == 1
    assert queries.has_answered(first, Wave.AFTER)
    assert not queries.has_answered(cohort.enrolments[2], Wave.AFTER)


def test_each_person_answers_once_and_nothing_else_changes(app):
    cohort = make_ended_cohort()
    enrolment = cohort.enrolments[0]
    say(enrolment, point=5)
    with pytest.raises(AlreadyAnswered):
        say(enrolment, point=1)
    assert [answer["useful"] for answer in answers_of(cohort)] == [5]


@pytest.mark.parametrize(
    ("days", "wave"),
    [
        (-0.01, None),
        (0, Wave.AFTER),
        (27.9, Wave.AFTER),
        (28, None),
        (89.9, None),
        (90, Wave.LATER),
        (117.9, Wave.LATER),
        (118, None),
    ],
)
def test_answers_are_taken_in_two_windows(app, days, wave):
    cohort = make_ended_cohort(people=1, days_ago=0)
    now = START + days * DAY
    assert queries.find_wave(cohort.id, now) is wave
    [enrolment] = cohort.enrolments
    found = queries.find_open_feedback(enrolment.person, now)
    assert (found and found.wave) == wave
    if wave is None:
        with pytest.raises(FeedbackClosed):
            say(enrolment, now)
    else:
        assert say(enrolment, now, wave) is wave


def test_the_window_begins_with_the_last_session_that_takes_place(app):
    cohort = make_cohort(starts_at=START - 3 * DAY, session_minutes=(60, 60, 60, 60))
    assert queries.find_wave(cohort.id, START) is None, "the fourth begins now"
    cohort.sessions[-1].event.status = EventStatus.CANCELLED
    db.session.flush()
    assert queries.find_wave(cohort.id, START) is Wave.AFTER, "the third was yesterday"


def test_only_who_took_part_answers_and_only_for_themselves(app):
    cohort = make_ended_cohort(people=2)
    gone = make_enrolment(cohort=make_ended_cohort(people=1), status=EnrolmentStatus.WITHDRAWN)
    with pytest.raises(NotFound):
        say(gone)
    with pytest.raises(NotFound):
        give_feedback(
            enrolment=cohort.enrolments[0],
            given={"useful": 1},
            actor=cohort.enrolments[1].person,
            now=START,
        )
    with pytest.raises(NothingAnswered):
        give_feedback(
            enrolment=cohort.enrolments[0],
            given={"useful": None, "kept": ""},
            actor=cohort.enrolments[0].person,
            now=START,
        )


def test_no_table_joins_an_answer_with_a_person(app):
    """Not by columns, and not by the rows that one transaction wrote: all share one row."""
    columns = {column["name"] for column in inspect(db.engine).get_columns("evaluation_pools")}
    assert columns == {
        *("id", "public_id", "course_id", "cohort_id", "wave"),
        *("sealed", "opened_on", "released"),
    }
    marks = {column["name"] for column in inspect(db.engine).get_columns("feedback_given")}
    assert marks == {"enrolment_id", "wave"}
    cohort = make_ended_cohort()
    sizes = set()
    for enrolment in cohort.enrolments[:4]:
        say(enrolment)
        pool = queries.find_pools(cohort)[Wave.AFTER]
        sizes.add(len(pool.sealed))
        assert pool.opened_on == START.date()
    assert len(sizes) == 1, "its length does not tell how much was written"
    rows = db.session.scalar(select(func.count()).select_from(AnswerPool))
    given = db.session.scalar(select(func.count()).select_from(FeedbackGiven))
    assert (rows, given) == (1, 4)


def test_the_order_in_which_people_answered_is_lost(app):
    cohort = make_ended_cohort(people=30)
    texts = [f"{number:02}" for number in range(30)]
    for enrolment, text in zip(cohort.enrolments, texts, strict=True):
        say(enrolment, kept=text)
    kept = [answer["kept"] for answer in answers_of(cohort)]
    assert sorted(kept) == texts
    assert kept != texts


def test_nothing_of_it_is_audited_mailed_or_exported(app):
    cohort = make_ended_cohort(people=1)
    [enrolment] = cohort.enrolments
    say(enrolment, kept="Unverwechselbar")
    for model in (AuditEntry, OutboxMessage):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    exported = personal_data.FEEDBACK.export(enrolment.person_id)
    assert exported == {
        "asked": [],
        "answered": [{"course": cohort.course.slug, "wave": "after"}],
    }
    personal_data.FEEDBACK.erase(enrolment.person_id)
    assert personal_data.FEEDBACK.export(enrolment.person_id) == {"asked": [], "answered": []}
    assert len(answers_of(cohort)) == 1, "answers are nobody's, so they stay"
