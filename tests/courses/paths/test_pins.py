"""Pinned units are in the path, or it is said which of them cannot be."""

from dataclasses import replace
from typing import Any

import pytest

from app.kernel.documents import Field
from courses.paths.pins import PinsContradict
from courses.paths.plan import Plan
from courses.paths.planner import plan_path
from courses.paths.problem import Pin, read_problem
from tests.courses.paths.examples import problem, run, unit
from tests.courses.paths.oracle import Oracle


def planned(document: dict[str, Any], *pins: Pin) -> Plan:
    plan = plan_path(replace(read_problem(Field(document)), pinned=pins))
    assert Oracle(document).violations(plan.as_document()) == []
    return plan


def steps(plan: Plan) -> list[tuple[str, str | None]]:
    return [(step.unit, step.run) for step in plan.steps]


def test_a_pinned_unit_is_taken_with_all_it_needs_though_another_would_be_better() -> None:
    document = problem(
        unit("short", {"law": 3}, minutes=10),
        unit("pinned", {"law": 3}, requires={"crisis": 1}),
        unit("basics", {"crisis": 1}),
    )

    plan = planned(document, Pin("pinned"))

    assert steps(plan) == [("basics", None), ("pinned", None)]
    assert plan.status == "optimal"


def test_a_pinned_unit_may_be_good_for_nothing() -> None:
    document = problem(unit("law", {"law": 3}), unit("poetry", {"poetry": 4}))

    assert steps(planned(document, Pin("poetry"))) == [("law", None), ("poetry", None)]


def test_a_pinned_unit_is_taken_where_nothing_is_left_to_close() -> None:
    document = problem(unit("poetry", {"poetry": 4}, runs=[run("first", 2)]))

    assert steps(planned(document, Pin("poetry"))) == [("poetry", "first")]


def test_a_pinned_date_is_kept_though_there_is_an_earlier_one() -> None:
    document = problem(unit("law", {"law": 3}, runs=[run("first", 2), run("second", 9)]))

    assert steps(planned(document)) == [("law", "first")]
    assert steps(planned(document, Pin("law"))) == [("law", "first")]
    assert steps(planned(document, Pin("law", "second"))) == [("law", "second")]


CATALOGUE = problem(
    unit("morning", {"law": 1}, runs=[run("r1", 2, (8, 12))]),
    unit("noon", {"law": 2}, runs=[run("r1", 2, (11, 13)), run("r2", 9), run("full", 9, seats=0)]),
    unit("long", {"law": 1}, minutes=400),
    unit("longer", {"law": 1}, minutes=450),
    unit("longest", {"law": 1}, minutes=601),
    unit("two-parts", {"law": 1}, minutes=300, after=["longer"]),
    unit("before-noon", {"crisis": 1}, runs=[run("r1", 12)]),
    unit("after-that", {"law": 2}, requires={"crisis": 1}, runs=[run("r1", 14), run("r2", 5)]),
    unit("undated", {"law": 3}, runs=[]),
    unit("finished", {"law": 1}),
    unit("for-others", {"law": 1}, audience=["political"]),
    unit("unreachable", {"law": 3}, requires={"poetry": 1}),
    done=["finished"],
)


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ([Pin("poetry")], '"poetry" is not on offer'),
        ([Pin("finished")], '"finished" is completed already'),
        ([Pin("for-others")], '"for-others" is for other functions'),
        ([Pin("undated")], '"undated" has no date'),
        ([Pin("unreachable")], '"unreachable" requires what is out of reach'),
        ([Pin("noon", "r7")], '"noon" has no date "r7"'),
        ([Pin("long", "r1")], '"long" has no date "r1"'),
        ([Pin("noon", "full")], '"noon" cannot be taken on the date "full"'),
        (
            [Pin("noon", "r1"), Pin("noon", "r2")],
            '"noon" is pinned to two dates, "r1" and "r2"',
        ),
        ([Pin("longest")], '"longest" takes 601 minutes, and there are 600'),
        ([Pin("two-parts")], '"two-parts" cannot be in any path, with what it requires'),
        (
            [Pin("noon"), Pin("long"), Pin("longer")],
            '"long" and "longer" take 850 minutes, and there are 600',
        ),
        (
            [Pin("long"), Pin("morning", "r1"), Pin("noon", "r1")],
            '"morning" and "noon" take place at the same time',
        ),
    ],
)
def test_one_line_names_what_cannot_be_had(pins: list[Pin], message: str) -> None:
    with pytest.raises(PinsContradict) as error:
        planned(CATALOGUE, *pins)

    assert str(error.value) == message


def test_two_that_clash_in_some_other_way_are_named_too() -> None:
    document = problem(
        unit("basics", {"crisis": 1}, runs=[run("r1", 12)]),
        unit("law", {"law": 3}, requires={"crisis": 1}, runs=[run("r1", 14)]),
        unit("press", {"law": 1}, runs=[run("r1", 12)]),
    )

    with pytest.raises(PinsContradict) as error:
        planned(document, Pin("law"), Pin("press"))

    assert str(error.value) == '"law" and "press" cannot both be in one path'
    assert error.value.units == ("law", "press")


def test_of_three_that_only_clash_together_all_are_named() -> None:
    document = problem(*(unit(name, {"law": 1}, minutes=250) for name in ("a", "b", "c")))

    with pytest.raises(PinsContradict) as error:
        planned(document, Pin("a"), Pin("b"), Pin("c"))

    assert str(error.value) == '"a" and "b" and "c" cannot all be in one path'
