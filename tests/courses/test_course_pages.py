"""The list of courses, and one course with its dates."""

from datetime import timedelta

import pytest

from app.kernel.i18n import Bilingual
from courses.catalogue.models import CourseFormat
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_competency

pytestmark = in_turn


@pytest.fixture
def client(personas):
    """The owner's browser."""
    return personas.client(personas.owner)


def test_courses_are_listed_with_length_format_and_next_free_seat(client):
    course = make_course(minutes=150, format=CourseFormat.ONLINE)
    full = make_cohort(course=course, starts_at=START + timedelta(days=3), capacity=1)
    make_enrolment(cohort=full)
    make_cohort(course=course, starts_at=START + timedelta(days=9))
    page = client.get("/courses").text
    assert course.title.de in page
    assert "Online" in page
    assert "2 Std. 30 Min." in page
    assert "Nächster freier Platz: Mittwoch, 2. Dezember 2026" in page


def test_courses_without_dates_or_seats_say_so(client):
    make_course()
    make_enrolment(cohort=make_cohort(capacity=1))
    page = client.get("/courses").text
    assert "Noch kein Termin" in page
    assert "Zurzeit ausgebucht" in page


def test_dates_of_other_municipalities_are_no_dates(client, personas):
    make_cohort(municipality=personas.foreigner.person.municipality)
    assert "Noch kein Termin" in client.get("/courses").text


def test_an_empty_catalogue_says_so(client):
    assert "Noch keine Kurse" in client.get("/courses").text


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_asks_a_fixed_number_of_questions(client, number):
    for _ in range(number):
        make_cohort()
    client.get("/courses")
    with recorded_queries() as statements:
        client.get("/courses")
    assert len([s for s in statements if s.startswith("SELECT")]) == 5


def test_a_course_tells_what_it_is_about(client):
    competency, basis = make_competency(), make_competency()
    earlier = make_course()
    course = make_course(
        raises={competency: 3},
        requires={basis: 1},
        audience=[Function.EXECUTIVE, Function.STAFF],
        after=[earlier],
        description=Bilingual(de="Mit **Übung**.", en="With **practice**."),
    )
    page = client.get(f"/courses/{course.slug}").text
    assert "Mit <strong>Übung</strong>." in page
    assert competency.name.de in page
    assert "Stufe 3 von 4" in page
    assert competency.levels[3].de in page
    assert basis.name.de in page
    assert f'href="/courses/{earlier.slug}"' in page
    assert "Führungskräfte, Mitarbeitende" in page
    assert "ab 80 Prozent Anwesenheit" in page


def test_a_course_is_shown_in_english_too(client):
    course = make_course(description=Bilingual(de="Mit Übung.", en="With practice."))
    client.get("/language/en")
    page = client.get(f"/courses/{course.slug}").text
    assert "With practice." in page
    assert "What you take away" in page


def test_its_dates_come_with_seats_place_and_a_button(client):
    course = make_course()
    cohort = make_cohort(course=course, capacity=3, place="Kreishaus")
    make_enrolment(cohort=cohort)
    page = client.get(f"/courses/{course.slug}").text
    assert "Montag, 30. November 2026" in page
    assert "10:00–13:00" in page
    assert "Kreishaus" in page
    assert "Noch 2 Plätze frei" in page
    assert f'action="/cohorts/{cohort.public_id}/enrol"' in page


def test_full_own_and_past_dates_have_no_button(client, personas):
    course = make_course()
    full = make_cohort(course=course, capacity=1)
    make_enrolment(cohort=full)
    own = make_cohort(course=course)
    make_enrolment(cohort=own, person=personas.owner.person)
    past = make_cohort(course=course, starts_at=START - timedelta(days=1))
    page = client.get(f"/courses/{course.slug}").text
    assert "Ausgebucht" in page
    assert "Sie sind angemeldet" in page
    assert past.public_id not in page
    assert "/enrol" not in page


def test_a_course_for_other_functions_can_be_read_only(client):
    course = make_course(audience=[Function.STAFF])
    make_cohort(course=course)
    page = client.get(f"/courses/{course.slug}").text
    assert "Dieser Kurs ist für andere Funktionen gedacht" in page
    assert "/enrol" not in page


@pytest.mark.parametrize("who", ["trainer", "office"])
def test_who_does_not_enrol_sees_no_button(personas, who):
    course = make_course()
    make_cohort(course=course)
    page = personas.client(getattr(personas, who)).get(f"/courses/{course.slug}").text
    assert "Noch 12 Plätze frei" in page
    assert "/enrol" not in page


def test_an_unknown_course_is_not_found(client):
    assert client.get("/courses/no-such-course").status_code == 404
