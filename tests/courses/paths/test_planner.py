"""What the planner chooses, in cases that fit on a page."""

from typing import Any

import pytest

from app.kernel.documents import Field
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.examples import PLAN_OF_EXAMPLE, example, problem, run, unit
from tests.courses.paths.oracle import Oracle
from tests.courses.paths.planning import planned, reasons_left_open, reasons_left_out, steps


def test_the_example_of_the_contract() -> None:
    assert planned(example()) == PLAN_OF_EXAMPLE


# Choosing


def test_prerequisites_come_along_in_their_order() -> None:
    plan = planned(
        problem(
            unit("advanced", {"law": 3}, requires={"law": 2}, after=["middle"]),
            unit("middle", {"law": 2}, requires={"law": 1}),
            unit("basics", {"law": 1}),
        )
    )

    assert steps(plan) == [("basics", None), ("middle", None), ("advanced", None)]


def test_a_step_that_closes_nothing_says_which_later_step_needs_it() -> None:
    plan = planned(
        problem(
            unit("introduction", {}),
            unit("law", {"law": 3}, after=["introduction"]),
        )
    )

    assert plan["steps"][0] == {
        "unit": "introduction",
        "run": None,
        "closes": [],
        "enables": ["law"],
    }


def test_the_way_to_a_requirement_is_the_one_that_takes_fewest_minutes() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}, requires={"crisis": 2}),
            unit("long", {"crisis": 2}, minutes=90),
            unit("short", {"crisis": 2}, minutes=30),
        )
    )

    assert steps(plan) == [("short", None), ("law", None)]
    # Nobody has a target in what it raises, and what would need it is in the plan.
    assert reasons_left_out(plan) == {"long": "closes_nothing"}


def test_a_self_paced_way_is_taken_where_the_live_one_comes_too_late() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}, requires={"crisis": 2}, runs=[run("early", 2)]),
            unit("live", {"crisis": 2}, minutes=30, runs=[run("late", 20)]),
            unit("online", {"crisis": 2}, minutes=90),
        )
    )

    assert steps(plan) == [("online", None), ("law", "early")]


def test_of_several_runs_the_earliest_that_fits_is_taken() -> None:
    plan = planned(
        problem(
            unit(
                "law",
                {"law": 3},
                runs=[run("later", 20), run("full", 2, seats=0), run("busy", 3), run("first", 4)],
            ),
            busy=[["2026-03-03T11:00:00Z", "2026-03-03T11:30:00Z"]],
        )
    )

    assert steps(plan) == [("law", "first")]


def test_runs_may_touch_but_not_overlap() -> None:
    def with_second_run(hours: tuple[int, int]) -> dict[str, Any]:
        return planned(
            problem(
                unit("law", {"law": 3}, runs=[run("morning", 2, (9, 12))]),
                unit("crisis", {"crisis": 1}, runs=[run("next", 2, hours)]),
                learners=[{"id": "p1", "function": "staff", "targets": {"law": 3, "crisis": 1}}],
            )
        )

    assert steps(with_second_run((12, 14))) == [("law", "morning"), ("crisis", "next")]
    clashing = with_second_run((11, 14))
    assert steps(clashing) == [("law", "morning")]
    assert reasons_left_out(clashing) == {"crisis": "conflict"}
    assert reasons_left_open(clashing) == {"crisis": "conflict"}


def test_the_minutes_go_where_they_close_most() -> None:
    plan = planned(
        problem(
            unit("whole", {"law": 3}, minutes=100),
            unit("half", {"law": 2, "crisis": 2}, minutes=100),
            learners=[{"id": "p1", "function": "staff", "targets": {"law": 3, "crisis": 3}}],
            budget_min=100,
        )
    )

    assert steps(plan) == [("half", None)]
    assert reasons_left_out(plan) == {"whole": "budget"}
    assert reasons_left_open(plan) == {"crisis": "no_unit_reaches_it", "law": "budget"}


def test_of_plans_that_close_the_same_the_shorter_one_is_taken() -> None:
    plan = planned(
        problem(
            unit("both", {"law": 3, "crisis": 3}, minutes=90),
            unit("law", {"law": 3}, minutes=50),
            unit("crisis", {"crisis": 3}, minutes=50),
            learners=[{"id": "p1", "function": "staff", "targets": {"law": 3, "crisis": 3}}],
        )
    )

    assert steps(plan) == [("both", None)]


def test_of_plans_of_one_length_the_one_with_fewer_units_is_taken() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}, minutes=45),
            unit("crisis", {"crisis": 3}, minutes=45),
            unit("both", {"law": 3, "crisis": 3}, minutes=90),
            learners=[{"id": "p1", "function": "staff", "targets": {"law": 3, "crisis": 3}}],
        )
    )

    assert steps(plan) == [("both", None)]


def test_of_plans_as_short_the_one_that_is_over_first_is_taken() -> None:
    plan = planned(
        problem(
            unit("late", {"law": 3}, runs=[run("r1", 20)]),
            unit("early", {"law": 3}, runs=[run("r1", 10)]),
            unit("middle", {"law": 3}, runs=[run("r1", 15)]),
        )
    )

    assert steps(plan) == [("early", "r1")]


def test_what_is_worth_most_a_minute_is_not_always_the_best() -> None:
    """Where a greedy planner takes `quick` and then has no room for the rest."""
    plan = planned(
        problem(
            unit("quick", {"law": 2}, minutes=50),
            unit("crisis", {"crisis": 3}, minutes=100),
            learners=[{"id": "p1", "function": "staff", "targets": {"law": 3, "crisis": 3}}],
            budget_min=100,
        )
    )

    assert steps(plan) == [("crisis", None)]
    assert plan["bound"] == 3


def test_units_that_only_support_each_other_support_nobody() -> None:
    plan = planned(
        problem(
            unit("hen", {"law": 3}, requires={"crisis": 2}),
            unit("egg", {"crisis": 2}, requires={"law": 2}),
            unit("basics", {"law": 1}, minutes=10),
        )
    )

    assert steps(plan) == [("basics", None)]
    assert reasons_left_out(plan) == {
        "hen": "requirement_out_of_reach",
        "egg": "requirement_out_of_reach",
    }


def test_a_circle_is_entered_where_something_else_opens_it() -> None:
    plan = planned(
        problem(
            unit("hen", {"law": 3}, requires={"crisis": 2}),
            unit("egg", {"crisis": 3}, requires={"law": 2}, minutes=5),
            unit("opens", {"law": 2}, minutes=15),
            unit("opens-too", {"crisis": 2}, minutes=30),
            learners=[{"id": "p1", "function": "staff", "targets": {"law": 3, "crisis": 3}}],
        )
    )

    assert steps(plan) == [("opens", None), ("egg", None), ("hen", None)]


def test_a_self_paced_unit_stands_between_the_dates_it_waits_for_and_is_awaited_by() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}, requires={"crisis": 1}, runs=[run("soon", 4), run("later", 9)]),
            unit("online", {"crisis": 1}, after=["kick-off"]),
            unit("kick-off", {}, runs=[run("only", 6)]),
        )
    )

    assert steps(plan) == [("kick-off", "only"), ("online", None), ("law", "later")]


def test_a_self_paced_unit_cannot_be_awaited_before_what_it_waits_for() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}, requires={"crisis": 1}, runs=[run("soon", 4)]),
            unit("online", {"crisis": 1}, after=["kick-off"]),
            unit("kick-off", {}, runs=[run("only", 6)]),
        )
    )

    assert steps(plan) == []
    assert reasons_left_out(plan) == {
        "law": "conflict",
        "online": "conflict",
        "kick-off": "conflict",
    }


def test_each_step_takes_the_first_date_there_is() -> None:
    plan = planned(
        problem(
            unit("basics", {"crisis": 1}, runs=[run("r1", 4), run("r2", 5), run("r3", 6)]),
            unit("law", {"law": 3}, requires={"crisis": 1}, runs=[run("r1", 3), run("r2", 20)]),
        )
    )

    assert steps(plan) == [("basics", "r1"), ("law", "r2")]


def test_learners_of_a_team_attend_what_their_function_attends() -> None:
    plan = planned(
        problem(
            unit("for-staff", {"law": 3}, audience=["staff"]),
            unit("for-leads", {"law": 2}, audience=["executive"], runs=[run("only", 2, seats=1)]),
            learners=[
                {"id": "lead", "function": "executive", "targets": {"law": 2}, "weight": 2},
                {"id": "one", "function": "staff", "targets": {"law": 3}},
                {"id": "two", "function": "staff", "levels": {"law": 2}, "targets": {"law": 3}},
            ],
        )
    )

    assert [step["closes"] for step in plan["steps"]] == [
        [
            {"learner": "one", "competency": "law", "from": 0, "to": 3},
            {"learner": "two", "competency": "law", "from": 2, "to": 3},
        ],
        [{"learner": "lead", "competency": "law", "from": 0, "to": 2}],
    ]
    assert plan["closed"] == plan["possible"] == plan["bound"] == 8


def test_a_unit_waits_for_everyone_in_its_audience() -> None:
    plan = planned(
        problem(
            unit("together", {"law": 3}, requires={"crisis": 1}),
            unit("for-staff", {"crisis": 1}, audience=["staff"]),
            learners=[
                {"id": "lead", "function": "executive"},
                {"id": "one", "function": "staff", "targets": {"law": 3}},
            ],
        )
    )

    assert steps(plan) == []
    assert reasons_left_out(plan)["together"] == "requirement_out_of_reach"


# Nothing to do


@pytest.mark.parametrize(
    "document",
    [
        problem(),
        problem(unit("law", {"law": 3}), learners=[]),
        problem(unit("law", {"law": 3}), budget_min=0),
        problem(unit("law", {"law": 3}), learners=[{"id": "p1", "function": "staff"}]),
    ],
    ids=["no units", "no learners", "no minutes", "no targets"],
)
def test_an_empty_plan_is_a_plan(document: dict[str, Any]) -> None:
    plan = planned(document)

    assert plan["steps"] == []
    assert plan["closed"] == plan["bound"] == plan["minutes"] == 0


def test_a_unit_without_minutes_fits_a_budget_without_minutes() -> None:
    assert steps(planned(problem(unit("law", {"law": 3}, minutes=0), budget_min=0))) == [
        ("law", None)
    ]


LARGEST = 2**53 - 1


def test_the_largest_numbers_are_counted_with_as_well() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}, minutes=LARGEST),
            unit("crisis", {"crisis": 3}, minutes=LARGEST - 1),
            learners=[
                {
                    "id": "p1",
                    "function": "staff",
                    "targets": {"law": 3, "crisis": 3},
                    "weight": LARGEST,
                }
            ],
            weights={"law": LARGEST, "crisis": LARGEST},
            budget_min=LARGEST,
        )
    )

    assert steps(plan) == [("crisis", None)]
    assert plan["closed"] == plan["bound"] == 3 * LARGEST**2
    assert plan["status"] == "optimal"


def test_numbers_too_far_apart_to_be_weighed_exactly_are_not_said_to_be() -> None:
    plan = planned(
        problem(
            unit("law", {"law": 3}),
            unit("press", {"press": 2}),
            learners=[
                {"id": "p1", "function": "staff", "targets": {"law": 3}, "weight": LARGEST},
                {"id": "p2", "function": "staff", "targets": {"press": 2}},
            ],
            weights={"law": LARGEST},
        )
    )

    assert plan["closed"] <= plan["bound"] <= plan["possible"]
    assert plan["status"] == "feasible"


def test_time_that_is_over_still_gives_a_valid_plan() -> None:
    document = example()

    plan = plan_path(read_problem(Field(document)), seconds=1e-9).as_document()

    assert Oracle(document).violations(plan) == []
    assert plan["closed"] <= plan["bound"]
