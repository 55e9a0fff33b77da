"""What a team is offered, from the database; and what its plan never tells."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from courses.team_paths.making import make_team_plan
from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis
from courses.team_paths.offers import SEATS_IN_HOUSE, count_heads, read_offer, wished_runs
from organisations.models import Function
from tests.courses.factories import BERLIN, make_cohort, make_course, make_self_paced_course
from tests.courses.team_paths.world import WEEK, WISHED
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_municipality, make_person

pytestmark = in_turn


def offered(path):
    return {course.slug: course for course in read_offer(path, now=START).courses}


def cohorts_of(course):
    return [run.id for run in course.runs if run.wished_day is None]


def test_confidential_courses_and_those_of_own_choice_are_never_planned(world):
    make_course(slug="secret", confidential=True, raises={world.law: 4})
    make_course(slug="own", by_own_choice=True, raises={world.law: 4})
    make_course(slug="old", status="archived", raises={world.law: 4})
    assert set(offered(world.path())) == {"rights", "press"}


def test_cohorts_of_another_municipality_reserved_and_confidential_ones_are_not_offered(world):
    elsewhere = make_municipality()
    make_cohort(course=world.press, starts_at=START + 3 * WEEK, municipality=elsewhere)
    make_cohort(course=world.press, starts_at=START + 3 * WEEK, confidential=True)
    make_cohort(course=world.press, starts_at=START + timedelta(days=2))
    held = make_cohort(course=world.press, starts_at=START + 4 * WEEK, capacity=3)
    held.seats[0].reserved_for_id = elsewhere.id
    home = world.lead.person.municipality
    own = make_cohort(course=world.press, starts_at=START + 3 * WEEK, municipality=home)
    press = offered(world.path())["press"]
    assert cohorts_of(press) == [own.public_id, held.public_id]
    assert {run.id: run.seats for run in press.runs}[held.public_id] == 2


def test_a_wished_day_is_a_cohort_of_the_teams_own_by_the_offices_clock(app):
    (run,) = wished_runs(make_course(minutes=240), [date(2026, 12, 8)], BERLIN)
    assert run.start == datetime(2026, 12, 8, 8, tzinfo=UTC)
    assert run.end == datetime(2026, 12, 8, 12, tzinfo=UTC)
    assert (run.seats, run.wished_day) == (SEATS_IN_HOUSE, date(2026, 12, 8))
    assert wished_runs(make_course(minutes=481), [date(2026, 12, 8)], BERLIN) == []


def test_self_paced_courses_need_no_date(world):
    alone = make_self_paced_course(raises={world.crisis: 3})
    assert offered(world.path())[alone.slug].runs is None


def test_who_is_protected_is_not_counted(world, personas):
    team = personas.owner.person.team
    assert count_heads(team) == {Function.EXECUTIVE: 3}
    personas.owner.person.contact_hidden = True
    assert count_heads(team) == {Function.EXECUTIVE: 2}


def test_the_plan_holds_no_one(world, personas):
    path = world.path()
    levels = [{"law": level, "crisis": 4} for level in (0, 1, 2, 3, 3, 3, 1)]
    members = [TeamMember(Function.EXECUTIVE, each, {"law": 3}) for each in levels]
    document = make_team_plan(team_path=path, members=members, basis=PlanBasis.ANSWERS, now=START)
    assert [step["course"] for step in document["steps"]] == ["rights"]
    written = json.dumps(document)
    for account in (personas.owner, personas.colleague, world.lead):
        assert account.person.public_id not in written
        assert account.person.given_name not in written


def test_wished_days_fill_in_where_there_is_no_cohort(world):
    document = make_team_plan(
        team_path=world.path(), members=world.members(), basis=PlanBasis.TARGETS, now=START
    )
    runs = {step["course"]: step["runs"][0]["wished_day"] for step in document["steps"]}
    assert runs["press"] in WISHED
    assert document["coverage"] == [
        {"function": "executive", "competency": "law", "target": 3, "guaranteed": 3},
        {"function": "executive", "competency": "crisis", "target": 3, "guaranteed": 2},
    ]


def test_without_answers_the_leads_topics_are_what_counts(world):
    document = make_team_plan(
        team_path=world.path(topics=["crisis"]),
        members=[TeamMember(Function.EXECUTIVE, {}, {"crisis": 3})],
        basis=PlanBasis.TARGETS,
        now=START,
    )
    assert [step["course"] for step in document["steps"]] == ["press"]
    assert {one["competency"] for one in document["coverage"]} == {"crisis"}


def test_answers_of_a_function_that_is_hidden_in_the_team_change_nothing(world, personas):
    make_person(
        team=personas.owner.person.team,
        municipality=personas.owner.person.municipality,
        function=Function.POLITICAL_LEADERSHIP,
        contact_hidden=True,
    )
    make_course(slug="mayors", raises={world.law: 4}, audience=[Function.POLITICAL_LEADERSHIP])
    hidden = TeamMember(Function.POLITICAL_LEADERSHIP, {}, {"law": 4})
    path = world.path()
    plans = [
        make_team_plan(team_path=path, members=members, basis=PlanBasis.ANSWERS, now=START)
        for members in (world.members(7), [*world.members(7), hidden])
    ]
    assert plans[0] == plans[1]


@pytest.mark.parametrize("count", [1, 8])
def test_how_many_have_answered_is_not_told(world, count):
    """Seats and shifts go by the team as its lead knows it."""
    path = world.path()
    plans = [
        make_team_plan(
            team_path=path, members=world.members(number), basis=PlanBasis.ANSWERS, now=START
        )
        for number in (count, 9)
    ]
    assert plans[0] == plans[1]
