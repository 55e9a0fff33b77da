"""Problems at random, for dice or for hypothesis: odd ones with every edge in them, and ones like
a real catalogue, where levels build on each other and there is more on offer than time, and tangled
ones, where units seem to support each other in circles."""

from collections.abc import Callable
from typing import Any

# Picks a whole number in a range, both ends included.
Pick = Callable[[int, int], int]

FUNCTIONS = ("executive", "political", "staff")
COMPETENCIES = ("alliances", "crisis", "law", "resilience")


def odd_problem(pick: Pick, most_units: int) -> dict[str, Any]:
    """A small valid problem document in which anything may be missing, full, busy or useless."""
    units = [_odd_unit(pick, index) for index in range(pick(1, most_units))]
    return {
        "learners": [_learner(pick, index) for index in range(pick(1, 3))],
        "weights": {name: pick(0, 3) for name in COMPETENCIES if _one_in(pick, 3)},
        "units": _shuffled(pick, units),
        "budget_min": pick(0, 40) * 15,
        "busy": [_interval(pick, 18) for _ in range(pick(0, 2))],
        "not_before": _instant(pick(0, 2)),
        "deadline": _instant(pick(12, 20)),
        "done": [unit["id"] for unit in units if _one_in(pick, 10)],
    }


def catalogue_problem(pick: Pick, units: int) -> dict[str, Any]:
    """A valid problem document with this many units, most of them worth taking."""
    offered = [_catalogue_unit(pick, index) for index in range(units)]
    minutes = sum(unit["minutes"] for unit in offered)
    return {
        "learners": [_learner(pick, index) for index in range(pick(1, 4))],
        "weights": {name: pick(1, 5) for name in COMPETENCIES},
        "units": _shuffled(pick, offered),
        "budget_min": minutes * pick(20, 70) // 100,
        "busy": [_interval(pick, 60) for _ in range(pick(0, 3))],
        "not_before": _instant(0),
        "deadline": _instant(64),
    }


def tangled_problem(pick: Pick, units: int) -> dict[str, Any]:
    """A valid problem document in which nearly everything waits for something, dated or not."""
    return {
        "learners": [
            {
                "id": f"p{index}",
                "function": FUNCTIONS[index],
                "targets": {name: pick(1, 3) for name in COMPETENCIES},
            }
            for index in range(pick(1, 2))
        ],
        "units": [_tangled_unit(pick, index) for index in range(units)],
        "budget_min": pick(2, 4 * units) * 15,
        "not_before": _instant(0),
        "deadline": _instant(24),
    }


def _learner(pick: Pick, index: int) -> dict[str, Any]:
    return {
        "id": f"p{index}",
        "function": FUNCTIONS[pick(0, 1)],
        "levels": {name: pick(0, 2) for name in COMPETENCIES if _one_in(pick, 3)},
        "targets": {name: pick(1, 4) for name in COMPETENCIES if not _one_in(pick, 5)},
        "weight": 0 if _one_in(pick, 10) else pick(1, 3),
    }


def _odd_unit(pick: Pick, index: int) -> dict[str, Any]:
    return {
        "id": f"u{index}",
        "minutes": pick(0, 12) * 15,
        "audience": [name for name in FUNCTIONS if _one_in(pick, 3)],
        "requires": {name: pick(0, 2) for name in COMPETENCIES if _one_in(pick, 5)},
        "after": [f"u{earlier}" for earlier in range(index) if _one_in(pick, 6)],
        "raises": {name: pick(0, 4) for name in COMPETENCIES if _one_in(pick, 2)},
        "runs": None if _one_in(pick, 2) else _runs(pick, pick(0, 3), 18),
    }


def _catalogue_unit(pick: Pick, index: int) -> dict[str, Any]:
    level = pick(1, 4)
    subject = COMPETENCIES[pick(0, 3)]
    return {
        "id": f"u{index}",
        "minutes": pick(2, 16) * 15,
        "audience": list(FUNCTIONS[: pick(1, 2)]) if _one_in(pick, 4) else [],
        "requires": {subject: level - 1} if level > 1 and _one_in(pick, 2) else {},
        "after": [f"u{pick(0, index - 1)}"] if index and _one_in(pick, 6) else [],
        "raises": {COMPETENCIES[pick(0, 3)]: pick(1, 2), subject: level},
        "runs": None if _one_in(pick, 3) else _runs(pick, pick(1, 4), 60),
    }


def _tangled_unit(pick: Pick, index: int) -> dict[str, Any]:
    needed = COMPETENCIES[pick(0, 3)]
    return {
        "id": f"u{index}",
        "minutes": pick(1, 6) * 15,
        "audience": [FUNCTIONS[pick(0, 1)]] if _one_in(pick, 5) else [],
        "requires": {} if _one_in(pick, 3) else {needed: pick(1, 2)},
        "after": [f"u{pick(0, index - 1)}"] if index and _one_in(pick, 8) else [],
        "raises": {COMPETENCIES[pick(0, 3)]: pick(1, 3) for _ in range(pick(1, 2))},
        "runs": _runs(pick, pick(1, 3), 20) if _one_in(pick, 3) else None,
    }


def _runs(pick: Pick, count: int, hours: int) -> list[dict[str, Any]]:
    runs = []
    for number in range(count):
        start, end = _interval(pick, hours)
        seats = pick(0, 2) if _one_in(pick, 8) else 9
        runs.append({"id": f"r{number}", "start": start, "end": end, "seats": seats})
    return runs


def _interval(pick: Pick, hours: int) -> list[str]:
    start = pick(0, hours)
    return [_instant(start), _instant(start + pick(1, 4))]


def _instant(hour: int) -> str:
    return f"2026-03-{2 + hour // 24:02}T{hour % 24:02}:00:00Z"


def _one_in(pick: Pick, count: int) -> bool:
    return pick(1, count) == count


def _shuffled(pick: Pick, items: list[Any]) -> list[Any]:
    rest = list(items)
    return [rest.pop(pick(0, len(rest) - 1)) for _ in items]
