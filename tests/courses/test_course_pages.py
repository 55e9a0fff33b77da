"""The list of courses, and one course with its dates."""

from datetime import timedelta

import pytest

from app.kernel.i18n import Bilingual
from courses.catalogue.models import CourseFormat, CourseStatus
from organisations.models import Function
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_competency, make_situation

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


def test_a_course_tells_what_it_takes_what_it_helps_with_and_what_comes_after(client, personas):
    first, second = make_competency(), make_competency()
    situation = make_situation(first, second)
    course = make_course(
        raises={first: 2, second: 2},
        format=CourseFormat.ONLINE,
        expectations=Bilingual(de="Bringen Sie **einen Fall** mit.", en="Bring **a case**."),
    )
    later = make_course(after=[course])
    make_course(after=[course], status=CourseStatus.ARCHIVED)
    make_cohort(course=course, trainers=[personas.trainer.person])
    page = client.get(f"/courses/{course.slug}").text
    assert "Bringen Sie <strong>einen Fall</strong> mit." in page
    assert "Rechner mit Kamera" in page
    assert f'href="/courses?situation={situation.key}#results"' in page
    assert page.count('href="/courses/course-') == 1
    assert f'href="/courses/{later.slug}"' in page
    assert personas.trainer.person.name in page
    assert 'href="#dates"' in page


def test_an_archived_course_can_be_read_but_not_enrolled_in(client):
    course = make_course()
    cohort = make_cohort(course=course)
    course.status = CourseStatus.ARCHIVED
    page = client.get(f"/courses/{course.slug}").text
    assert "Dieser Kurs wird nicht mehr angeboten" in page
    assert cohort.public_id not in page
    page = client.get(f"/cohorts/{cohort.public_id}").text
    assert "Dieser Kurs wird nicht mehr angeboten" in page
    assert "/enrol" not in page
    answer = client.post(f"/cohorts/{cohort.public_id}/enrol")
    assert answer.status_code == 422
    assert course.title.de not in client.get("/courses").text


def test_a_course_that_was_never_published_is_not_found(client):
    draft = make_course(status=CourseStatus.DRAFT, version_number=None)
    assert client.get(f"/courses/{draft.slug}").status_code == 404
    assert draft.title.de not in client.get("/courses").text


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
