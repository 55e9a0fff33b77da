"""What has to be asked and noted in a step, as a version of a procedure keeps it. Pure.

{"kind": "choice", "label": "…", "help": "…", "required": true, "choices": ["…", "…"]}

Only `kind` and `label` are always there.
An answer is a text: a day as ISO 8601 writes it, `YES` or `NO`, or one of the choices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

YES, NO = "yes", "no"
#: A choice is one among several.
FEWEST_CHOICES = 2

#: By the number of a question from 1, what was answered; what was not is left out.
Answers = Mapping[int, str]


class QuestionKind(StrEnum):
    """What is asked for."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    DAY = "day"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Question:
    """One question of a step, by its number from 1. `choices` are the answers of a choice."""

    number: int
    kind: QuestionKind
    label: str
    help: str
    required: bool
    choices: tuple[str, ...] = ()


def questions_of(step: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of a step of a document in their order; most steps have none."""
    return tuple(
        Question(
            number,
            QuestionKind(row["kind"]),
            row["label"],
            row.get("help", ""),
            bool(row.get("required")),
            tuple(row.get("choices", ())),
        )
        for number, row in enumerate(step.get("questions", ()), start=1)
    )


def lacks_of(row: Mapping[str, Any]) -> list[str]:
    """The keys of what a question lacks to be asked."""
    lacks = [] if row["label"] else ["label"]
    if row["kind"] == QuestionKind.CHOICE and len(row.get("choices", ())) < FEWEST_CHOICES:
        lacks.append("choices")
    return lacks


def unanswered(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """The questions that have to be answered and are not."""
    return [one for one in questions if one.required and not answers.get(one.number)]
