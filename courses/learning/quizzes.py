"""Answering quizzes: commands and what one's own attempts were. Nobody else sees any of it.

None of this is written to the audit trail: what somebody answers is their own affair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import LearningUnit
from courses.learning.completing import note_completion, take
from courses.learning.models import QuizAttempt
from courses.learning.queries import content_of
from courses.learning.sealed import open_sealed, seal
from courses.units.contents import fingerprint_of
from courses.units.quiz import Answer, Quiz
from organisations.models import Person


class QuizChanged(DomainError):
    """The questions are no longer those that were answered."""

    MESSAGE = _l("Das Quiz wurde gerade geändert. Bitte sehen Sie Ihre Antworten noch einmal an.")


class NoAttemptLeft(DomainError):
    """The person has tried as often as the quiz allows."""

    MESSAGE = _l("Sie haben alle Versuche gebraucht.")


@dataclass(frozen=True)
class Attempt:
    """One's own attempt, opened. `answers` is None where the quiz has been changed since."""

    number: int
    submitted_at: datetime
    passed: bool
    percent: int
    right: int
    questions: int
    answers: tuple[Answer, ...] | None


def get_quiz(unit: LearningUnit) -> Quiz:
    """The quiz that `unit` is. Raises NotFound where it is something else."""
    content = content_of(unit)
    if not isinstance(content, Quiz):
        raise NotFound
    return content


def list_attempts(person: Person, unit: LearningUnit) -> Sequence[Attempt]:
    """The attempts of `person`, the first one first."""
    fingerprint = fingerprint_of(unit.content)
    return [_opened(row, fingerprint) for row in _rows(person, unit)]


def answer_quiz(
    *,
    person: Person,
    unit: LearningUnit,
    number: int,
    fingerprint: str,
    answers: Sequence[Answer],
    actor: Person,
    now: datetime,
) -> Attempt:
    """Mark `answers` as the attempt `number` of `person`, and keep both.

    The same attempt sent twice counts once: the first one is returned. Having passed, the person is
    done with the unit. Raises QuizChanged where `fingerprint` names other questions, NoAttemptLeft,
    and NotFound for a number that is not the next.
    """
    take(person, actor)
    quiz, earlier = get_quiz(unit), _rows(person, unit)
    current = fingerprint_of(unit.content)
    for row in earlier:
        if row.number == number:
            return _opened(row, current)
    if fingerprint != current:
        raise QuizChanged(QuizChanged.MESSAGE)
    if quiz.attempts is not None and len(earlier) >= quiz.attempts:
        raise NoAttemptLeft(NoAttemptLeft.MESSAGE)
    if number != len(earlier) + 1:
        raise NotFound
    marks = quiz.mark(answers)
    row = QuizAttempt(
        public_id=new_public_id(),
        person=person,
        unit=unit,
        number=number,
        passed=marks.passed,
        submitted_at=now,
    )
    seal(
        row,
        {
            "fingerprint": current,
            "answers": [list(answer) for answer in answers],
            "percent": marks.percent,
            "right": marks.right,
        },
    )
    db.session.add(row)
    db.session.flush()
    if marks.passed:
        note_completion(person, unit, now)
    return _opened(row, current)


def _rows(person: Person, unit: LearningUnit) -> Sequence[QuizAttempt]:
    query = select(QuizAttempt).where(
        QuizAttempt.person_id == person.id, QuizAttempt.unit_id == unit.id
    )
    return db.session.scalars(query.order_by(QuizAttempt.number)).all()


def _opened(row: QuizAttempt, fingerprint: str) -> Attempt:
    kept = open_sealed(row)
    answers = tuple(map(tuple, kept["answers"]))
    return Attempt(
        number=row.number,
        submitted_at=row.submitted_at,
        passed=row.passed,
        percent=kept["percent"],
        right=kept["right"],
        questions=len(answers),
        answers=answers if kept["fingerprint"] == fingerprint else None,
    )
