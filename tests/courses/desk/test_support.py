"""What somebody needs to take part: sealed, read by those who lead it, forgotten in time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.retention import delete_due
from app.kernel.vault import current_vault
from courses.cohorts.queries import find_enrolment
from courses.cohorts.seats.services import withdraw
from courses.desk.support.models import SupportNeed
from courses.desk.support.personal_data import erase_support_needs, export_needs
from courses.desk.support.queries import read_need
from courses.desk.support.services import say_need
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

NEED = "Bitte ohne Stufen"


def address(cohort):
    return f"/cohorts/{cohort.public_id}/support"


def count():
    return db.session.scalar(select(func.count()).select_from(SupportNeed))


def test_it_is_said_on_the_cohorts_page_and_read_by_those_who_lead_it(
    client, reader, personas, cohort
):
    page = f"/cohorts/{cohort.public_id}"
    assert "Brauchen Sie etwas" in reader.get(page).text
    assert reader.post(address(cohort), data={"text": NEED}).location == page
    assert NEED in reader.get(address(cohort)).text
    assert NEED in client.get(f"/manage{page}").text
    assert NEED in personas.client(personas.office).get(f"/manage{page}").text
    assert NEED not in client.get(f"/manage{page}/roster").text
    assert NEED.encode() not in db.session.scalar(select(SupportNeed.sealed))
    reader.post(address(cohort), data={"text": ""})
    assert count() == 0


@pytest.mark.parametrize("who", ["colleague", "foreigner", "coordinator"])
def test_who_takes_no_part_has_nothing_to_say_or_read(personas, cohort, enrolment, who):
    say_need(enrolment=enrolment, text=NEED, now=START)
    other = personas.client(getattr(personas, who))
    assert other.get(address(cohort)).status_code == 404
    assert other.post(address(cohort), data={"text": "x"}).status_code == 404
    assert NEED not in other.get(f"/cohorts/{cohort.public_id}").text


def test_who_leaves_takes_it_along(cohort, enrolment):
    say_need(enrolment=enrolment, text=NEED, now=START)
    left = withdraw(
        enrolment=find_enrolment(enrolment.person, cohort), actor=enrolment.person, now=START
    )
    assert count() == 0
    with pytest.raises(NotFound):
        say_need(enrolment=left, text=NEED, now=START)


def test_it_is_forgotten_some_weeks_after_the_last_session(app, enrolment):
    last = max(session.event.ends_at for session in enrolment.cohort.sessions)
    say_need(enrolment=enrolment, text=NEED, now=START)
    say_need(
        enrolment=make_enrolment(cohort=make_cohort(starts_at=START + timedelta(days=90))),
        text=NEED,
        now=START,
    )
    db.session.commit()
    assert delete_due(last + timedelta(days=29)) == 0
    assert delete_due(last + timedelta(days=30)) == 1
    assert count() == 1


def test_it_is_exported_erased_and_unreadable_without_its_key(app, enrolment):
    person = enrolment.person
    say_need(enrolment=enrolment, text=NEED, now=START)
    assert [entry["need"] for entry in export_needs(person.id)] == [NEED]
    current_vault().erase(person.vault_subject, now=START)
    assert read_need(enrolment) == ""
    erase_support_needs(person.id)
    assert count() == 0


@pytest.mark.parametrize("number", [1, 5])
def test_the_roster_asks_a_fixed_number_of_questions(client, cohort, number):
    for _ in range(number):
        say_need(enrolment=make_enrolment(cohort=cohort), text=NEED, now=START)
    path = f"/manage/cohorts/{cohort.public_id}"
    client.get(path)
    with recorded_queries() as statements:
        assert client.get(path).text.count(NEED) == number
    assert len(statements) < 27
