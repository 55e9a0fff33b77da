"""Whoever walks all pages that employers can reach never learns of a confidential enrolment."""

import re

import pytest

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.seats.services import enrol_person, withdraw
from courses.cohorts.services import SessionDates, open_cohort
from courses.nominations.nominating import nominate_people
from courses.nominations.queries import Criteria, count_by_course, list_all_lines
from courses.nominations.reach import reach_of
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tools.crawler import Answer, Crawler


@pytest.fixture
def secret(personas):
    """A cohort of the owner's municipality alone, of a confidential course."""
    course = make_course(confidential=True)
    home = personas.owner.person.municipality
    return make_cohort(course=course, municipality=home, trainers=[personas.trainer.person])


#: What trainings could show up on; the other pages are walked in tests/app and tests/attacks.
ABOUT_TRAININGS = ("/municipality", "/courses", "/cohorts", "/calendar", "/manage/people")
#: New with every request.
TOKEN = re.compile(r'<input[^>]*(name="csrf_token"|id="(\w+-)?key")[^>]*>')


def seen_by(personas, account):
    """All that pages about trainings say to `account`, wherever links and searches lead."""
    client, seen = personas.client(account), {}

    def fetch(address):
        if not address.startswith(ABOUT_TRAININGS):
            return Answer(200, mimetype="text/plain")
        answer = client.get(address)
        text = answer.text if answer.mimetype.startswith("text/") else ""
        if answer.status_code == 200:
            seen[address] = TOKEN.sub("", text)
        return Answer(answer.status_code, answer.mimetype, answer.location or "", text)

    desk = "/municipality/trainings"
    also = [f"{desk}?state={status}" for status in EnrolmentStatus]
    Crawler(fetch, personas.app.url_map).crawl([desk, *also, f"{desk}/people.csv"])
    assert len(seen) > 10
    return seen


@on_sqlite_only
def test_employers_see_the_same_whether_somebody_takes_part_or_not(personas, lead, secret):
    """Page by page: so neither a name nor a number, nor that something is full, tells of it."""
    open_cohort = make_cohort()
    nominate_people(
        cohort=open_cohort,
        people=[personas.colleague.person],
        actor=personas.coordinator.person,
        approves=True,
        now=START,
    )
    readers = (personas.coordinator, lead)
    before = [seen_by(personas, reader) for reader in readers]
    owner = personas.owner.person
    enrolment = enrol_person(cohort=secret, person=owner, actor=owner, now=START)
    enrolment.status = EnrolmentStatus.COMPLETED
    db.session.flush()
    after = [seen_by(personas, reader) for reader in readers]
    assert [one.keys() for one in before] == [one.keys() for one in after]
    for earlier, later in zip(before, after, strict=True):
        differing = [address for address in later if later[address] != earlier[address]]
        assert differing == []


def test_not_even_a_search_finds_it(app, personas, secret):
    owner, reach = personas.owner.person, reach_of(personas.coordinator)
    make_enrolment(cohort=secret, person=owner, status=EnrolmentStatus.COMPLETED)
    for criteria in (Criteria(course=secret.course.slug), Criteria(state="completed")):
        assert list_all_lines(reach, criteria) == []
    assert count_by_course(reach) == []
    secret.course.confidential = False
    assert count_by_course(reach) == [], "it was promised"
    secret.confidential, secret.course.confidential = False, True
    assert count_by_course(reach) == [], "it is so now"


def test_calendars_and_mails_name_nothing_of_it(app, personas, secret):
    course, event = secret.course, secret.sessions[0].event
    cohort = open_cohort(
        course=course,
        sessions=[SessionDates(event.starts_at, event.ends_at)],
        trainers=[],
        capacity=3,
        place="Haus am Wall",
        zone="Europe/Berlin",
        actor=None,
        now=START,
    )
    assert cohort.confidential
    assert {session.event.title.de for session in cohort.sessions} == {"KommA-Termin"}
    owner = personas.owner.person
    enrolment = enrol_person(cohort=cohort, person=owner, actor=owner, now=START)
    withdraw(enrolment=enrolment, actor=owner, now=START)
    mails = db.session.query(OutboxMessage).all()
    assert {mail.recipient for mail in mails} == {personas.owner.email}
    for mail in mails:
        told = mail.subject + mail.body + (mail.calendar_body or "")
        assert course.title.de not in told
        assert course.slug not in told
