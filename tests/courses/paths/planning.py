"""Plans of small problems, and what tests ask of them."""

from typing import Any

from app.kernel.documents import Field
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.oracle import Oracle


def planned(document: dict[str, Any]) -> dict[str, Any]:
    """The plan of a problem document, which keeps the rules."""
    plan = plan_path(read_problem(Field(document))).as_document()
    assert Oracle(document).violations(plan) == []
    return plan


def steps(plan: dict[str, Any]) -> list[tuple[str, str | None]]:
    """The units of a plan with their runs."""
    return [(step["unit"], step["run"]) for step in plan["steps"]]


def reasons_left_out(plan: dict[str, Any]) -> dict[str, str]:
    """By unit, why it is left out."""
    return {left["unit"]: left["reason"] for left in plan["left_out"]}


def reasons_left_open(plan: dict[str, Any]) -> dict[str, str]:
    """By competency, why a gap is left open."""
    return {left["competency"]: left["reason"] for left in plan["left_open"]}
