"""What completes a cohort besides minutes: sessions that nobody may miss, and quizzes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.cohorts import errors, queries
from courses.cohorts.attendance.completion_rule import change_required
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.events import EnrolmentCompleted
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.learning.completing import note_completion
from tests.courses.factories import (
    add_unit_of_kind,
    make_attendance,
    make_cohort,
    make_course,
    make_enrolment,
)
from tests.courses.learning import contents
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person

PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT
AFTERWARDS = START + timedelta(days=60)


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


def attend(enrolment, *statuses, trainer):
    for session, status in zip(enrolment.cohort.sessions, statuses, strict=True):
        record_attendance(
            session=session, statuses={enrolment: status}, actor=trainer, now=AFTERWARDS
        )


def test_who_misses_a_required_session_does_not_complete(trainer, announced):
    cohort = make_cohort(trainers=[trainer], session_minutes=(600, 10))
    missing, there = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    assert change_required(session=cohort.sessions[1], required=True, actor=trainer, now=START)
    attend(missing, PRESENT, AttendanceStatus.EXCUSED, trainer=trainer)
    attend(there, PRESENT, AttendanceStatus.LATE, trainer=trainer)
    assert missing.status == EnrolmentStatus.ENROLLED
    assert there.status == EnrolmentStatus.COMPLETED
    assert queries.fulfilment(missing).missed == (2,)


def test_who_sets_it_is_the_trainer_before_anybody_is_recorded(trainer, personas):
    cohort = make_cohort(trainers=[trainer])
    [session] = cohort.sessions
    with pytest.raises(NotFound):
        change_required(session=session, required=True, actor=personas.owner.person, now=START)
    assert not change_required(session=session, required=False, actor=trainer, now=START)
    make_attendance(enrolment=make_enrolment(cohort=cohort), session=session)
    with pytest.raises(errors.AttendanceRecorded):
        change_required(session=session, required=True, actor=trainer, now=AFTERWARDS)
    acts = db.session.scalars(select(AuditEntry.action)).all()
    assert "session.rule_changed" not in acts


# --- quizzes --------------------------------------------------------------------------------


@pytest.fixture
def course(app):
    course = make_course(needs_quizzes=True)
    add_unit_of_kind(course, "quiz", contents.quiz())
    return course


@pytest.fixture
def enrolment(course, trainer):
    return make_enrolment(cohort=make_cohort(course=course, trainers=[trainer]))


def pass_quiz(enrolment):
    [quiz] = enrolment.cohort.course.units
    note_completion(enrolment.person, quiz, AFTERWARDS + timedelta(days=1))


def test_the_last_quiz_completes_what_was_attended_before(enrolment, trainer, announced):
    attend(enrolment, PRESENT, trainer=trainer)
    assert enrolment.status == EnrolmentStatus.ENROLLED
    assert queries.fulfilment(enrolment).open_quizzes == 1
    pass_quiz(enrolment)
    assert enrolment.status == EnrolmentStatus.COMPLETED
    at = AFTERWARDS + timedelta(days=1)
    assert announced[-1] == EnrolmentCompleted(enrolment_id=enrolment.id, at=at)


def test_a_quiz_before_the_session_waits_for_it(enrolment, trainer, announced):
    pass_quiz(enrolment)
    assert enrolment.status == EnrolmentStatus.ENROLLED
    attend(enrolment, PRESENT, trainer=trainer)
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert [type(event) for event in announced].count(EnrolmentCompleted) == 1


def test_the_quizzes_of_others_count_for_nobody(enrolment, trainer):
    other = make_enrolment(cohort=enrolment.cohort)
    attend(enrolment, PRESENT, trainer=trainer)
    pass_quiz(other)
    assert enrolment.status == EnrolmentStatus.ENROLLED


def test_where_the_version_asks_for_no_quiz_none_is_missing(trainer):
    course = make_course()
    add_unit_of_kind(course, "quiz", contents.quiz())
    enrolment = make_enrolment(cohort=make_cohort(course=course, trainers=[trainer]))
    course.needs_quizzes = True  # from the next version on
    attend(enrolment, PRESENT, trainer=trainer)
    assert enrolment.status == EnrolmentStatus.COMPLETED


def test_a_whole_roster_is_asked_about_quizzes_at_once(enrolment):
    counts = []
    for _ in range(2):
        for _ in range(4):
            make_enrolment(cohort=enrolment.cohort, person=make_person())
        db.session.expire_all()
        with recorded_queries() as statements:
            roster = queries.list_roster(enrolment.cohort)
            assert {queries.fulfilment(one).open_quizzes for one in roster} == {1}
        counts.append(len(statements))
    assert counts[0] == counts[1]
