"""Whatever the problem: plans are the best there are, and what they say of themselves is true."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.documents import Field
from courses.paths.draft import draft_path
from courses.paths.network import build_network
from courses.paths.plan import Plan
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from courses.paths.space import Space
from courses.paths.timetable import in_order
from tests.courses.paths.instances import catalogue_problem, odd_problem, tangled_problem
from tests.courses.paths.oracle import Oracle

# Nearly all of the time goes into solver and oracle, and other tests run the same lines.
pytestmark = pytest.mark.no_cover

# Written by a strategy, so that hypothesis can shrink what fails.
odd_problems = st.composite(
    lambda draw: odd_problem(lambda low, high: draw(st.integers(low, high)), most_units=5)
)()
catalogue_problems = st.randoms(use_true_random=False).map(
    lambda dice: catalogue_problem(dice.randint, units=dice.randint(3, 8))
)
tangled_problems = st.randoms(use_true_random=False).map(
    lambda dice: tangled_problem(dice.randint, units=dice.randint(3, 8))
)
small_problems = odd_problems | catalogue_problems | tangled_problems
# Too large to try everything.
large_problems = st.randoms(use_true_random=False).flatmap(
    lambda dice: st.sampled_from([catalogue_problem, tangled_problem]).map(
        lambda kind: kind(dice.randint, units=dice.randint(15, 30))
    )
)

calmly = settings(max_examples=80, deadline=None)
briefly = settings(max_examples=15, deadline=None)


def planned(problem: dict[str, Any]) -> dict[str, Any]:
    return plan_path(read_problem(Field(problem))).as_document()


@given(small_problems)
@calmly
def test_every_plan_is_the_best_there_is(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    oracle = Oracle(problem)
    assert oracle.violations(plan) == []
    assert oracle.rank(plan) == oracle.optimum
    assert plan["status"] == "optimal"
    assert plan["closed"] == plan["bound"] == -oracle.optimum[0]
    assert plan["minutes"] == oracle.optimum[1]
    assert plan["possible"] == oracle.possible


@given(small_problems)
@calmly
def test_steps_and_what_is_left_have_the_reasons_that_are_true(problem: dict[str, Any]) -> None:
    plan = planned(problem)

    oracle = Oracle(problem)
    minutes_are_short = oracle.optimum_without_budget[0] < -plan["closed"]
    assert plan["left_open"] == oracle.left_open(plan, minutes_are_short)
    assert plan["left_out"] == oracle.left_out(plan, minutes_are_short)
    expected = oracle.steps(plan)
    for step in expected:
        assert step["closes"] or step["enables"], f"{step['unit']} is good for nothing"
        if step["closes"]:
            del step["enables"]
    assert plan["steps"] == expected


@given(large_problems, st.randoms(use_true_random=False))
@briefly
def test_the_best_is_as_good_whatever_the_order_and_the_same_each_time(
    problem: dict[str, Any], dice: Random
) -> None:
    plan = planned(problem)

    oracle = Oracle(problem)
    assert plan["status"] == "optimal"
    assert oracle.violations(plan) == []
    assert planned(problem) == plan
    shuffled = {**problem, "units": dice.sample(problem["units"], len(problem["units"]))}
    assert oracle.rank(planned(shuffled)) == oracle.rank(plan)


@given(large_problems)
@briefly
def test_more_minutes_never_close_less_and_the_reason_tells_whether_they_close_more(
    problem: dict[str, Any],
) -> None:
    plan = planned(problem)

    unlimited = planned({**problem, "budget_min": 100_000})
    assert unlimited["closed"] >= plan["closed"]
    assert "budget" not in reasons(unlimited)
    if unlimited["closed"] == plan["closed"]:
        assert "budget" not in reasons(plan)
    else:
        assert "conflict" not in reasons(plan)


@given(large_problems | small_problems)
@briefly
def test_a_draft_keeps_the_rules_and_is_never_better_than_the_best(problem: dict[str, Any]) -> None:
    space = Space(read_problem(Field(problem)))
    choices = in_order(space, draft_path(space, build_network(space), seconds=60))

    oracle = Oracle(problem)
    draft = {"steps": [{"unit": choice.unit, "run": choice.run} for choice in choices]}
    assert oracle.violations(draft) == []
    assert oracle.rank(draft) >= oracle.rank(planned(problem))


@given(large_problems | small_problems)
@briefly
def test_without_time_a_plan_is_valid_and_claims_nothing_that_is_not_proven(
    problem: dict[str, Any],
) -> None:
    plan: Plan = plan_path(read_problem(Field(problem)), seconds=1e-6)

    oracle = Oracle(problem)
    assert oracle.violations(plan.as_document()) == []
    assert plan.bound >= planned(problem)["closed"]


def reasons(plan: dict[str, Any]) -> set[str]:
    return {left["reason"] for left in (*plan["left_open"], *plan["left_out"])}
