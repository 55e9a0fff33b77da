"""Holders are reminded that a certificate ends: twice, once each, and only where it matters."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from certificates.register.expiry import is_worth_telling, reminder_due
from certificates.register.jobs import EXPIRY_JOB
from certificates.register.personal_data import CERTIFICATES
from notifications.wishes import Timing
from tests.certificates.factories import make_certificate, make_past_cohort, make_successor
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes

pytestmark = in_turn

TODAY = START.date()
ISSUED = START - timedelta(days=300)


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (15, 60), (14, 14), (0, 14), (-1, None)]
)
def test_the_latest_reminder_whose_time_has_come_is_due(left, due):
    told = reminder_due(valid_until=TODAY + timedelta(days=left), today=TODAY)
    assert told == (timedelta(days=due) if due is not None else None)


def test_who_has_just_got_it_is_not_told_that_it_ends():
    last = date(2027, 1, 31)
    assert not is_worth_telling(timedelta(60), issued_on=date(2026, 12, 31), valid_until=last)
    assert is_worth_telling(timedelta(14), issued_on=date(2026, 12, 31), valid_until=last)


@pytest.fixture
def cohort(personas):
    return make_past_cohort(trainer=personas.trainer.person)


@pytest.fixture
def ending(personas, cohort):
    """What ends in sixty days."""
    return make_certificate(
        person=personas.owner.person,
        cohort=cohort,
        issued_at=ISSUED,
        valid_until=TODAY + timedelta(days=60),
    )


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_the_holder_is_reminded_twice_and_once_each(personas, ending, cohort, clock):
    make_wishes(personas.owner.person, discreet_trainings=False)
    db.session.commit()
    assert [run_job(EXPIRY_JOB), run_job(EXPIRY_JOB)] == [1, 0]
    clock.advance(days=45)
    assert run_job(EXPIRY_JOB) == 0
    clock.advance(days=1)
    assert [run_job(EXPIRY_JOB), run_job(EXPIRY_JOB)] == [1, 0]
    clock.advance(days=20)
    assert run_job(EXPIRY_JOB) == 0, "what is over is over"

    first, second = mails()
    assert first.recipient == second.recipient == personas.owner.email
    assert "22. Januar 2027" in first.body
    assert f"http://localhost/courses/{cohort.course.slug}" in first.body
    assert cohort.course.title.de not in first.subject


def test_after_a_time_without_the_job_one_mail_is_enough(ending, clock):
    db.session.commit()
    clock.advance(days=50)
    assert [run_job(EXPIRY_JOB), run_job(EXPIRY_JOB)] == [1, 0]
    assert len(mails()) == 1


def test_a_discreet_mail_names_no_course(ending, cohort):
    db.session.commit()
    run_job(EXPIRY_JOB)
    [mail] = mails()
    assert cohort.course.slug not in mail.body
    assert "http://localhost/certificates" in mail.body


def test_people_can_do_without_it(personas, ending):
    make_wishes(personas.owner.person, timings={"certificate_ending": Timing.NEVER})
    db.session.commit()
    run_job(EXPIRY_JOB)
    assert mails() == []


class TestNobodyIsRemindedOf:
    """What does not count, or what does not matter any more."""

    def nothing_is_told(self):
        db.session.commit()
        run_job(EXPIRY_JOB)
        assert mails() == []

    def test_what_lasts_for_ever(self, personas, cohort):
        make_certificate(person=personas.owner.person, cohort=cohort, issued_at=ISSUED)
        self.nothing_is_told()

    def test_what_is_revoked(self, ending):
        ending.revoked_at, ending.revocation_reason = START, "Irrtum"
        self.nothing_is_told()

    def test_what_is_superseded(self, ending):
        make_successor(ending)
        self.nothing_is_told()

    def test_what_is_erased(self, personas, ending):
        CERTIFICATES.erase(personas.owner.person_id)
        self.nothing_is_told()

    def test_what_has_just_been_issued_for_a_month(self, personas, cohort):
        make_certificate(
            person=personas.owner.person, cohort=cohort, valid_until=TODAY + timedelta(days=30)
        )
        self.nothing_is_told()

    def test_what_a_newer_one_of_the_course_follows(self, personas, ending, cohort):
        again = make_past_cohort(trainer=personas.trainer.person, course=cohort.course)
        newer = make_certificate(person=personas.owner.person, cohort=again)
        self.nothing_is_told()

        newer.revoked_at, newer.revocation_reason = START, "Irrtum"
        db.session.commit()
        assert run_job(EXPIRY_JOB) == 1, "unless the newer one does not count"

    def test_not_so_what_somebody_elses_newer_one_or_one_of_another_course_follows(
        self, personas, ending, cohort
    ):
        again = make_past_cohort(trainer=personas.trainer.person, course=cohort.course)
        make_certificate(person=personas.colleague.person, cohort=again)
        other = make_past_cohort(trainer=personas.trainer.person)
        make_certificate(person=personas.owner.person, cohort=other)
        db.session.commit()
        assert run_job(EXPIRY_JOB) == 1
