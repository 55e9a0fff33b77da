"""Whoever walks all pages they can reach never finds how to reach a person who is protected."""

import re

import pytest

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.seats.services import enrol_person
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from organisations.protection.services import hide_contact
from scheduling.coaching.services import cancel_booking
from tests.courses.factories import make_cohort
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.organisations.factories import make_account, make_team
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_feed
from tools.crawler import Answer, Crawler

#: What would lead to the person: the address, what they do, where they sit.
EMAIL, JOB, TEAM = "ada-secret@example.org", "Waffenbehörde, Zimmer 12", "Team Ausländerbehörde"
SECRETS = (EMAIL, JOB, TEAM)


@pytest.fixture
def threatened(personas) -> Person:
    """Takes part in a training, has a coaching, and trains and coaches besides."""
    owner = personas.owner
    person = owner.person
    owner.email, person.job_title = EMAIL, Bilingual(de=JOB, en=JOB)
    person.team = make_team(municipality=person.municipality, name=TEAM)
    cohort = make_cohort(trainers=[personas.trainer.person, person])
    for taking_part in (person, personas.colleague.person):
        enrol_person(cohort=cohort, person=taking_part, actor=taking_part, now=START)
    coach = make_coach(email="coach@example.org").person
    make_working_time(coach)
    offer = make_offer(coach)
    make_booking(offer, person, TUESDAY_AT_TEN)
    cancel_booking(booking=make_booking(offer, person, TUESDAY_AT_TEN.replace(hour=12)), now=START)
    return person


@pytest.fixture
def coach(personas, threatened):
    return get_account_by_email("coach@example.org")


#: Which teams a municipality has is no secret. Who belongs to them is.
NAMES_OF_TEAMS = "/manage/teams"
CHOICES = re.compile(r"<(datalist|select)\b.*?</\1>", re.DOTALL)


def seen_by(personas, account) -> str:
    """All that the pages say of people whom `account` can reach, and their subscription."""
    client, seen = personas.client(account), []

    def fetch(address: str) -> Answer:
        answer = client.get(address)
        text = answer.text if answer.mimetype.startswith("text/") else ""
        if not address.startswith(NAMES_OF_TEAMS):
            seen.append(CHOICES.sub("", text))
        return Answer(answer.status_code, answer.mimetype, answer.location or "", text)

    found = Crawler(fetch, personas.app.url_map).crawl()
    assert len(found.pages) > 5
    token = make_feed(account.person).token
    seen.append(client.get(f"/calendar/{token}.ics").text)
    return "\n".join(seen)


@on_sqlite_only
def test_without_protection_the_walk_would_find_something(personas, threatened):
    assert TEAM in seen_by(personas, personas.trainer)


@on_sqlite_only
def test_nobody_finds_the_way_to_a_protected_person(personas, threatened, coach):
    hide_contact(person=threatened, actor=threatened, now=START)
    lead = make_account(Role.TEAM_LEAD, Role.TRAINEE, municipality=threatened.municipality)
    readers = (
        personas.trainer,
        coach,
        personas.coordinator,
        personas.colleague,
        personas.foreigner,
        lead,
    )
    for reader in readers:
        seen = seen_by(personas, reader)
        for secret in SECRETS:
            assert secret not in seen, reader.person.given_name


def test_no_mail_to_others_and_no_file_for_their_calendar_names_them(threatened, coach):
    mails = db.session.query(OutboxMessage).filter(OutboxMessage.recipient != EMAIL).all()
    assert {mail.recipient for mail in mails} >= {coach.email}
    assert any(mail.calendar_body for mail in mails)
    for mail in mails:
        for secret in SECRETS:
            assert secret not in mail.subject + mail.body + (mail.calendar_body or "")


def test_the_office_finds_it_where_it_manages_people(personas, threatened):
    hide_contact(person=threatened, actor=threatened, now=START)
    office = personas.client(personas.office)
    assert EMAIL in office.get("/manage/people").text
    assert JOB in office.get(f"/manage/people/{threatened.public_id}").text
