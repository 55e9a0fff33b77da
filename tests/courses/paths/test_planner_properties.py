"""Whatever the problem: plans are valid, say what is true of them, and claim no more than that."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.documents import Field
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.instances import catalogue_problem, odd_problem
from tests.courses.paths.oracle import Oracle

# Nearly all of the time goes into the oracle, and other tests run the same lines.
pytestmark = pytest.mark.no_cover

# Written by a strategy, so that hypothesis can shrink what fails.
odd_problems = st.composite(
    lambda draw: odd_problem(lambda low, high: draw(st.integers(low, high)), most_units=5)
)()
catalogue_problems = st.randoms(use_true_random=False).map(
    lambda dice: catalogue_problem(dice.randint, units=dice.randint(3, 8))
)
problems = odd_problems | catalogue_problems

calmly = settings(max_examples=120, deadline=None)


def planned(problem: dict[str, Any]) -> dict[str, Any]:
    return plan_path(read_problem(Field(problem))).as_document()


@given(problems)
@calmly
def test_every_plan_keeps_the_rules(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    assert Oracle(problem).violations(plan) == []
    assert plan["status"] == "feasible"


@given(problems)
@calmly
def test_the_figures_are_true_and_the_bound_is_no_promise_too_much(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    oracle = Oracle(problem)
    negative_closed, minutes, _, _ = oracle.rank(plan)
    assert plan["closed"] == -negative_closed
    assert plan["minutes"] == minutes
    assert plan["possible"] == oracle.possible
    assert plan["closed"] <= -oracle.optimum[0] <= plan["bound"] <= plan["possible"]


@given(problems)
@calmly
def test_every_step_says_what_it_closes_or_what_it_is_needed_for(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    expected = Oracle(problem).steps(plan)
    for step in expected:
        assert step["closes"] or step["enables"], f"{step['unit']} is good for nothing"
        if step["closes"]:
            del step["enables"]
    assert plan["steps"] == expected


@given(problems)
@calmly
def test_what_is_left_has_the_first_reason_that_is_true(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    oracle = Oracle(problem)
    reasons = {left["reason"] for left in (*plan["left_open"], *plan["left_out"])}
    minutes_are_short = "budget" in reasons
    assert plan["left_open"] == oracle.left_open(plan, minutes_are_short)
    assert plan["left_out"] == oracle.left_out(plan, minutes_are_short)
    if minutes_are_short:
        # The planner may miss that minutes are short, but it does not invent it.
        assert -oracle.optimum_without_budget[0] > plan["closed"]


@given(problems)
@settings(max_examples=40, deadline=None)
def test_the_same_problem_gets_the_same_plan(problem: dict[str, Any]) -> None:
    assert planned(problem) == planned(problem)


@given(catalogue_problems)
@settings(max_examples=40, deadline=None)
def test_no_step_can_be_left_out_without_loss(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    oracle = Oracle(problem)
    for step in plan["steps"]:
        rest = {**plan, "steps": [other for other in plan["steps"] if other is not step]}
        assert oracle.violations(rest) or oracle.rank(rest)[0] > oracle.rank(plan)[0]
