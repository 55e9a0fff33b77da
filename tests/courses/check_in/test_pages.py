"""Checking in by the code on the wall, as trainer and participant see it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.kernel.i18n import Bilingual
from app.kernel.permissions import Role
from courses.check_in.codes import Ticket, make_code, make_ticket
from courses.check_in.keys import signing_key
from courses.check_in.sheet import sign_in_sheet
from courses.cohorts import queries
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.cohorts.seats.services import enrol_person
from organisations.protection.services import hide_contact
from tests.courses.factories import make_attendance, make_cohort, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn

PRESENT, LATE, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.ABSENT


@pytest.fixture
def clock(app):
    return app.extensions["komma"].clock


@pytest.fixture
def cohort(personas):
    """Its session begins in a quarter of an hour and lasts three hours."""
    return make_cohort(trainers=[personas.trainer.person], starts_at=START + timedelta(minutes=15))


@pytest.fixture
def enrolment(cohort, personas):
    return make_enrolment(cohort=cohort, person=personas.owner.person)


def wall(cohort):
    return f"/manage/cohorts/{cohort.public_id}/sessions/{cohort.sessions[0].public_id}/check-in"


def code_of(cohort, clock):
    return f"/check-in/{make_code(signing_key(), cohort.sessions[0].public_id, clock.now())}"


def ticket_of(cohort, clock, person_id=""):
    ticket = Ticket(cohort.sessions[0].public_id, person_id)
    return f"/check-in/here/{make_ticket(signing_key(), ticket, clock.now())}"


def record_of(enrolment):
    found = [(one.status, one.minutes) for one in enrolment.attendances]
    return found[0] if found else None


# --- by the participant ---------------------------------------------------------------------


def test_one_button_after_the_code_says_that_one_is_there(personas, cohort, enrolment, clock):
    client = personas.client(personas.owner)
    arrived = client.get(code_of(cohort, clock))
    page = client.get(arrived.location)
    assert page.text.count("Ich bin da") == 1
    assert record_of(enrolment) is None, "looking changes nothing"
    answer = client.post(arrived.location)
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cohort.public_id}")
    assert "Sie sind eingetragen: anwesend." in client.get(answer.location).text
    assert record_of(enrolment) == (PRESENT, None)
    assert enrolment.attendances[0].recorded_by_id == personas.owner.person_id
    page = client.get(arrived.location).text
    assert "Sie sind eingetragen: anwesend" in page
    assert "Ich bin da" not in page


def test_who_comes_late_is_late_with_what_is_left(personas, cohort, enrolment, clock):
    clock.advance(minutes=15 + 60)
    personas.client(personas.owner).post(ticket_of(cohort, clock))
    assert record_of(enrolment) == (LATE, 120)
    assert queries.fulfilment(enrolment).attended_minutes == 120


def test_who_must_sign_in_first_comes_back_with_a_ticket(app, personas, cohort, enrolment, clock):
    stranger = app.test_client()
    ticket = stranger.get(code_of(cohort, clock)).location
    asked = stranger.get(ticket)
    assert asked.status_code == 303
    assert asked.location.startswith("/login?next=/check-in/here/")
    clock.advance(minutes=9)
    stranger.sign_in(personas.owner)
    assert stranger.post(ticket).status_code == 303
    assert record_of(enrolment) == (PRESENT, None)


def test_what_the_trainer_recorded_stays(personas, cohort, enrolment, clock):
    clock.advance(minutes=20)
    record_attendance(
        session=cohort.sessions[0],
        statuses={enrolment: ABSENT},
        actor=personas.trainer.person,
        now=clock.now(),
    )
    client = personas.client(personas.owner)
    answer = client.post(ticket_of(cohort, clock))
    assert record_of(enrolment) == (ABSENT, None)
    assert "Sie sind eingetragen: fehlt." in client.get(answer.location).text


def test_who_is_not_on_the_list_is_told_so_and_nothing_else(personas, cohort, enrolment, clock):
    withdrawn = make_enrolment(
        cohort=cohort, person=personas.foreigner.person, status=EnrolmentStatus.WITHDRAWN
    )
    for account in (personas.colleague, personas.foreigner, personas.trainer):
        client = personas.client(account)
        for answer in (client.get(ticket_of(cohort, clock)), client.post(ticket_of(cohort, clock))):
            assert answer.status_code == 403
            assert "Sie stehen nicht auf der Liste dieses Termins." in answer.text
            assert cohort.title.de not in answer.text
    assert withdrawn.attendances == []


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-20, "ab 30 Minuten vor dem Beginn"), (15 + 180, "Der Termin ist vorbei.")],
)
def test_it_is_closed_before_and_after(personas, cohort, enrolment, clock, minutes, words):
    clock.advance(minutes=minutes)
    answer = personas.client(personas.owner).post(ticket_of(cohort, clock))
    assert answer.status_code == 409
    assert words in answer.text
    assert record_of(enrolment) is None


def test_a_session_that_is_called_off_takes_nobody(personas, cohort, enrolment, clock):
    cohort.sessions[0].event.status = "cancelled"
    answer = personas.client(personas.owner).post(ticket_of(cohort, clock))
    assert (answer.status_code, record_of(enrolment)) == (409, None)


def test_codes_and_tickets_that_are_no_good_are_refused_plainly(personas, cohort, enrolment, clock):
    client, other = personas.client(personas.owner), make_cohort()
    old_code, old_ticket = code_of(cohort, clock), ticket_of(cohort, clock)
    of_somebody = ticket_of(cohort, clock, personas.colleague.person.public_id)
    clock.advance(minutes=11)
    forged = [
        old_code,
        code_of(cohort, clock)[:-1] + "!",
        code_of(cohort, clock).replace(cohort.sessions[0].public_id, other.sessions[0].public_id),
        old_ticket,
        ticket_of(cohort, clock).replace(cohort.sessions[0].public_id, other.sessions[0].public_id),
        code_of(cohort, clock).replace("/check-in/", "/check-in/here/"),
    ]
    for address in forged:
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Dieser Code gilt nicht mehr" in answer.text
    clock.advance(minutes=-11)
    assert client.post(of_somebody).status_code == 404
    assert client.post(code_of(cohort, clock)).status_code == 405
    assert record_of(enrolment) is None


def test_a_ticket_of_who_was_signed_in_is_theirs_alone(personas, cohort, enrolment, clock):
    make_enrolment(cohort=cohort, person=personas.colleague.person)
    ticket = personas.client(personas.colleague).get(code_of(cohort, clock)).location
    assert personas.client(personas.owner).post(ticket).status_code == 404
    assert personas.client(personas.colleague).post(ticket).status_code == 303
    assert record_of(enrolment) is None


# --- by the trainer -------------------------------------------------------------------------


def test_the_code_on_the_wall_changes_each_minute(personas, cohort, enrolment, clock):
    client = personas.client(personas.trainer)
    first = client.get(wall(cohort)).text
    assert "0 von 1 sind da" in first
    assert " style=" not in first
    clock.advance(minutes=1)
    personas.client(personas.owner).post(ticket_of(cohort, clock))
    second = client.get(wall(cohort)).text
    assert "1 von 1 sind da" in second
    drawn = [re.search(r"<path[^>]*qrline[^>]*>", page).group() for page in (first, second)]
    assert drawn[0] != drawn[1]


def test_the_wall_shows_a_code_only_while_it_is_open(personas, cohort, clock):
    client = personas.client(personas.trainer)
    for minutes, words in ((-20, "Noch nicht offen"), (20 + 15 + 180, "Der Termin ist vorbei")):
        clock.advance(minutes=minutes)
        page = client.get(wall(cohort)).text
        assert words in page
        assert "qrline" not in page


def test_the_wall_and_the_sheet_are_the_trainer_s(personas, cohort):
    sheet = wall(cohort).replace("check-in", "sign-in-sheet.pdf")
    for address in (wall(cohort), sheet):
        assert personas.client(personas.owner).get(address).status_code == 403
        other = personas.client(make_account(Role.TRAINER, function=None))
        assert other.get(address).status_code == 404
        assert personas.client(personas.office).get(address).status_code == 200


def test_the_way_there_stands_on_the_cohort_s_page(personas, cohort):
    page = personas.client(personas.trainer).get(f"/manage/cohorts/{cohort.public_id}").text
    assert wall(cohort) in page
    assert wall(cohort).replace("check-in", "sign-in-sheet.pdf") in page


def test_the_sheet_names_everybody_with_a_line_to_sign(personas, cohort):
    person = personas.owner.person
    person.team.name = Bilingual(de="Ausländerbehörde", en="Aliens office")
    hide_contact(person=person, actor=person, now=START)
    enrol_person(cohort=cohort, person=person, actor=person, now=START - timedelta(days=1))
    make_enrolment(cohort=cohort, person=make_person(given_name="Zoë", family_name="<b>Öz & Co"))
    address = wall(cohort).replace("check-in", "sign-in-sheet.pdf")
    answer = personas.client(personas.trainer).get(address)
    assert answer.mimetype == "application/pdf"
    [page] = PdfReader(BytesIO(answer.data)).pages
    text = page.extract_text()
    for words in (
        "Unterschriftenliste",
        cohort.title.de,
        "23. November 2026",
        "10:15",
        "Rathaus, Raum 1",
        personas.trainer.person.name,
        person.name,
        "Heimstadt",
        "<b>Öz & Co",
        "Unterschrift",
    ):
        assert words in text, words
    assert "Ausländerbehörde" not in text


def test_a_long_sheet_goes_on_with_its_header(personas, cohort):
    for number in range(10):
        name = f"Name{number}" + "lang" * 40
        make_enrolment(cohort=cohort, person=make_person(family_name=name))
    pages = PdfReader(BytesIO(sign_in_sheet(cohort.sessions[0], queries.list_roster(cohort)))).pages
    assert len(pages) > 1
    assert all("Kommune" in page.extract_text() for page in pages)


def test_the_trainer_sees_who_checked_in_themselves(personas, cohort, enrolment, clock):
    other = make_enrolment(cohort=cohort)
    clock.advance(minutes=15)
    personas.client(personas.owner).post(ticket_of(cohort, clock))
    make_attendance(enrolment=other, session=cohort.sessions[0])
    address = wall(cohort).replace("/check-in", "")
    assert personas.client(personas.trainer).get(address).text.count("Selbst eingecheckt") == 1
