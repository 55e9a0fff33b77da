"""Where a course says so, certificates are issued as soon as somebody has completed it."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from certificates.designs.models import CourseCertificates
from certificates.issuing import jobs
from certificates.issuing.models import CertificateOrder, IssueRun
from certificates.issuing.reasons import ReasonKind
from certificates.issuing.services import ISSUE_JOB
from certificates.register.models import Certificate
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.models import AttendanceStatus
from tests.certificates.factories import (
    make_attended_enrolment,
    make_past_cohort,
    make_signing_key,
)
from tests.certificates.issuing.making import make_quickly
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_person

pytestmark = in_turn


@pytest.fixture
def cohort(personas, monkeypatch):
    """Of two who were at the first session; the second is still to be recorded."""
    monkeypatch.setattr(jobs, "produce", make_quickly)
    make_signing_key()
    cohort = make_past_cohort(trainer=personas.trainer.person)
    for person in (personas.owner.person, make_person()):
        make_attended_enrolment(cohort=cohort, person=person, present=(True, None))
    return cohort


def issued_by_themselves(cohort, *, automatic: bool = True) -> None:
    db.session.add(CourseCertificates(course_id=cohort.course_id, automatic=automatic))
    db.session.flush()


def record_last(cohort, status=AttendanceStatus.PRESENT) -> None:
    record_attendance(
        session=cohort.sessions[-1],
        statuses=dict.fromkeys(cohort.enrolments, status),
        actor=cohort.trainers[0],
        now=START,
    )
    db.session.commit()


def orders() -> list[CertificateOrder]:
    return list(db.session.scalars(select(CertificateOrder).order_by(CertificateOrder.id)))


def test_completing_orders_and_the_trainer_signs(personas, cohort):
    issued_by_themselves(cohort)
    record_last(cohort)
    [run] = db.session.scalars(select(IssueRun))
    assert (len(orders()), run.ordered_by) == (2, None)

    assert run_job(ISSUE_JOB) == 2

    certificates = db.session.scalars(select(Certificate)).all()
    assert {one.issued_by_id for one in certificates} == {None}
    assert {one.document.signatory for one in certificates} == {personas.trainer.person.name}
    page = personas.client(personas.trainer).get(f"/manage/certificate-runs/{run.public_id}")
    assert "Von selbst, weil der Kurs es so vorsieht." in page.text


@pytest.mark.parametrize("said", [True, False])
def test_a_course_that_does_not_say_so_waits_for_the_trainer(cohort, said):
    if said:
        issued_by_themselves(cohort, automatic=False)
    record_last(cohort)
    assert orders() == []


def test_a_correction_before_it_is_issued_calls_it_off(cohort):
    issued_by_themselves(cohort)
    record_last(cohort)
    record_last(cohort, AttendanceStatus.ABSENT)
    assert {order.reason for order in orders()} == {ReasonKind.REOPENED}
    assert db.session.scalars(select(IssueRun)).one().finished_at == START
    assert run_job(ISSUE_JOB) == 0
    record_last(cohort)
    assert run_job(ISSUE_JOB) == 2, "and completing it after all orders it anew"


def test_without_a_trainer_nobody_can_sign(cohort):
    issued_by_themselves(cohort)
    record_last(cohort)
    cohort.trainers.clear()
    db.session.commit()
    assert run_job(ISSUE_JOB) == 0
    assert {order.reason for order in orders()} == {ReasonKind.NO_TRAINER}
    assert "keine Kursleitung" in orders()[0].why_not.in_words()
