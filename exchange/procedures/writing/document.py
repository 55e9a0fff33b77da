"""The text of a clearing procedure as one JSON document, as a version keeps it. Pure.

{"title": "…", "purpose": "…", "situations": ["threatening_message"],
 "steps": [{"title": "…", "text": "…", "responsible": "…", "amount": 2, "unit": "hours",
            "counts_from": "start", "checklist": ["…"], "questions": [{…}]}]}

A municipality writes it in the language of its administration. `amount` is None for a step without
a deadline; `questions` is left out where nothing is asked (see `writing.questions`). In a draft,
texts may be empty; `missing_in` says what it lacks to be put in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from exchange.procedures.writing.questions import Question, lacks_of, questions_of

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
    """One step, by its number from 1. Without a checklist, the step itself is what is ticked.

    It is done once all is ticked, and not before its required `questions` are answered.
    """

    number: int
    title: str
    text: str
    responsible: str
    deadline: Deadline | None
    checklist: tuple[str, ...]
    questions: tuple[Question, ...] = ()

    @property
    def items(self) -> int:
        """How many ticks it takes."""
        return max(1, len(self.checklist))


@dataclass(frozen=True)
class Lack:
    """A place that is empty but must not be: a key, and which step and question, both from 0."""

    key: str
    row: int | None = None
    question: int | None = None


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
        questions_of(row),
    )


def missing_in(document: Document) -> list[Lack]:
    """What a document lacks to be put in force, in the order of the page."""
    lacks = [Lack(key) for key in ("title", "purpose", "situations", "steps") if not document[key]]
    for row, step in enumerate(document["steps"]):
        lacks += [Lack(key, row) for key in ("title", "responsible") if not step[key]]
        lacks += [
            Lack(key, row, number)
            for number, question in enumerate(step.get("questions", ()))
            for key in lacks_of(question)
        ]
    return lacks


def empty_document(title: str) -> dict[str, Any]:
    """A document that says no more than what it is called."""
    return {"title": title, "purpose": "", "situations": [], "steps": []}
