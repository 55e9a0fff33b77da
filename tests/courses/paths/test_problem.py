"""Reading a problem: the defaults, and a fault for whatever the contract does not allow."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.kernel.documents import DocumentError, Field
from courses.paths.problem import Interval, Learner, Problem, Run, Unit, read_problem
from tests.courses.paths.examples import example, problem, run, unit

Document = dict[str, Any]


def changed(*path: str | int, to: Any) -> Callable[[Document], None]:
    """A change of one place in the example."""

    def change(document: Document) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def removed(*path: str | int) -> Callable[[Document], None]:
    """The removal of one place of the example."""

    def change(document: Document) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


def test_what_is_left_out_has_its_default() -> None:
    document = {
        "learners": [{"id": "p1", "function": "staff"}],
        "units": [
            {"id": "u1", "minutes": 0, "raises": {}, "runs": None},
            {"id": "u2", "minutes": 30, "raises": {"law": 4}, "runs": [run("r1", 2)]},
        ],
        "budget_min": 0,
        "busy": [["2026-03-02T08:00:00.5Z", "2026-03-02T09:00:00Z"]],
        "not_before": "2026-03-01T00:00:00Z",
        "deadline": "2026-03-01T00:00:00Z",
    }

    assert read_problem(Field(document)) == Problem(
        learners=(Learner("p1", "staff", levels={}, targets={}, weight=1),),
        weights={},
        units=(
            Unit("u1", 0, {}, None, frozenset(), {}, ()),
            Unit(
                "u2",
                30,
                {"law": 4},
                (
                    Run(
                        datetime(2026, 3, 2, 9, tzinfo=UTC),
                        datetime(2026, 3, 2, 12, tzinfo=UTC),
                        "r1",
                        12,
                    ),
                ),
            ),
        ),
        budget_minutes=0,
        busy=(
            Interval(
                datetime(2026, 3, 2, 8, 0, 0, 500_000, tzinfo=UTC),
                datetime(2026, 3, 2, 9, tzinfo=UTC),
            ),
        ),
        not_before=datetime(2026, 3, 1, tzinfo=UTC),
        deadline=datetime(2026, 3, 1, tzinfo=UTC),
        done=frozenset(),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        # Keys
        (changed("colour", to=1), "colour: is not a known key"),
        (changed("units", 0, "colour", to=1), "units[0].colour: is not a known key"),
        (changed("learners", 0, "name", to=""), "learners[0].name: is not a known key"),
        (changed("units", 0, "runs", 0, "room", to=1), "units[0].runs[0].room: is not a known key"),
        (removed("budget_min"), "budget_min: is missing"),
        (removed("learners", 0, "function"), "learners[0].function: is missing"),
        (removed("units", 1, "raises"), "units[1].raises: is missing"),
        (removed("units", 1, "runs"), "units[1].runs: is missing"),
        (removed("units", 0, "runs", 0, "seats"), "units[0].runs[0].seats: is missing"),
        # Kinds
        (changed("learners", to={}), "learners: must be a list"),
        (changed("units", to=None), "units: must be a list"),
        (changed("units", 0, to="u1"), "units[0]: must be an object"),
        (changed("units", 0, "runs", to={}), "units[0].runs: must be a list"),
        (changed("units", 0, "id", to=""), "units[0].id: must be a text that is not empty"),
        (changed("learners", 0, "id", to=1), "learners[0].id: must be a text that is not empty"),
        (changed("weights", to=[]), "weights: must be an object"),
        (changed("busy", to=None), "busy: must be a list"),
        (
            changed("units", 0, "audience", to=[None]),
            "units[0].audience[0]: must be a text that is not empty",
        ),
        # Levels, minutes, seats, weights
        (
            changed("learners", 0, "levels", "law", to=5),
            "learners[0].levels.law: must be a whole number, from 0 to 4",
        ),
        (
            changed("learners", 0, "targets", "law", to=-1),
            "learners[0].targets.law: must be a whole number, from 0 to 4",
        ),
        (
            changed("units", 0, "requires", "crisis", to=1.0),
            "units[0].requires.crisis: must be a whole number, from 0 to 4",
        ),
        (
            changed("units", 0, "raises", "law", to=True),
            "units[0].raises.law: must be a whole number, from 0 to 4",
        ),
        (
            changed("units", 0, "raises", "hate speech\n", to=9),
            'units[0].raises["hate speech\\n"]: must be a whole number, from 0 to 4',
        ),
        (
            changed("units", 0, "minutes", to=-1),
            "units[0].minutes: must be a whole number, 0 or more",
        ),
        (changed("budget_min", to=-1), "budget_min: must be a whole number, 0 or more"),
        (changed("budget_min", to="480"), "budget_min: must be a whole number, 0 or more"),
        (changed("budget_min", to=2**53), "budget_min: is too large"),
        (
            changed("units", 0, "runs", 0, "seats", to=-1),
            "units[0].runs[0].seats: must be a whole number, 0 or more",
        ),
        (
            changed("learners", 0, "weight", to=-1),
            "learners[0].weight: must be a whole number, 0 or more",
        ),
        (changed("weights", "law", to=0.5), "weights.law: must be a whole number, 0 or more"),
        # Names
        (
            changed("learners", to=[{"id": "p1", "function": "staff"}] * 2),
            'learners[1].id: "p1" is there already',
        ),
        (changed("units", 2, "id", to="u1"), 'units[2].id: "u1" is there already'),
        (
            changed("units", 0, "runs", to=[run("r1", 2), run("r1", 3)]),
            'units[0].runs[1].id: "r1" is there already',
        ),
        (changed("units", 1, "after", to=["u7"]), 'units[1].after[0]: there is no unit "u7"'),
        (changed("done", to=["u1", "u7"]), 'done[1]: there is no unit "u7"'),
        # Time
        (
            changed("units", 0, "runs", 0, "end", to="2026-03-02T08:00:00Z"),
            "units[0].runs[0].end: must be later than the start",
        ),
        (
            changed("busy", to=[["2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z"]]),
            "busy[0]: must end after it starts",
        ),
        (
            changed("busy", to=[["2026-03-02T08:00:00Z"]]),
            "busy[0]: must be a pair of instants, start and end",
        ),
        (
            changed("deadline", to="2026-02-28T23:59:59Z"),
            "not_before: must not be later than the deadline",
        ),
        *(
            (
                changed("deadline", to=value),
                "deadline: must be an instant like 2026-03-02T08:00:00Z",
            )
            for value in (
                "2026-06-30T00:00:00",
                "2026-06-30T02:00:00+02:00",
                "2026-06-31T00:00:00Z",
                "2026-06-30T24:00:00Z",
                "2026-06-30",
                "20260630T000000Z",
                "٢٠٢٦-06-30T00:00:00Z",
                1_782_777_600,
                None,
            )
        ),
    ],
)
def test_a_fault_is_named_with_its_place(change: Callable[[Document], None], message: str) -> None:
    document = example()
    change(document)

    with pytest.raises(DocumentError) as error:
        read_problem(Field(document))

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("after", "message"),
    [
        ({"a": ["a"]}, 'units[0].after: units come after each other in a circle: "a → a"'),
        (
            {"a": ["b"], "b": ["c"], "c": ["a"]},
            'units[0].after: units come after each other in a circle: "a → b → c → a"',
        ),
    ],
)
def test_a_circle_of_units_is_shown(after: dict[str, list[str]], message: str) -> None:
    document = problem(*(unit(name, {}, after=before) for name, before in after.items()))

    with pytest.raises(DocumentError) as error:
        read_problem(Field(document))

    assert str(error.value) == message


def test_the_document_itself_must_be_an_object() -> None:
    with pytest.raises(DocumentError, match=r"^document: must be an object$"):
        read_problem(Field([]))
