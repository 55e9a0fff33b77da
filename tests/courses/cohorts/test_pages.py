"""The cohort's page, and the forms on it, as participants use them."""

from datetime import timedelta

import pytest

from courses.cohorts import queries
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from organisations.models import Function
from scheduling.queries import list_events_of
from tests.courses.factories import make_attendance, make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes

pytestmark = in_turn

YEAR = {"since": START - timedelta(days=365), "until": START + timedelta(days=365)}


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def client(personas):
    """The owner's browser."""
    return personas.client(personas.owner)


def address(cohort, act=""):
    return f"/cohorts/{cohort.public_id}{act}"


def test_a_cohort_shows_dates_place_trainers_and_seats(client, personas):
    cohort = make_cohort(trainers=[personas.trainer.person], session_minutes=(90, 90), capacity=2)
    make_enrolment(cohort=cohort)
    page = client.get(address(cohort)).text
    assert "Montag, 30. November 2026" in page
    assert "Dienstag, 1. Dezember 2026" in page
    assert "10:00–11:30" in page
    assert "Rathaus, Raum 1" in page
    assert personas.trainer.person.name in page
    assert "Noch 1 Platz frei" in page


def test_enrolling_leads_back_to_the_page_with_good_news(client, owner):
    cohort = make_cohort()
    answer = client.post(address(cohort, "/enrol"))
    assert (answer.status_code, answer.location) == (303, address(cohort))
    page = client.get(address(cohort)).text
    assert "Sie sind angemeldet" in page
    assert f'href="{address(cohort, "/withdraw")}"' in page
    assert queries.find_enrolment(owner, cohort).takes_part


def test_a_form_sent_twice_is_no_error(client, owner):
    cohort = make_cohort()
    client.post(address(cohort, "/enrol"))
    client.get(address(cohort))
    again = client.post(address(cohort, "/enrol"))
    assert again.status_code == 303
    assert "Sie sind bereits angemeldet." in client.get(address(cohort)).text
    assert len(list_events_of(owner, **YEAR)) == 1


def test_a_seat_is_given_up_only_after_a_question(client, owner):
    cohort = make_cohort()
    client.post(address(cohort, "/enrol"))
    question = client.get(address(cohort, "/withdraw"))
    assert "Platz freigeben?" in question.text
    assert queries.find_enrolment(owner, cohort).takes_part


def test_withdrawing_frees_the_seat_and_can_be_sent_twice(client, owner):
    cohort = make_cohort(capacity=1)
    client.post(address(cohort, "/enrol"))
    assert client.post(address(cohort, "/withdraw")).status_code == 303
    assert "Ihr Platz ist wieder frei." in client.get(address(cohort)).text
    assert client.post(address(cohort, "/withdraw")).status_code == 303
    page = client.get(address(cohort)).text
    assert "Sie sind in diesem Durchgang nicht angemeldet." in page
    assert "Noch 1 Platz frei" in page
    assert list_events_of(owner, **YEAR) == []


def test_a_full_cohort_says_so_and_offers_other_dates(client):
    course = make_course()
    full = make_cohort(course=course, capacity=1)
    make_enrolment(cohort=full)
    other = make_cohort(course=course, starts_at=START + timedelta(days=20))
    for answer in (client.get(address(full)), client.post(address(full, "/enrol"))):
        assert "Ausgebucht" in answer.text
        assert f'action="{address(other, "/enrol")}"' in answer.text
        assert f'action="{address(full, "/enrol")}"' not in answer.text
    assert answer.status_code == 422
    assert "Sie wurden nicht angemeldet." in answer.text


def test_a_full_cohort_without_alternative_says_that_too(client):
    full = make_cohort(capacity=1)
    make_enrolment(cohort=full)
    assert "Zurzeit gibt es keinen anderen Termin." in client.get(address(full)).text


def test_too_late_is_said_clearly(client, owner):
    cohort, own = make_cohort(starts_at=START), make_cohort(starts_at=START)
    make_enrolment(cohort=own, person=owner)
    refused = client.post(address(cohort, "/enrol"))
    assert refused.status_code == 422
    assert "hat schon begonnen. Sie wurden nicht angemeldet." in refused.text
    kept = client.post(address(own, "/withdraw"))
    assert kept.status_code == 422
    assert "Bitte sprechen Sie mit Ihrer Kursleitung." in kept.text
    assert queries.find_enrolment(owner, own).takes_part


def test_a_course_for_others_is_refused_with_its_reason(client, owner):
    cohort = make_cohort(course=make_course(audience=[Function.STAFF]))
    assert "Dieser Kurs ist für andere Funktionen gedacht" in client.get(address(cohort)).text
    assert client.post(address(cohort, "/enrol")).status_code == 422
    assert queries.find_enrolment(owner, cohort) is None


@pytest.mark.parametrize(
    ("method", "act"), [("GET", ""), ("POST", "/enrol"), ("POST", "/withdraw")]
)
def test_a_foreign_municipality_s_cohort_does_not_exist(client, personas, method, act):
    cohort = make_cohort(municipality=personas.foreigner.person.municipality)
    make_enrolment(cohort=cohort, person=personas.foreigner.person)
    for public_id in (cohort.public_id, "no-such-cohort"):
        answer = client.open(f"/cohorts/{public_id}{act}", method=method)
        assert answer.status_code == 404
    assert len(queries.list_roster(cohort)) == 1


def test_an_expired_session_writes_nothing_and_asks_to_sign_in(app, owner):
    cohort = make_cohort()
    answer = app.test_client().post(address(cohort, "/enrol"))
    assert answer.status_code == 303
    assert answer.location.startswith("/login?expired=1")
    assert queries.list_roster(cohort) == []


@pytest.mark.parametrize("who", ["trainer", "office"])
def test_who_runs_the_programme_looks_on(personas, who):
    cohort = make_cohort(trainers=[personas.trainer.person])
    client = personas.client(getattr(personas, who))
    assert "/enrol" not in client.get(address(cohort)).text
    assert client.post(address(cohort, "/enrol")).status_code == 403


def test_attendance_so_far_is_shown_to_the_person(client, owner):
    cohort = make_cohort(starts_at=START - timedelta(hours=2), session_minutes=(60, 60))
    enrolment = make_enrolment(cohort=cohort, person=owner)
    make_attendance(enrolment=enrolment, session=cohort.sessions[0])
    page = client.get(address(cohort)).text
    assert "Sie nehmen teil" in page
    assert "60 von 120 Minuten" in page
    assert "brauchen Sie 96 Minuten. Erfasst sind 1 von 2 Terminen." in page


def test_the_end_is_told_well_or_badly(client, owner):
    long_ago = START - timedelta(days=30)
    done, missed = make_cohort(starts_at=long_ago), make_cohort(starts_at=long_ago)
    completed = make_enrolment(cohort=done, person=owner, status=EnrolmentStatus.COMPLETED)
    make_attendance(enrolment=completed, session=done.sessions[0])
    absent = make_enrolment(cohort=missed, person=owner)
    make_attendance(enrolment=absent, session=missed.sessions[0], status=AttendanceStatus.ABSENT)
    assert "Das reicht für die Bescheinigung." in client.get(address(done)).text
    page = client.get(address(missed)).text
    assert "Dieser Durchgang ist vorbei" in page
    assert "wären 144 Minuten nötig" in page


def test_a_clash_with_something_else_is_a_warning(client):
    course = make_course()
    first, second = make_cohort(), make_cohort(course=course)
    client.post(address(first, "/enrol"))
    page = client.get(address(second)).text
    assert f"Überschneidet sich in Ihrem Kalender mit: {first.course.title.de}" in page
    assert "Jetzt anmelden" in page
    assert "Überschneidet" not in client.get(address(first)).text


def test_the_mail_says_when_and_where_and_not_what(client, app, owner):
    from sqlalchemy import select

    from app.kernel.db import db
    from app.kernel.outbox import OutboxMessage

    make_wishes(owner, discreet_trainings=False)
    cohort = make_cohort()
    client.post(address(cohort, "/enrol"))
    client.post(address(cohort, "/withdraw"))
    confirmed, withdrawn = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    assert confirmed.subject == "Ihr Platz in KommA"
    assert "- Montag, 30. November 2026, 10:00–13:00 Uhr, Rathaus, Raum 1" in confirmed.body
    assert f"http://localhost/cohorts/{cohort.public_id}" in confirmed.body
    assert withdrawn.subject == "Ihr Platz in KommA ist wieder frei"
    for mail in (confirmed, withdrawn):
        assert cohort.course.title.de not in mail.subject + mail.body, "mails are discreet"
