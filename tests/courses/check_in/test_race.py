"""A person's taps and their trainer's at the same moment: one record, and the trainer's stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.check_in.services import check_in
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.models import Attendance, AttendanceChange, AttendanceStatus, Enrolment
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START
from tests.organisations.factories import make_account

ROUNDS, TAPS = 3, 5
NOW = START + timedelta(minutes=5)


def _prepare() -> int:
    trainer = make_account(Role.TRAINER, function=None).person
    enrolment = make_enrolment(cohort=make_cohort(trainers=[trainer], starts_at=START))
    db.session.commit()
    return enrolment.id


def test_whoever_comes_first_the_trainer_s_word_stays(committing_app):
    for _ in range(ROUNDS):
        with committing_app.app_context():
            enrolment_id = _prepare()
        barrier = Barrier(TAPS + 1)

        def act(number: int, enrolment_id: int = enrolment_id, barrier: Barrier = barrier) -> bool:
            with committing_app.app_context():
                barrier.wait(60)
                enrolment = db.session.get_one(Enrolment, enrolment_id)
                [session] = enrolment.cohort.sessions
                if number:
                    done = check_in(session=session, person=enrolment.person, now=NOW)
                else:
                    [trainer] = enrolment.cohort.trainers
                    statuses = {enrolment: AttendanceStatus.ABSENT}
                    done = bool(
                        record_attendance(
                            session=session, statuses=statuses, actor=trainer, now=NOW
                        )
                    )
                db.session.commit()
                return done

        with ThreadPoolExecutor(TAPS + 1) as pool:
            done = list(pool.map(act, range(TAPS + 1)))
        with committing_app.app_context():
            [record] = db.session.query(Attendance).filter_by(enrolment_id=enrolment_id)
            history = db.session.query(AttendanceChange).filter_by(attendance_id=record.id).all()
            assert record.status == AttendanceStatus.ABSENT
            assert done[0]
            assert sum(done) == len(history) <= 2
