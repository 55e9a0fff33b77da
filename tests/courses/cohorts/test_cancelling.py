"""Calling off a whole cohort: who is told, what they can choose instead, what stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.errors import CohortCancelled, CohortOver
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.planning.cancelling import cancel_cohort, list_to_call_off
from courses.cohorts.seats.services import enrol_person
from scheduling.invitations.services import JOB_NAME
from tests.courses.factories import make_attendance, make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person

DAY = timedelta(days=1)
MESSAGE = "Leider bin ich krank.\nBitte nehmen Sie einen anderen Termin."


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def course(app):
    return make_course()


@pytest.fixture
def cohort(course, trainer):
    return make_cohort(course=course, trainers=[trainer], session_minutes=(60, 60))


def mails_to(account):
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail for mail in rows if mail.recipient == account.email]


def test_everyone_reads_why_and_what_there_is_instead(cohort, course, trainer, personas):
    make_wishes(personas.owner.person, discreet_trainings=False)
    free = make_cohort(course=course, starts_at=START + 20 * DAY)
    full = make_cohort(course=course, starts_at=START + 21 * DAY, capacity=1)
    make_enrolment(cohort=full)
    elsewhere = personas.foreigner.person.municipality
    foreign = make_cohort(course=course, starts_at=START + 22 * DAY, municipality=elsewhere)
    make_enrolment(
        cohort=cohort, person=personas.colleague.person, status=EnrolmentStatus.WITHDRAWN
    )
    enrol_person(
        cohort=cohort, person=personas.owner.person, actor=personas.owner.person, now=START
    )
    waiting = make_account()
    make_enrolment(cohort=cohort, person=waiting.person, status=EnrolmentStatus.WAITLISTED)
    db.session.commit()
    run_job(JOB_NAME)
    cancel_cohort(cohort=cohort, message=MESSAGE, actor=trainer, now=START)
    db.session.commit()
    run_job(JOB_NAME)
    mail, last = mails_to(personas.owner)[-2:]
    assert MESSAGE in mail.body
    assert free.public_id in mail.body
    assert full.public_id not in mail.body
    assert foreign.public_id not in mail.body
    assert [mail.calendar_method, last.calendar_method] == ["CANCEL", "CANCEL"]
    assert mails_to(personas.colleague) == []
    assert [one.calendar_method for one in mails_to(waiting)] == [None]
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_public_id == cohort.public_id)
    ).all()
    assert actions == ["cohort.cancelled"]


def test_the_page_says_it_to_who_wanted_to_come(cohort, trainer, personas):
    enrolment = make_enrolment(cohort=cohort, person=personas.owner.person)
    cancel_cohort(cohort=cohort, message=MESSAGE, actor=trainer, now=START)
    assert enrolment.status == EnrolmentStatus.ENROLLED
    page = f"/cohorts/{cohort.public_id}"
    for account, told in ((personas.owner, True), (personas.colleague, False)):
        text = personas.client(account).get(page).text
        assert "Dieser Durchgang ist abgesagt" in text
        assert ("Leider bin ich krank." in text) == told
    managed = personas.client(personas.trainer).get(f"/manage{page}").text
    assert "Leider bin ich krank." in managed
    assert f"/manage{page}/cancel" not in managed


def test_what_has_taken_place_stays(course, trainer, personas):
    cohort = make_cohort(
        course=course, trainers=[trainer], starts_at=START - 2 * DAY, session_minutes=(60, 60, 60)
    )
    enrolment = make_enrolment(cohort=cohort, person=personas.owner.person)
    make_attendance(enrolment=enrolment, session=cohort.sessions[0])
    tomorrow = START - 2 * DAY + timedelta(hours=2)
    assert list_to_call_off(cohort, tomorrow) == cohort.sessions[1:]
    cancel_cohort(cohort=cohort, message=MESSAGE, actor=trainer, now=tomorrow)
    assert [session.takes_place for session in cohort.sessions] == [True, False, False]
    assert enrolment.status == EnrolmentStatus.ENROLLED, "half a course is no course"
    text = personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert "Die übrigen Termine sind abgesagt" in text


def test_it_is_called_off_once_and_by_who_manages_it(cohort, trainer, personas):
    stranger = make_account(Role.TRAINER, function=None).person
    with pytest.raises(NotFound):
        cancel_cohort(cohort=cohort, message=MESSAGE, actor=stranger, now=START)
    with pytest.raises(CohortOver):
        cancel_cohort(cohort=cohort, message=MESSAGE, actor=trainer, now=START + 30 * DAY)
    cancel_cohort(cohort=cohort, message=MESSAGE, actor=personas.office.person, now=START)
    assert len(mails_to(personas.trainer)) == 1, "the other side is told, too"
    with pytest.raises(CohortCancelled):
        cancel_cohort(cohort=cohort, message="Noch einmal", actor=trainer, now=START)
    assert cohort.cancellation_message == MESSAGE


def test_the_form_shows_what_follows_and_asks_for_a_message(cohort, course, personas):
    make_enrolment(cohort=cohort, person=personas.owner.person)
    make_cohort(course=course, starts_at=START + 20 * DAY)
    client, path = personas.client(personas.trainer), f"/manage/cohorts/{cohort.public_id}/cancel"
    page = client.get(path).text
    assert "1 Person bekommt eine Mail." in page
    assert "Noch 12 Plätze frei" in page
    assert client.post(path, data={"message": " "}).status_code == 422
    assert cohort.cancelled_at is None
    assert client.post(path, data={"message": MESSAGE}).status_code == 303
    assert cohort.cancelled_at is not None
    assert "Hier ist nichts mehr abzusagen" in client.get(path).text


def test_the_form_asks_as_often_however_many_come(cohort, course, personas):
    client, path = personas.client(personas.trainer), f"/manage/cohorts/{cohort.public_id}/cancel"
    counts = []
    for _round in range(2):
        for _number in range(3):
            make_enrolment(cohort=cohort, person=make_person())
            make_cohort(course=course, starts_at=START + 20 * DAY)
        db.session.expire_all()
        with recorded_queries() as statements:
            client.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1]
