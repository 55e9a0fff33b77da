"""People are enrolled from a list: as it was shown, row by row, and nobody else."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.permissions import Role
from courses.cohorts import queries
from courses.cohorts.seats.capacity import change_capacity
from courses.cohorts.seats.services import enrol_person
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn


@pytest.fixture
def trainer(personas):
    return personas.trainer


@pytest.fixture
def client(personas):
    return personas.client(personas.trainer)


@pytest.fixture
def cohort(trainer):
    return make_cohort(trainers=[trainer.person], capacity=3)


def address(cohort, rest=""):
    return f"/manage/cohorts/{cohort.public_id}/import{rest}"


def sent(client, cohort, *lines, heading="E-Mail"):
    """The preview's address after the list was uploaded."""
    content = "\r\n".join([heading, *lines]).encode()
    answer = client.post(address(cohort), data={"file": (io.BytesIO(content), "liste.csv")})
    assert answer.status_code == 303, answer.text
    return answer.location


def on_roster(cohort):
    return {enrolment.person for enrolment in queries.list_roster(cohort)}


def shown(text, heading):
    """What stands under a heading of the preview, up to the next one."""
    return text.split(f">{heading} (")[1].split("</section>")[0]


def test_the_preview_says_what_becomes_of_each_row_and_changes_nothing(client, cohort, personas):
    make_enrolment(cohort=cohort, person=personas.colleague.person)
    lines = (personas.owner.email, personas.colleague.email, "nobody@example.org")
    page = client.get(sent(client, cohort, *lines)).text
    assert personas.owner.email in shown(page, "Wird angemeldet")
    assert "Zeile 2" in shown(page, "Wird angemeldet")
    assert personas.colleague.email in shown(page, "Ist schon angemeldet")
    assert "nobody@example.org" in shown(page, "Kein passendes Konto")
    assert personas.owner.person.name not in page
    assert on_roster(cohort) == {personas.colleague.person}


def test_who_was_shown_as_ready_is_enrolled_by_the_trainer(client, cohort, personas):
    preview = sent(client, cohort, personas.owner.email, "nobody@example.org")
    answer = client.post(f"{preview}/enrol", data={"rows": "2"})
    assert (answer.status_code, answer.location) == (303, preview)
    page = client.get(preview).text
    assert "1 Person ist angemeldet" in page
    assert personas.owner.email in shown(page, "Ist schon angemeldet")
    assert on_roster(cohort) == {personas.owner.person}
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "enrolment.confirmed"))
    assert entry.actor_public_id == personas.trainer.person.public_id
    client.post(f"{preview}/enrol", data={"rows": "2"})
    assert "waren schon angemeldet" in client.get(preview).text


def test_what_changed_meanwhile_is_said_and_the_rest_is_done(client, cohort, personas, trainer):
    people = (personas.owner, personas.colleague, personas.foreigner)
    preview = sent(client, cohort, *(account.email for account in people))
    enrol_person(
        cohort=cohort, person=personas.owner.person, actor=personas.owner.person, now=START
    )
    change_capacity(cohort=cohort, seats=2, actor=trainer.person, now=START)
    client.post(f"{preview}/enrol", data={"rows": "2,3,4"})
    page = client.get(preview).text
    assert "1 Person ist angemeldet" in page
    assert "Nicht angemeldet: Zeile 4." in page
    assert on_roster(cohort) == {personas.owner.person, personas.colleague.person}


def test_rows_that_were_not_shown_as_ready_stay_out(client, cohort, personas):
    preview = sent(client, cohort, personas.owner.email, personas.colleague.email)
    client.post(f"{preview}/enrol", data={"rows": "3,99"})
    assert on_roster(cohort) == {personas.colleague.person}


@pytest.mark.parametrize("rows", ["", "two", "2;3", "2,", "9" * 9])
def test_wrong_row_numbers_are_refused(client, cohort, personas, rows):
    preview = sent(client, cohort, personas.owner.email)
    assert client.post(f"{preview}/enrol", data={"rows": rows}).status_code == 422
    assert on_roster(cohort) == set()


def test_names_with_their_municipality_do_as_well(client, cohort, personas):
    person = personas.owner.person
    preview = sent(
        client,
        cohort,
        f"{person.given_name};{person.family_name};Heimstadt",
        heading="Vorname;Nachname;Kommune",
    )
    assert "Wird angemeldet" in client.get(preview).text


def test_a_list_without_headings_says_what_is_missing(client, cohort):
    content = io.BytesIO(b"Name;Ort\nAda;Heimstadt")
    answer = client.post(address(cohort), data={"file": (content, "liste.csv")})
    assert answer.status_code == 422
    assert "fehlen diese Überschriften: E-Mail" in answer.text


def test_accounts_elsewhere_are_told_to_the_office_alone(client, personas, trainer):
    home = personas.owner.person.municipality
    cohort = make_cohort(trainers=[trainer.person], municipality=home)
    page = client.get(sent(client, cohort, personas.foreigner.email)).text
    assert personas.foreigner.email in shown(page, "Kein passendes Konto")
    office = personas.client(personas.office)
    page = office.get(sent(office, cohort, personas.foreigner.email)).text
    assert personas.foreigner.email in shown(page, "Nicht für diese Kommune")


def test_a_protected_person_s_address_is_not_confirmed_to_a_trainer(client, cohort, personas):
    personas.owner.person.contact_hidden = True
    db.session.flush()
    page = client.get(sent(client, cohort, personas.owner.email)).text
    assert personas.owner.email in shown(page, "Kein passendes Konto")
    office = personas.client(personas.office)
    page = office.get(sent(office, cohort, personas.owner.email)).text
    assert personas.owner.email in shown(page, "Wird angemeldet")


def test_other_functions_are_left_out(client, personas, trainer):
    course = make_course(audience=[Function.STAFF])
    cohort = make_cohort(course=course, trainers=[trainer.person])
    page = client.get(sent(client, cohort, personas.owner.email)).text
    assert personas.owner.email in shown(page, "Nicht für diese Funktion")


def test_nobody_comes_into_a_cohort_that_has_begun(client, personas, trainer):
    cohort = make_cohort(trainers=[trainer.person], starts_at=START - timedelta(hours=1))
    page = client.get(address(cohort)).text
    assert "Dieser Durchgang hat schon begonnen." in page
    assert 'type="file"' not in page
    content = io.BytesIO(personas.owner.email.encode())
    answer = client.post(address(cohort), data={"file": (content, "liste.csv")})
    assert answer.status_code == 422


def test_a_list_belongs_to_who_uploaded_it_and_to_its_cohort(client, cohort, personas, trainer):
    preview = sent(client, cohort, personas.owner.email)
    list_id = preview.rpartition("/")[2]
    other = make_cohort(trainers=[trainer.person])
    assert client.get(address(other, f"/{list_id}")).status_code == 404
    assert client.post(address(other, f"/{list_id}/enrol"), data={"rows": "2"}).status_code == 404
    office = personas.client(personas.office)
    assert office.get(preview).status_code == 404
    assert office.get(f"/manage/roster/{list_id}").status_code == 404
    colleague = personas.client(make_account(Role.TRAINER, function=None))
    assert colleague.get(preview).status_code == 404
    assert colleague.get(address(cohort)).status_code == 404


def test_a_list_can_be_thrown_away(client, cohort, personas):
    preview = sent(client, cohort, personas.owner.email)
    assert client.post(f"{preview}/discard").status_code == 303
    assert client.get(preview).status_code == 404


def test_the_preview_asks_as_many_questions_for_a_few_rows_as_for_many(client, cohort):
    counts = []
    for number in (1, 9):
        accounts = [make_account(municipality=make_municipality()) for _ in range(number)]
        preview = sent(client, cohort, *(account.email for account in accounts))
        db.session.expire_all()
        with recorded_queries() as statements:
            client.get(preview)
        counts.append(len(statements))
    assert counts[0] == counts[1]
