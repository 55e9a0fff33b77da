"""Cohorts for one municipality alone: asked for, answered once, and never for confidential ones."""

import re

import pytest

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.nominations.in_house import AlreadyAnswered, accept_in_house, ask_in_house
from courses.nominations.models import InHouseRequest, InHouseState
from tests.courses.factories import make_course
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

IN_HOUSE, OFFICE = "/municipality/trainings/in-house", "/manage/in-house"
WISH = {"first": "2026-12-08", "second": "2026-12-01", "people": "12", "place": "Rathaus"}


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def asked(coordinator):
    """Asked for by way of the page."""
    course = make_course(slug="calm")
    sent = coordinator.post(f"{IN_HOUSE}/new", data=WISH | {"course": course.slug})
    assert (sent.status_code, sent.location) == (303, IN_HOUSE)
    return db.session.query(InHouseRequest).one()


def mails_to(account):
    return db.session.query(OutboxMessage).filter_by(recipient=account.email).all()


def test_the_office_is_told_and_reads_all_of_it(personas, asked, office):
    assert len(mails_to(personas.office)) == 1
    assert asked.wished == ["2026-12-01", "2026-12-08"]
    assert personas.owner.person.municipality.name in office.get(OFFICE).text
    page = office.get(f"{OFFICE}/{asked.public_id}").text
    assert "Dienstag, 1. Dezember 2026" in page
    assert personas.coordinator.person.name in page


def test_a_yes_leads_to_the_dates_filled_in_and_is_told(personas, asked, office, coordinator):
    answer = office.post(f"{OFFICE}/{asked.public_id}/accept")
    assert answer.status_code == 303
    assert answer.location.startswith("/manage/cohorts/new?course=calm&first_day=2026-12-01")
    form = office.get(answer.location).text
    selected = re.findall(r'<option[^>]*selected[^>]*value="([^"]+)"', form)
    assert asked.municipality.public_id in selected
    assert 'value="12"' in form
    assert 'value="Rathaus"' in form
    assert len(mails_to(personas.coordinator)) == 1
    assert "zugesagt" in coordinator.get(IN_HOUSE).text


def test_a_no_has_a_reason_which_the_municipality_reads(personas, asked, office, coordinator):
    address = f"{OFFICE}/{asked.public_id}"
    assert office.post(address, data={"reason": ""}).status_code == 422
    assert office.post(address, data={"reason": "Zu wenige Fachleute"}).status_code == 303
    assert "Zu wenige Fachleute" in coordinator.get(IN_HOUSE).text
    assert len(mails_to(personas.coordinator)) == 1


def test_it_is_answered_once(personas, asked, coordinator):
    coordinator.post(f"{IN_HOUSE}/{asked.public_id}/withdraw")
    assert asked.state == InHouseState.WITHDRAWN
    with pytest.raises(AlreadyAnswered):
        accept_in_house(request=asked, actor=personas.office.person, now=START)


def test_a_day_that_is_over_and_no_people_are_refused_at_their_fields(coordinator):
    wrong = {"course": make_course().slug, "first": "2026-11-01", "people": "0"}
    answer = coordinator.post(f"{IN_HOUSE}/new", data=wrong)
    assert answer.status_code == 422
    assert "Tag in den nächsten zwei Jahren" in answer.text
    assert "Zahl von 1 bis 500" in answer.text


def test_a_confidential_course_would_tell_the_municipality_who_takes_part(personas, coordinator):
    course = make_course(confidential=True)
    assert course.title.de not in coordinator.get(f"{IN_HOUSE}/new").text
    with pytest.raises(NotFound):
        ask_in_house(
            municipality=personas.owner.person.municipality,
            course=course,
            days=[START.date()],
            people=5,
            place="",
            note="",
            actor=personas.coordinator.person,
            now=START,
        )


def test_another_municipalitys_request_is_not_there(personas, asked):
    stranger = personas.client(make_account(Role.COORDINATOR, municipality=make_municipality()))
    assert stranger.post(f"{IN_HOUSE}/{asked.public_id}/withdraw").status_code == 404
    assert asked.state == InHouseState.OPEN
    assert asked.course.title.de not in stranger.get(IN_HOUSE).text


def test_the_number_of_statements_does_not_grow_with_requests(personas, asked, office):
    def count():
        with recorded_queries() as statements:
            assert office.get(OFFICE).status_code == 200
        return len(statements)

    first = count()
    for _ in range(4):
        ask_in_house(
            municipality=make_municipality(),
            course=make_course(),
            days=[START.date()],
            people=5,
            place="",
            note="",
            actor=personas.coordinator.person,
            now=START,
        )
    db.session.commit()
    assert count() == first
