"""Everybody who took part is asked once, and after three months once more, with one reminder."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.evaluation.jobs import ASKING_JOB
from courses.evaluation.models import Mail
from courses.evaluation.questionnaire import Wave
from courses.evaluation.services import ask_for_feedback
from notifications.wishes import Timing
from organisations.accounts.models import Account
from organisations.accounts.queries import find_email_of
from scheduling.models import EventStatus
from tests.courses.evaluation.factories import DAY, make_ended_cohort, say
from tests.courses.factories import make_attendance, make_enrolment
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes

INVITED, REMINDED = "Zwei Minuten", "fehlt noch"


@pytest.fixture
def asked(clock):
    """Have the worker sweep after some days; gives to whom mails went until then."""

    def sweep(days=0.0, subject=""):
        clock.instant = START + days * DAY
        db.session.commit()
        run_job(ASKING_JOB)
        mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [mail.recipient for mail in mails if subject in mail.subject]

    return sweep


def email(enrolment):
    return find_email_of(enrolment.person)


@pytest.fixture
def discreet_off(monkeypatch):
    """Mails say in their subject what they are."""
    monkeypatch.setattr("notifications.wishes.Wishes.is_discreet_about", lambda *_args: False)


def test_who_took_part_is_asked_once_when_it_is_over(asked):
    cohort = make_ended_cohort(people=2, days_ago=0)
    assert asked(-0.01) == []
    assert sorted(asked()) == sorted(map(email, cohort.enrolments))
    assert len(asked(1)) == 2, "once, however often the worker looks"
    assert len(asked(27)) == 2, "and nobody is reminded in the first wave"


def test_nobody_else_is_asked(asked):
    cohort = make_ended_cohort(people=4)
    answered, absent, no_account, there = cohort.enrolments
    say(answered)
    make_attendance(enrolment=absent, session=cohort.sessions[0], status=AttendanceStatus.ABSENT)
    make_attendance(enrolment=there, session=cohort.sessions[0])
    db.session.delete(
        db.session.scalars(select(Account).where(Account.person == no_account.person)).one()
    )
    withdrawn = make_ended_cohort(people=0)
    make_enrolment(cohort=withdrawn, status=EnrolmentStatus.WITHDRAWN)
    called_off = make_ended_cohort(people=1)
    called_off.sessions[0].event.status = EventStatus.CANCELLED
    long_ago = make_ended_cohort(people=1, days_ago=28)
    assert long_ago.enrolments
    assert asked() == [email(there)]


def test_after_three_months_they_are_asked_again_and_reminded_once(asked, discreet_off):
    cohort = make_ended_cohort(people=3, days_ago=0)
    first, *others = cohort.enrolments
    assert asked(89.9) == []
    assert len(asked(90, INVITED)) == 3
    say(first, START + 91 * DAY, Wave.LATER)
    assert asked(96.9, REMINDED) == []
    assert sorted(asked(97, REMINDED)) == sorted(map(email, others))
    assert len(asked(117, REMINDED)) == 2
    assert len(asked(117, INVITED)) == 3


def test_who_wishes_no_such_mails_gets_none(asked):
    cohort = make_ended_cohort(people=2)
    make_wishes(cohort.enrolments[0].person, timings={"evaluation": Timing.NEVER})
    assert asked() == [email(cohort.enrolments[1])]


def test_who_answers_while_the_worker_looks_is_not_asked(app):
    [enrolment] = make_ended_cohort(people=1).enrolments
    say(enrolment)
    act = {"enrolment": enrolment, "wave": Wave.AFTER, "mail": Mail.INVITATION, "now": START}
    assert not ask_for_feedback(**act)


def test_one_failure_keeps_nobody_else_from_being_asked(asked, monkeypatch):
    cohort = make_ended_cohort(people=3)
    broken = cohort.enrolments[1].person
    notify = ask_for_feedback.__globals__["notify"]

    def fail(*, person, **rest):
        if person is broken:
            raise OSError("no template")
        return notify(person=person, **rest)

    with monkeypatch.context() as patched:
        patched.setitem(ask_for_feedback.__globals__, "notify", fail)
        assert len(asked()) == 2
    assert len(asked()) == 3, "with the next sweep"


def test_finding_whom_to_ask_is_one_statement(asked):
    counts = set()
    for _ in range(2):
        make_ended_cohort(people=3)
        asked()
        with recorded_queries() as statements:
            asked(1)
        counts.add(len(statements))
    assert len(counts) == 1, "those who were asked cost nothing any more"
