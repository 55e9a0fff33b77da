"""What a quiz is, and how answers are marked. Pure.

An answer is a tuple of whole numbers. With a single or multiple choice these are the options that
were chosen; with an ordering, the place given to each item; with a matching, the partner given to
each. Options, items and pairs count from 0 in the order of the content: items stand there in their
right order and beside each pair's left side its right one. So the right answer of an ordering or
matching is 0, 1, 2 …, and what is shown has to be mixed first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256

from app.kernel.bilingual import Bilingual
from app.kernel.documents import Field
from courses.units.words import read_list, read_text, read_truth, refuse_repetition

MOST_QUESTIONS, MOST_PARTS, MOST_ATTEMPTS = 20, 10, 20

Answer = tuple[int, ...]


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    MATCHING = "matching"


@dataclass(frozen=True)
class Part:
    """An option, an item or a pair. `partner` is the right side of a pair."""

    text: Bilingual
    feedback: Bilingual
    right: bool = True
    partner: Bilingual | None = None


@dataclass(frozen=True)
class Question:
    kind: QuestionKind
    text: Bilingual
    parts: tuple[Part, ...]

    @property
    def is_choice(self) -> bool:
        """Whether options are chosen; else every part is given a place or a partner."""
        return self.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)

    @cached_property
    def solution(self) -> Answer:
        """The right answer."""
        return tuple(number for number, part in enumerate(self.parts) if part.right)

    def fits(self, answer: Sequence[int]) -> bool:
        """Whether `answer` answers this question at all, rightly or not."""
        if not all(0 <= number < len(self.parts) for number in answer):
            return False
        if self.kind is QuestionKind.SINGLE:
            return len(answer) == 1
        if self.kind is QuestionKind.MULTIPLE:
            return bool(answer) and list(answer) == sorted(set(answer))
        if self.kind is QuestionKind.ORDERING:
            return sorted(answer) == list(range(len(self.parts)))
        return len(answer) == len(self.parts)

    def share(self, answer: Answer) -> Fraction:
        """How much of the question is right, from 0 to 1. Raises ValueError for a misfit.

        Of several right options each counts alike, and a wrong one takes away what a right one
        gives. Of an ordering or matching, every item in its place and every pair counts.
        """
        if not self.fits(answer):
            raise ValueError("this does not answer the question")
        if self.is_choice:
            hits = len(set(answer) & set(self.solution))
            return max(Fraction(0), Fraction(2 * hits - len(answer), len(self.solution)))
        hits = sum(given == right for given, right in zip(answer, self.solution, strict=True))
        return Fraction(hits, len(self.parts))

    def mixed(self, seed: str) -> tuple[int, ...]:
        """The numbers of the parts in an order of their own for each `seed`, always the same.

        It never is the order of the content where that would give the answer away.
        """

        def place(number: int) -> bytes:
            return sha256(f"{seed}\0{self.text.de}\0{number}".encode()).digest()

        order = tuple(sorted(range(len(self.parts)), key=place))
        gives_away = self.kind is QuestionKind.ORDERING and order == self.solution
        return (*order[1:], order[0]) if gives_away else order


@dataclass(frozen=True)
class Marks:
    """How good answers are: the share of each question, and of the whole in percent."""

    shares: tuple[Fraction, ...]
    pass_percent: int

    @property
    def right(self) -> int:
        """How many questions are right as a whole."""
        return sum(share == 1 for share in self.shares)

    @property
    def percent(self) -> int:
        """Rounded down: nobody who has not passed reads the pass mark as their own."""
        return int(sum(self.shares) * 100 / len(self.shares))

    @property
    def passed(self) -> bool:
        return sum(self.shares) * 100 >= self.pass_percent * len(self.shares)


@dataclass(frozen=True)
class Quiz:
    """Questions, how much must be right, and how often one may try; None is as often as wanted."""

    questions: tuple[Question, ...]
    pass_percent: int
    attempts: int | None = None

    def mark(self, answers: Sequence[Answer]) -> Marks:
        """How good `answers` are, one for each question. Raises ValueError for a misfit."""
        shares = (
            question.share(answer) for question, answer in zip(self.questions, answers, strict=True)
        )
        return Marks(tuple(shares), self.pass_percent)


def read_quiz(field: Field) -> Quiz:
    """The quiz that a document describes. Raises DocumentError with place and fault."""
    members = field.object(required=("pass_percent", "questions"), optional=("attempts",))
    questions = read_list(members["questions"], 1, MOST_QUESTIONS)
    read = tuple(map(_question, questions))
    # The texts tell the orders apart in which questions are mixed.
    refuse_repetition(questions, [question.text.de for question in read])
    attempts = members.get("attempts")
    return Quiz(
        questions=read,
        pass_percent=members["pass_percent"].integer(1, 100),
        attempts=None if attempts is None else attempts.integer(1, MOST_ATTEMPTS),
    )


def _question(field: Field) -> Question:
    members = field.members()
    if "kind" not in members:
        raise field.error("has no kind")
    if members["kind"].text() not in _PARTS:
        raise members["kind"].error(f"must be one of {', '.join(_PARTS)}")
    kind = QuestionKind(members["kind"].text())
    name, read = _PARTS[kind]
    members = field.object(required=("kind", "question", name))
    # Of two items the right order would always be the one that is not shown.
    least = 3 if kind is QuestionKind.ORDERING else 2
    elements = read_list(members[name], least, MOST_PARTS)
    parts = tuple(map(read, elements))
    refuse_repetition(elements, [part.text.de for part in parts])
    if kind is QuestionKind.MATCHING:
        refuse_repetition(elements, [part.partner for part in parts])
    question = Question(kind, read_text(members["question"]), parts)
    if kind is QuestionKind.SINGLE and len(question.solution) != 1:
        raise members[name].error("must have exactly one right option")
    if kind is QuestionKind.MULTIPLE and not question.solution:
        raise members[name].error("must have a right option")
    return question


def _option(field: Field) -> Part:
    members = field.object(required=("text", "feedback"), optional=("right",))
    right = members.get("right")
    return Part(
        text=read_text(members["text"]),
        feedback=read_text(members["feedback"]),
        right=right is not None and read_truth(right),
    )


def _item(field: Field) -> Part:
    members = field.object(required=("text", "feedback"))
    return Part(text=read_text(members["text"]), feedback=read_text(members["feedback"]))


def _pair(field: Field) -> Part:
    members = field.object(required=("text", "partner", "feedback"))
    return Part(
        text=read_text(members["text"]),
        feedback=read_text(members["feedback"]),
        partner=read_text(members["partner"]),
    )


_PARTS = {
    QuestionKind.SINGLE: ("options", _option),
    QuestionKind.MULTIPLE: ("options", _option),
    QuestionKind.ORDERING: ("items", _item),
    QuestionKind.MATCHING: ("pairs", _pair),
}
