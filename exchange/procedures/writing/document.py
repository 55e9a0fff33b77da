"""The text of a clearing procedure as one JSON document, as a version keeps it. Pure.

{"title": "…", "purpose": "…", "situations": ["threatening_message"],
 "steps": [{"title": "…", "text": "…", "responsible": "…", "amount": 2, "unit": "hours",
            "counts_from": "start", "checklist": ["…"]}]}

A municipality writes it in the language of its administration. `amount` is None for a step without
a deadline. In a draft, texts may be empty; `missing_in` says what it lacks to be put in force.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Document = Mapping[str, Any]


class DeadlineUnit(StrEnum):
    """What a deadline is counted in: hours to the minute, days to the end of the last of them."""

    HOURS = "hours"
    DAYS = "days"


class CountsFrom(StrEnum):
    """From when a deadline counts: the beginning of the case, or the end of the step before."""

    START = "start"
    PREVIOUS = "previous"


@dataclass(frozen=True)
class Deadline:
    """So many hours or days from the start, or from when the step before was done."""

    amount: int
    unit: DeadlineUnit
    counts_from: CountsFrom


@dataclass(frozen=True)
class Step:
    """One step, by its number from 1. Without a checklist, the step itself is what is ticked."""

    number: int
    title: str
    text: str
    responsible: str
    deadline: Deadline | None
    checklist: tuple[str, ...]

    @property
    def items(self) -> int:
        """How many ticks it takes."""
        return max(1, len(self.checklist))


@dataclass(frozen=True)
class Lack:
    """A place that is empty but must not be: a key, and in a step, which row from 0."""

    key: str
    row: int | None = None


def steps_of(document: Document) -> tuple[Step, ...]:
    """The steps of a document in their order."""
    return tuple(_step(number, row) for number, row in enumerate(document["steps"], start=1))


def _step(number: int, row: Mapping[str, Any]) -> Step:
    deadline = None
    if row["amount"] is not None:
        # What would come before the first step is the start.
        counts_from = CountsFrom.START if number == 1 else CountsFrom(row["counts_from"])
        deadline = Deadline(row["amount"], DeadlineUnit(row["unit"]), counts_from)
    return Step(
        number,
        row["title"],
        row["text"],
        row["responsible"],
        deadline,
        tuple(row["checklist"]),
    )


def missing_in(document: Document) -> list[Lack]:
    """What a document lacks to be put in force, in the order of the page."""
    lacks = [Lack(key) for key in ("title", "purpose", "situations", "steps") if not document[key]]
    return lacks + [
        Lack(key, row)
        for row, step in enumerate(document["steps"])
        for key in ("title", "responsible")
        if not step[key]
    ]


def empty_document(title: str) -> dict[str, Any]:
    """A document that says no more than what it is called."""
    return {"title": title, "purpose": "", "situations": [], "steps": []}


def moved_up(steps: Sequence[Any], row: int) -> list[Any]:
    """The steps with that of `row` before the one above it; unchanged where there is none."""
    moved = list(steps)
    if 0 < row < len(moved):
        moved[row - 1], moved[row] = moved[row], moved[row - 1]
    return moved
