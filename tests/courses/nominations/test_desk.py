"""What coordinators and leads see of the trainings of their people, and what they never see."""

import pytest

from courses.cohorts.models import EnrolmentStatus
from courses.nominations.queries import (
    CourseCount,
    FunctionCount,
    count_by_course,
    count_by_function,
)
from courses.nominations.reach import reach_of
from organisations.models import Function
from organisations.protection.services import hide_contact
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn

DESK = "/municipality/trainings"


@pytest.fixture
def course(app):
    return make_course()


@pytest.fixture
def enrolled(personas, course):
    """The owner in a cohort of `course`."""
    return make_enrolment(cohort=make_cohort(course=course), person=personas.owner.person)


def test_the_coordinator_sees_who_is_where(personas, enrolled, course):
    page = personas.client(personas.coordinator).get(DESK).text
    assert personas.owner.person.name in page
    assert course.title.de in page
    assert "angemeldet" in page
    assert personas.foreigner.person.name not in page


@pytest.mark.parametrize("status", [EnrolmentStatus.WITHDRAWN, EnrolmentStatus.DECLINED])
def test_who_has_left_or_was_declined_is_nobodys_business(personas, course, status):
    make_enrolment(cohort=make_cohort(course=course), person=personas.owner.person, status=status)
    assert course.title.de not in personas.client(personas.coordinator).get(DESK).text


def test_the_lead_sees_the_team_alone(personas, lead, elsewhere, enrolled):
    page = personas.client(lead).get(DESK).text
    assert personas.owner.person.name in page
    assert elsewhere.person.name not in page


def test_in_a_team_nobody_is_shown_who_is_protected(personas, lead):
    protected = personas.owner.person
    hide_contact(person=protected, actor=protected, now=START)
    assert protected.name not in personas.client(lead).get(DESK).text
    team, coordinator = protected.team.public_id, personas.client(personas.coordinator)
    assert protected.name in coordinator.get(DESK).text
    assert protected.name not in coordinator.get(f"{DESK}?team={team}").text
    assert protected.name not in coordinator.get(f"{DESK}/people.csv?team={team}").text


@pytest.mark.parametrize("name", ["owner", "foreigner", "trainer", "office"])
def test_nobody_else_gets_in(personas, name):
    client = personas.client(getattr(personas, name))
    assert client.get(DESK).status_code == 403
    assert client.get(f"{DESK}/people.csv").status_code == 403


def test_a_search_finds_by_name_function_course_and_state(personas, elsewhere, enrolled, course):
    client, home = personas.client(personas.coordinator), personas.owner.person.municipality
    staff = make_account(given_name="Wenke", municipality=home, function=Function.STAFF).person
    make_enrolment(
        cohort=make_cohort(course=course), person=staff, status=EnrolmentStatus.COMPLETED
    )

    def found(query):
        file = client.get(f"{DESK}/people.csv?{query}").text
        people = (personas.owner.person, elsewhere.person, staff)
        return {one.given_name for one in people if one.name in file}

    assert found("") == {"Ada", "Enno", "Wenke"}
    assert found("q=enn") == {"Enno"}
    assert found("function=executive") == {"Ada"}
    assert found(f"course={course.slug}") == {"Ada", "Wenke"}
    assert found(f"course={course.slug}&state=completed") == {"Wenke"}
    assert found("course=no-such-course") == {"Ada", "Enno", "Wenke"}


def test_the_file_says_the_same_with_a_line_for_each_training(personas, enrolled, course):
    file = personas.client(personas.coordinator).get(f"{DESK}/people.csv")
    assert file.mimetype == "text/csv"
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name;Funktion;Team;Kurs;Beginn;Ende;Status"
    owner = personas.owner.person
    day = "30.11.2026"
    line = [owner.name, "Führungskraft", owner.team.name.de, course.title.de, day, day]
    assert ";".join([*line, "angemeldet"]) in lines


def test_progress_counts_people_by_course_and_function(personas, enrolled, course):
    done = make_account(municipality=personas.owner.person.municipality).person
    make_enrolment(cohort=make_cohort(course=course), person=done, status=EnrolmentStatus.COMPLETED)
    waits = make_account(municipality=personas.owner.person.municipality).person
    make_enrolment(
        cohort=make_cohort(course=course), person=waits, status=EnrolmentStatus.WAITLISTED
    )
    make_enrolment(cohort=make_cohort(course=course), person=personas.foreigner.person)
    reach = reach_of(personas.coordinator)
    assert count_by_course(reach) == [CourseCount(course.title, 1, 1, 1)]
    assert FunctionCount(Function.STAFF, 3, 1) in count_by_function(reach)
    assert FunctionCount(Function.EXECUTIVE, 2, 0) in count_by_function(reach)


def test_the_number_of_statements_does_not_grow_with_people_and_trainings(personas, course):
    client, home = personas.client(personas.coordinator), personas.owner.person.municipality

    def count():
        with recorded_queries() as statements:
            assert client.get(DESK).status_code == 200
        return len(statements)

    make_enrolment(cohort=make_cohort(course=course), person=personas.owner.person)
    first = count()
    for _ in range(5):
        person = make_person(municipality=home)
        for _ in range(3):
            make_enrolment(cohort=make_cohort(), person=person)
    assert count() == first
