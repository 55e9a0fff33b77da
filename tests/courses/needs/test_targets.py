"""A result rests on the targets of the person's municipality; some targets no course reaches."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from courses.catalogue.models import CourseStatus
from courses.needs.queries import list_competency_needs
from courses.needs.reaching import list_out_of_reach
from courses.paths.queries import find_current_path, read_basis
from courses.paths.services import plan_path
from organisations.models import Function
from organisations.topics.queries import list_profiles_of, list_recommended_profiles, state_of
from organisations.topics.services import adapt_targets, return_to_recommendation
from tests.courses.factories import make_course
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_competency, make_target

pytestmark = in_turn


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def adapt(personas, owner):
    """Changes a target of executives in the owner's municipality, as its coordinator would."""
    home = owner.municipality

    def change(competency, level, now=START):
        lines = list_profiles_of([home])[home.id][Function.EXECUTIVE]
        adapt_targets(
            municipality=home,
            function=Function.EXECUTIVE,
            levels={competency.id: level},
            seen=state_of(lines, own=True),
            actor=personas.coordinator.person,
            now=now,
        )

    return change


def test_levels_are_compared_with_the_targets_of_ones_municipality(
    personas, owner, competencies, adapt
):
    first = competencies[0]
    adapt(first, 4)
    for person, target in ((owner, 4), (personas.foreigner.person, 3)):
        analysis = make_analysis(person=person, levels=dict.fromkeys(competencies, 1))
        needs = list_competency_needs(analysis, person.function)
        assert needs[0].target == target
        basis = read_basis(person, analysis, budget_minutes=480, now=START)
        assert basis.targets[first.key] == target


def test_the_result_says_whose_targets_they_are_where_that_matters(
    personas, owner, competencies, adapt
):
    for person in (owner, personas.foreigner.person):
        make_analysis(person=person, levels=dict.fromkeys(competencies, 1))
    reader = personas.client(personas.owner)
    own, changed = "Die Ziele hat Heimstadt für Ihre Funktion festgelegt.", "wurden Ziele geändert"
    page = reader.get("/needs/result").text
    assert own not in page
    assert changed not in page

    adapt(competencies[0], 4, START - timedelta(days=9))
    page = reader.get("/needs/result").text
    assert own in page
    assert changed not in page, "the analysis is younger than that"

    adapt(competencies[0], 2)
    assert changed in reader.get("/needs/result").text
    return_to_recommendation(
        municipality=owner.municipality,
        function=Function.EXECUTIVE,
        actor=personas.coordinator.person,
        now=START,
    )
    page = reader.get("/needs/result").text
    assert own not in page
    assert changed in page
    elsewhere = personas.client(personas.foreigner).get("/needs/result").text
    assert own not in elsewhere
    assert changed not in elsewhere


def test_changed_targets_leave_a_path_as_it_is_until_it_is_planned_anew(owner, competencies, adapt):
    first = competencies[0]
    make_course(raises={first: 4})
    make_analysis(person=owner, levels=dict.fromkeys(competencies, 3))
    db.session.commit()
    plan_path(person=owner, actor=owner, now=START)
    before = find_current_path(owner)
    assert first.key not in {gap["competency"] for gap in before.plan["left_open"]}
    adapt(first, 4)
    assert find_current_path(owner) is before
    assert before.outdated_at is None
    db.session.commit()
    plan_path(person=owner, actor=owner, now=START)
    gaps = {gap["competency"]: gap["target"] for gap in find_current_path(owner).plan["left_open"]}
    assert gaps[first.key] == 4


def test_targets_that_no_published_course_for_the_function_reaches(app):
    law, crisis, talks = make_competency(), make_competency(), make_competency()
    for competency, level in ((law, 3), (crisis, 2), (talks, 1)):
        make_target(function=Function.STAFF, competency=competency, level=level)
    courses = [
        make_course(raises={law: 2}),
        make_course(raises={law: 3, crisis: 2}, audience=[Function.EXECUTIVE]),
        make_course(raises={law: 4}, status=CourseStatus.ARCHIVED),
        make_course(raises={crisis: 2}, audience=[Function.STAFF, Function.EXECUTIVE]),
    ]
    found = list_out_of_reach(list_recommended_profiles(), courses)
    assert [(one.function, one.competency, one.target, one.reached) for one in found] == [
        (Function.STAFF, law, 3, 2),
        (Function.STAFF, talks, 1, 0),
    ]


def test_the_pages_of_targets_list_what_no_course_reaches(personas, owner, competencies, adapt):
    first = competencies[0]
    for competency in competencies:
        make_course(raises={competency: 4 if competency is not first else 3})
    office, coordinator = (
        personas.client(account) for account in (personas.office, personas.coordinator)
    )
    assert "Was kein Kurs erreicht" not in office.get("/manage/target-profiles").text
    adapt(first, 4)
    page = coordinator.get("/manage/target-profiles/own").text
    assert "Was kein Kurs erreicht" in page
    assert "Ziel Stufe 4, Kurse führen bis Stufe 3" in page
    assert "Was kein Kurs erreicht" not in office.get("/manage/target-profiles").text
