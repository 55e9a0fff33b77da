"""The checker that the planner is checked with notices what is wrong with a plan."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.courses.paths.examples import PLAN_OF_EXAMPLE, example, run, unit
from tests.courses.paths.oracle import Oracle

Document = dict[str, Any]


def plan_of(*steps: tuple[str, str | None]) -> Document:
    return {"steps": [{"unit": unit, "run": run} for unit, run in steps]}


def test_the_plan_of_the_example_is_valid_and_the_best() -> None:
    oracle = Oracle(example())

    assert oracle.violations(PLAN_OF_EXAMPLE) == []
    assert oracle.rank(PLAN_OF_EXAMPLE) == oracle.optimum == (-10, 225, 2, "2026-03-02T11:00:00Z")


@pytest.mark.parametrize(
    ("change", "steps", "broken"),
    [
        (None, [("u1", "r1")], "rule 1: u1"),
        (lambda p: p["units"][0].update(after=[]), [("u1", "r1")], "rule 2: requires of u1"),
        (None, [("u2", None), ("u1", "r2")], "rule 3: run of u1"),
        (None, [("u2", None), ("u1", None)], "rule 3: run of u1"),
        (None, [("u2", "r1")], "rule 3: run of u2"),
        (lambda p: p.update(budget_min=44), [("u2", None)], "rule 4"),
        (lambda p: p["units"][1].update(audience=["staff"]), [("u2", None)], "rule 5: u2"),
        (None, [("u2", None), ("u2", None)], "u2 is taken twice"),
        (lambda p: p.update(done=["u2"]), [("u2", None)], "u2 is taken twice"),
        (
            lambda p: p["units"].append(unit("u3", {}, runs=[run("r", 2, (10, 12))])),
            [("u2", None), ("u1", "r1"), ("u3", "r")],
            "rule 2: u3 starts before another is over",
        ),
        (
            lambda p: p.update(busy=[["2026-03-02T07:00:00Z", "2026-03-02T08:01:00Z"]]),
            [("u2", None), ("u1", "r1")],
            "rule 3: run of u1",
        ),
        (
            lambda p: p.update(deadline="2026-03-02T10:59:59Z"),
            [("u2", None), ("u1", "r1")],
            "rule 3: run of u1",
        ),
    ],
)
def test_a_broken_rule_is_named(
    change: Callable[[Document], None] | None, steps: list[tuple[str, str | None]], broken: str
) -> None:
    problem = example()
    if change:
        change(problem)

    assert broken in Oracle(problem).violations(plan_of(*steps))
