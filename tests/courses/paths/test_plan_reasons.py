"""Why the planner says that units are left out and gaps left open, in cases that fit on a page."""

from typing import Any

import pytest

from tests.courses.paths.examples import problem, run, unit
from tests.courses.paths.planning import planned, reasons_left_open, reasons_left_out, steps


@pytest.mark.parametrize(
    ("changes", "left_out", "left_open"),
    [
        ({"audience": ["political"]}, "not_for_you", "no_unit_reaches_it"),
        ({"raises": {}}, "closes_nothing", "no_unit_reaches_it"),
        ({"runs": []}, "no_date", "no_date"),
        ({"runs": [run("past", 1, (0, 1))]}, "no_date", "no_date"),
        ({"runs": [run("full", 5, seats=0)]}, "no_date", "no_date"),
        ({"requires": {"crisis": 1}}, "requirement_out_of_reach", "requirement_out_of_reach"),
        ({"minutes": 601}, "budget", "budget"),
    ],
)
def test_why_a_unit_is_left_out_and_a_gap_is_left_open(
    changes: dict[str, Any], left_out: str, left_open: str
) -> None:
    plan = planned(problem(unit("law", {"law": 3}) | changes, not_before="2026-03-01T08:00:00Z"))

    assert steps(plan) == []
    assert reasons_left_out(plan) == {"law": left_out}
    assert reasons_left_open(plan) == {"law": left_open}


def test_what_is_done_is_left_out_and_counts_for_what_comes_after_it() -> None:
    plan = planned(
        problem(
            unit("basics", {"law": 3}), unit("law", {"law": 3}, after=["basics"]), done=["basics"]
        )
    )

    assert steps(plan) == [("law", None)]
    assert reasons_left_out(plan) == {"basics": "done"}


def test_what_the_plan_makes_needless_is_not_needed() -> None:
    plan = planned(problem(unit("all", {"law": 3}), unit("some", {"law": 2})))

    assert reasons_left_out(plan) == {"some": "not_needed"}


def test_a_unit_that_only_prepares_for_another_left_out_has_that_ones_fate() -> None:
    plan = planned(
        problem(
            unit("prepares", {"crisis": 1}, minutes=300),
            unit("law", {"law": 3}, requires={"crisis": 1}, minutes=301),
        )
    )

    assert reasons_left_out(plan) == {"prepares": "budget", "law": "budget"}


def test_a_gap_that_counts_nothing_is_no_reason_to_spend_minutes() -> None:
    plan = planned(problem(unit("law", {"law": 3}), weights={"law": 0}))

    assert steps(plan) == []
    assert reasons_left_open(plan) == {"law": "conflict"}
    assert reasons_left_out(plan) == {"law": "conflict"}
