"""What the page says about an answered question, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from courses.learning.forms import words
from courses.units.quiz import Answer, Question, QuestionKind, Quiz


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"


@dataclass(frozen=True)
class Line:
    """One thing that was said, or should have been, and why. `given` is what was said instead."""

    text: str
    verdict: Verdict
    feedback: str
    given: Message | None = None


@dataclass(frozen=True)
class Marked:
    """A question with what was answered."""

    text: str
    kind: QuestionKind
    share: Fraction
    lines: Sequence[Line]


def marked_questions(quiz: Quiz, answers: Sequence[Answer]) -> list[Marked]:
    """Every question of `quiz` with its answer, what is right, and why."""
    return [
        Marked(
            text=words(question.text),
            kind=question.kind,
            share=question.share(answer),
            lines=list((_chosen if question.is_choice else _assigned)(question, answer)),
        )
        for question, answer in zip(quiz.questions, answers, strict=True)
    ]


def _chosen(question: Question, answer: Answer) -> Iterator[Line]:
    """What was chosen, and what should have been."""
    for number, part in enumerate(question.parts):
        if number in answer:
            verdict = Verdict.RIGHT if part.right else Verdict.WRONG
            yield Line(words(part.text), verdict, words(part.feedback))
        elif part.right:
            yield Line(words(part.text), Verdict.MISSED, words(part.feedback))


def _assigned(question: Question, answer: Answer) -> Iterator[Line]:
    """Every item or pair as it is right, and what was said instead."""
    for number, (part, given) in enumerate(zip(question.parts, answer, strict=True)):
        is_right = given == number
        yield Line(
            text=f"{words(part.text)}: {words(part.partner)}" if part.partner else words(part.text),
            verdict=Verdict.RIGHT if is_right else Verdict.WRONG,
            feedback=words(part.feedback),
            given=None if is_right else _given(question, given),
        )


def _given(question: Question, given: int) -> Message:
    partner = question.parts[given].partner
    if partner is None:
        return _("Ihre Antwort: %(place)s. Stelle", place=given + 1)
    return _("Ihre Antwort: %(partner)s", partner=words(partner))
