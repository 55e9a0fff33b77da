"""Recording who was there, correcting it, and completing a cohort."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.cohorts import errors, queries
from courses.cohorts.attendance.personal_data import ATTENDANCE
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.events import AttendanceRecorded, EnrolmentCompleted, EnrolmentReopened
from courses.cohorts.models import (
    Attendance,
    AttendanceChange,
    AttendanceStatus,
    EnrolmentStatus,
)
from tests.courses.factories import make_attendance, make_cohort, make_enrolment
from tests.house.clock import START

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
EXCUSED, ABSENT = AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT
AFTERWARDS = START + timedelta(days=60)


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def cohort(trainer):
    """Two sessions of an hour; the rule is 80 per cent."""
    return make_cohort(trainers=[trainer], session_minutes=(60, 60))


def record(session, statuses, actor, now=AFTERWARDS, **more):
    return record_attendance(session=session, statuses=statuses, actor=actor, now=now, **more)


def acts(action):
    return db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all()


def changes():
    return [
        (change.status_before, change.minutes_before, change.status, change.minutes)
        for change in db.session.scalars(select(AttendanceChange).order_by(AttendanceChange.id))
    ]


def test_who_was_there_is_recorded_and_announced_once(cohort, trainer, announced):
    here, away = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    first = cohort.sessions[0]
    assert record(first, {here: PRESENT, away: ABSENT}, trainer) == 2
    assert record(first, {here: PRESENT, away: ABSENT}, trainer) == 0
    assert queries.fulfilment(here).attended_minutes == 60
    assert queries.fulfilment(away).attended_minutes == 0
    assert announced == [AttendanceRecorded(session_id=first.id, at=AFTERWARDS)]


def test_who_is_not_named_keeps_what_was_recorded(cohort, trainer):
    one, other = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    record(cohort.sessions[0], {one: PRESENT}, trainer)
    record(cohort.sessions[0], {other: ABSENT}, trainer)
    assert queries.fulfilment(one).attended_minutes == 60
    assert queries.count_attendance(cohort.sessions[0]) == {PRESENT: 1, ABSENT: 1}


def test_the_audit_holds_numbers_and_no_names(cohort, trainer):
    record(cohort.sessions[0], {make_enrolment(cohort=cohort): PRESENT}, trainer)
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "attendance.recorded")
    )
    assert entry.object_public_id == cohort.sessions[0].public_id
    assert entry.actor_public_id == trainer.public_id
    assert entry.details == {"present": 1, "late": 0, "excused": 0, "absent": 0}


def test_an_enrolment_completes_when_all_is_recorded_and_the_rule_is_kept(
    cohort, trainer, announced
):
    enrolment = make_enrolment(cohort=cohort)
    record(cohort.sessions[0], {enrolment: PRESENT}, trainer)
    assert enrolment.status == EnrolmentStatus.ENROLLED
    record(cohort.sessions[1], {enrolment: PRESENT}, trainer)
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert enrolment.seat_number is not None
    assert announced[-1] == EnrolmentCompleted(enrolment_id=enrolment.id, at=AFTERWARDS)


def test_who_misses_too_much_does_not_complete(cohort, trainer, announced):
    enrolment = make_enrolment(cohort=cohort)
    record(cohort.sessions[0], {enrolment: PRESENT}, trainer)
    record(cohort.sessions[1], {enrolment: ABSENT}, trainer)
    assert queries.fulfilment(enrolment).all_recorded
    assert enrolment.status == EnrolmentStatus.ENROLLED
    assert EnrolmentCompleted not in map(type, announced)


def test_a_correction_completes_or_opens_again(cohort, trainer, announced):
    enrolment = make_enrolment(cohort=cohort)
    first, second = cohort.sessions
    record(first, {enrolment: PRESENT}, trainer)
    record(second, {enrolment: ABSENT}, trainer)
    record(second, {enrolment: PRESENT}, trainer)
    assert enrolment.status == EnrolmentStatus.COMPLETED
    record(second, {enrolment: ABSENT}, trainer)
    assert enrolment.status == EnrolmentStatus.ENROLLED
    assert announced[-1] == EnrolmentReopened(enrolment_id=enrolment.id, at=AFTERWARDS)


def test_attendance_opens_when_the_session_does(cohort, trainer):
    enrolment = make_enrolment(cohort=cohort)
    begin = cohort.sessions[0].event.starts_at
    with pytest.raises(errors.SessionNotBegun):
        record(cohort.sessions[0], {enrolment: PRESENT}, trainer, begin - timedelta(seconds=1))
    assert record(cohort.sessions[0], {enrolment: PRESENT}, trainer, begin) == 1


def test_the_office_can_step_in_and_nobody_else(cohort, personas):
    enrolment = make_enrolment(cohort=cohort, person=personas.owner.person)
    for account in (personas.owner, personas.colleague, personas.coordinator):
        with pytest.raises(NotFound):
            record(cohort.sessions[0], {enrolment: PRESENT}, account.person)
    assert record(cohort.sessions[0], {enrolment: PRESENT}, personas.office.person) == 1


def test_only_people_of_the_cohort_can_be_recorded(cohort, trainer):
    stranger = make_enrolment()
    gone = make_enrolment(cohort=cohort, status=EnrolmentStatus.WITHDRAWN)
    for enrolment in (stranger, gone):
        with pytest.raises(NotFound):
            record(cohort.sessions[0], {enrolment: PRESENT}, trainer)


def test_a_cancelled_session_has_no_attendance(cohort, trainer):
    cohort.sessions[0].event.status = "cancelled"
    with pytest.raises(NotFound):
        record(cohort.sessions[0], {}, trainer)


# --- late, excused, for a part --------------------------------------------------------------


def test_late_counts_in_part_and_excused_not_at_all(cohort, trainer):
    late, partly, excused = (make_enrolment(cohort=cohort) for _ in range(3))
    statuses = {late: LATE, partly: PRESENT, excused: EXCUSED}
    record(cohort.sessions[0], statuses, trainer, minutes={partly: 50, excused: 30})
    counted = [queries.fulfilment(one).attended_minutes for one in (late, partly, excused)]
    assert counted == [45, 50, 0]
    assert queries.fulfilment(excused).excused_sessions == 1
    assert excused.attendances[0].minutes is None
    [entry] = acts("attendance.recorded")
    assert entry.details == {"present": 1, "late": 1, "excused": 1, "absent": 0}


@pytest.mark.parametrize("minutes", [0, -5, 61])
def test_nobody_is_there_for_longer_than_the_session_lasts(cohort, trainer, minutes):
    enrolment = make_enrolment(cohort=cohort)
    with pytest.raises(errors.MoreThanTheSession):
        record(cohort.sessions[0], {enrolment: LATE}, trainer, minutes={enrolment: minutes})
    assert changes() == []


@pytest.mark.parametrize(("status", "minutes"), [(ABSENT, 5), (EXCUSED, 5), (PRESENT, 0)])
def test_the_database_knows_who_can_have_minutes(cohort, status, minutes):
    made = make_attendance(enrolment=make_enrolment(cohort=cohort), session=cohort.sessions[0])
    made.status, made.minutes = status, minutes
    with pytest.raises(IntegrityError, match="minutes"):
        db.session.flush()
    db.session.rollback()


def test_the_rest_are_those_of_whom_nothing_is_recorded(cohort, trainer):
    known, named, left = (make_enrolment(cohort=cohort) for _ in range(3))
    record(cohort.sessions[0], {known: LATE}, trainer)
    assert record(cohort.sessions[0], {named: ABSENT}, trainer, rest=PRESENT) == 2
    assert [one.attendances[0].status for one in (known, named, left)] == [LATE, ABSENT, PRESENT]


# --- corrections ----------------------------------------------------------------------------


def test_a_correction_is_audited_in_numbers_and_kept_in_the_record_s_history(cohort, trainer):
    one, other = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    record(cohort.sessions[0], {one: PRESENT}, trainer)
    assert acts("attendance.corrected") == []
    record(cohort.sessions[0], {one: LATE, other: PRESENT}, trainer, minutes={one: 20})
    record(cohort.sessions[0], {one: LATE}, trainer, minutes={one: 25})
    assert [entry.details for entry in acts("attendance.corrected")] == [{"people": 1}] * 2
    assert changes() == [
        (None, None, PRESENT, None),
        (PRESENT, None, LATE, 20),
        (None, None, PRESENT, None),
        (LATE, 20, LATE, 25),
    ]


def test_what_became_of_a_record_cannot_be_rewritten(cohort, trainer):
    record(cohort.sessions[0], {make_enrolment(cohort=cohort): PRESENT}, trainer)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(AttendanceChange).values(status=ABSENT))


def test_people_get_their_records_with_the_history_and_can_have_them_erased(cohort, trainer):
    mine, other = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    record(cohort.sessions[0], {mine: PRESENT, other: PRESENT}, trainer)
    record(cohort.sessions[0], {mine: LATE}, trainer, minutes={mine: 20})
    [told] = ATTENDANCE.export(mine.person_id)
    assert (told["course"], told["status"], told["minutes"]) == (cohort.course.slug, "late", 20)
    assert [(one["status_before"], one["status"]) for one in told["history"]] == [
        (None, "present"),
        ("present", "late"),
    ]
    assert trainer.public_id not in str(told)
    ATTENDANCE.erase(mine.person_id)
    assert ATTENDANCE.export(mine.person_id) == []
    assert db.session.scalars(select(Attendance.enrolment_id)).all() == [other.id]
    assert len(changes()) == 1
