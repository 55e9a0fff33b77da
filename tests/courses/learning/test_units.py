"""People say themselves which learning units they are done with, and nobody else can."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.learning.events import CourseReopened, CourseStudied
from courses.learning.models import UnitCompletion
from courses.learning.personal_data import erase_completions, export_completions
from courses.learning.queries import list_studied, progress_in, progress_in_each
from courses.learning.services import complete_unit, reopen_unit
from tests.courses.factories import add_units, make_course, make_self_paced_course
from tests.house.clock import START
from tests.house.queries import recorded_queries


@pytest.fixture
def person(personas):
    return personas.owner.person


@pytest.fixture
def course(app):
    return make_self_paced_course(slug="reading")


def read(course, person, *numbers, now=START):
    for number in numbers:
        unit = course.units[number - 1]
        complete_unit(person=person, unit=unit, actor=person, now=now + timedelta(hours=number))


def test_progress_goes_on_where_one_has_stopped(person, course):
    assert not progress_in(person, course).begun
    read(course, person, 1)
    progress = progress_in(person, course)
    assert progress.begun
    assert not progress.complete
    assert progress.next_unit is course.units[1]
    assert progress.minutes_left == 40


def test_one_goes_on_from_the_unit_and_comes_back_for_what_was_skipped(person, course):
    first, second, third = course.units
    progress = complete_unit(person=person, unit=second, actor=person, now=START)
    assert progress.next_unit_after(second) is third
    progress = complete_unit(person=person, unit=third, actor=person, now=START)
    assert progress.next_unit_after(third) is first
    progress = complete_unit(person=person, unit=first, actor=person, now=START)
    assert progress.next_unit_after(first) is None


def test_the_last_unit_completes_the_course_once(person, course, announced):
    read(course, person, 1, 2)
    assert announced == []
    assert list_studied(person) == []
    read(course, person, 3, 3)
    assert announced == [CourseStudied(person.id, course.id, START + timedelta(hours=3))]
    [studied] = list_studied(person)
    assert (studied.course, studied.completed_at) == (course, START + timedelta(hours=3))
    count = select(func.count()).select_from(UnitCompletion)
    assert db.session.scalar(count) == 3, "a second click does no harm"


def test_taking_a_unit_back_opens_the_course_again(person, course, announced):
    read(course, person, 1, 2, 3)
    reopen_unit(person=person, unit=course.units[1], actor=person, now=START)
    assert announced[1:] == [CourseReopened(person.id, course.id, START)]
    assert list_studied(person) == []
    reopen_unit(person=person, unit=course.units[1], actor=person, now=START)
    reopen_unit(person=person, unit=course.units[0], actor=person, now=START)
    assert len(announced) == 2, "it was open already"


def test_reading_the_units_of_a_live_course_completes_nothing(person, announced):
    live = make_course()
    add_units(live, 2)
    read(live, person, 1, 2)
    assert progress_in(person, live).complete
    assert list_studied(person) == []
    assert announced == []


def test_nobody_says_it_for_somebody_else(personas, person, course):
    for account in (personas.colleague, personas.coordinator, personas.office, personas.trainer):
        for command in (complete_unit, reopen_unit):
            with pytest.raises(NotFound):
                command(person=person, unit=course.units[0], actor=account.person, now=START)


def test_the_database_keeps_one_completion_of_a_unit(person, course):
    read(course, person, 1)
    twice = UnitCompletion(person_id=person.id, unit_id=course.units[0].id, completed_at=START)
    db.session.add(twice)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()


def test_many_courses_take_one_query(person, course):
    other = make_self_paced_course(units=2)
    read(other, person, 1)
    with recorded_queries() as statements:
        progress = progress_in_each(person, [course, other])
    assert len(statements) == 1
    assert [progress[each.id].begun for each in (course, other)] == [False, True]


def test_what_one_has_read_is_exported_and_erased(personas, person, course):
    read(course, person, 1)
    read(course, personas.colleague.person, 1, 2)
    assert export_completions(person.id) == [
        {
            "course": "reading",
            "unit": "unit-1",
            "completed_at": (START + timedelta(hours=1)).isoformat(),
        }
    ]
    erase_completions(person.id)
    assert export_completions(person.id) == []
    assert len(export_completions(personas.colleague.person.id)) == 2
