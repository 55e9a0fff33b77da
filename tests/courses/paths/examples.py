"""The contract's own example, and a short way to write small problems like it."""

from copy import deepcopy
from typing import Any

_EXAMPLE: dict[str, Any] = {
    "learners": [
        {
            "id": "p1",
            "function": "executive",
            "levels": {"law": 1},
            "targets": {"law": 3, "crisis": 3},
            "weight": 1,
        }
    ],
    "weights": {"law": 2, "crisis": 3},
    "units": [
        {
            "id": "u1",
            "minutes": 180,
            "audience": ["executive", "staff"],
            "requires": {"crisis": 1},
            "after": ["u2"],
            "raises": {"law": 3},
            "runs": [
                {
                    "id": "r1",
                    "start": "2026-03-02T08:00:00Z",
                    "end": "2026-03-02T11:00:00Z",
                    "seats": 12,
                }
            ],
        },
        {
            "id": "u2",
            "minutes": 45,
            "audience": [],
            "requires": {},
            "after": [],
            "raises": {"crisis": 2},
            "runs": None,
        },
        {
            "id": "u9",
            "minutes": 30,
            "audience": [],
            "requires": {},
            "after": [],
            "raises": {"law": 1},
            "runs": None,
        },
    ],
    "budget_min": 480,
    "busy": [],
    "not_before": "2026-03-01T00:00:00Z",
    "deadline": "2026-06-30T00:00:00Z",
    "done": [],
}

PLAN_OF_EXAMPLE: dict[str, Any] = {
    "status": "optimal",
    "closed": 10,
    "possible": 13,
    "minutes": 225,
    "bound": 10,
    "steps": [
        {
            "unit": "u2",
            "run": None,
            "closes": [{"learner": "p1", "competency": "crisis", "from": 0, "to": 2}],
        },
        {
            "unit": "u1",
            "run": "r1",
            "closes": [{"learner": "p1", "competency": "law", "from": 1, "to": 3}],
        },
    ],
    "left_open": [
        {
            "learner": "p1",
            "competency": "crisis",
            "level": 2,
            "target": 3,
            "reason": "no_unit_reaches_it",
        }
    ],
    "left_out": [{"unit": "u9", "reason": "closes_nothing"}],
}


def example() -> dict[str, Any]:
    """The contract's example, to be changed at will."""
    return deepcopy(_EXAMPLE)


def problem(*units: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """One member of staff without any level who needs level 3 in law, and these units."""
    return {
        "learners": [{"id": "p1", "function": "staff", "targets": {"law": 3}}],
        "units": list(units),
        "budget_min": 600,
        "not_before": "2026-03-01T00:00:00Z",
        "deadline": "2026-03-31T00:00:00Z",
        **changes,
    }


def unit(name: str, raises: dict[str, int], **changes: Any) -> dict[str, Any]:
    """A self-paced unit of an hour for everyone, if not changed."""
    return {"id": name, "minutes": 60, "raises": raises, "runs": None, **changes}


def run(name: str, day: int, hours: tuple[int, int] = (9, 12), seats: int = 12) -> dict[str, Any]:
    """A run on this day of March 2026."""
    start, end = (f"2026-03-{day:02}T{hour:02}:00:00Z" for hour in hours)
    return {"id": name, "start": start, "end": end, "seats": seats}
