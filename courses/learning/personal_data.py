"""What learning at one's own pace holds of a person."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import LearningUnit
from courses.learning.models import QuizAttempt, Reflection, ScenarioPlay, UnitCompletion
from courses.learning.queries import list_completions
from courses.learning.retention import KEPT_PLAYS, KEPT_REFLECTIONS
from courses.learning.sealed import open_sealed

Row = TypeVar("Row", QuizAttempt, Reflection, ScenarioPlay)


def export_completions(person_id: int) -> list[dict[str, Any]]:
    """The learning units that the person has completed, oldest first."""
    return [
        {
            "course": completion.unit.course.slug,
            "unit": completion.unit.key,
            "completed_at": completion.completed_at.isoformat(),
        }
        for completion in list_completions(person_id)
    ]


def erase_completions(person_id: int) -> None:
    """Delete them all."""
    db.session.execute(delete(UnitCompletion).where(UnitCompletion.person_id == person_id))
    db.session.flush()


def export_attempts(person_id: int) -> list[dict[str, Any]]:
    """The person's attempts at quizzes, oldest first: what they answered, and how good it was.

    Answers are the numbers of options in the order of the content, from 0; with an ordering the
    place of each item, with a matching the partner of each.
    """
    attempts = []
    for row in _rows(QuizAttempt, person_id):
        kept = open_sealed(row)
        attempts.append(
            _where(row)
            | {
                "attempt": row.number,
                "submitted_at": row.submitted_at.isoformat(),
                "passed": row.passed,
                "percent": kept["percent"],
                "answers": kept["answers"],
            }
        )
    return attempts


def export_reflections(person_id: int) -> list[dict[str, Any]]:
    """What the person has written for themselves, in plain words."""
    return [
        _where(row) | {"changed_at": row.changed_at.isoformat(), "text": open_sealed(row)}
        for row in _rows(Reflection, person_id)
    ]


def export_plays(person_id: int) -> list[dict[str, Any]]:
    """Where the person stands in scenarios: their choices as numbers from 0, and ends they saw."""
    plays = []
    for row in _rows(ScenarioPlay, person_id):
        kept = open_sealed(row)
        plays.append(
            _where(row)
            | {
                "changed_at": row.changed_at.isoformat(),
                "choices": kept["choices"],
                "ends": kept["ends"],
            }
        )
    return plays


def erase_attempts(person_id: int) -> None:
    """Delete all attempts at quizzes."""
    _delete(QuizAttempt, person_id)


def erase_reflections(person_id: int) -> None:
    """Delete all that the person has written for themselves."""
    _delete(Reflection, person_id)


def erase_plays(person_id: int) -> None:
    """Delete where the person stands in scenarios."""
    _delete(ScenarioPlay, person_id)


def erase_sealed(person_id: int) -> None:
    """Delete all that only the person's key opens."""
    erase_attempts(person_id)
    erase_reflections(person_id)
    erase_plays(person_id)


def _where(row: QuizAttempt | Reflection | ScenarioPlay) -> dict[str, Any]:
    return {"course": row.unit.course.slug, "unit": row.unit.key}


def _rows(kind: type[Row], person_id: int) -> Sequence[Row]:
    return db.session.scalars(
        select(kind)
        .where(kind.person_id == person_id)
        .order_by(kind.id)
        .options(joinedload(kind.unit).joinedload(LearningUnit.course), joinedload(kind.person))
    ).all()


def _delete(kind: type[Row], person_id: int) -> None:
    db.session.execute(delete(kind).where(kind.person_id == person_id))
    db.session.flush()


COMPLETIONS = PersonalData(
    name="learning",
    label=_l("Bearbeitete Lerneinheiten"),
    purpose=_l("Dort weiterlernen, wo Sie aufgehört haben"),
    export=export_completions,
    erase=erase_completions,
    retention=_l("Bis Sie sie löschen lassen."),
)

QUIZZES = PersonalData(
    name="quizzes",
    label=_l("Antworten in Quizzen"),
    purpose=_l("Das Gelernte selbst prüfen"),
    export=export_attempts,
    erase=erase_attempts,
    retention=_l("Bis Sie sie löschen lassen."),
    sealed=_l("Antworten und Ergebnis"),
)
REFLECTIONS = PersonalData(
    name="reflections",
    label=_l("Private Reflexionen in Kursen"),
    purpose=_l("Für sich festhalten, was man mitnimmt"),
    export=export_reflections,
    erase=erase_reflections,
    retention=_l(
        "Bis Sie sie löschen, höchstens %(reflections)s nach der letzten Änderung.",
        reflections=KEPT_REFLECTIONS.shown,
    ),
    sealed=_l("der ganze Text"),
)
PLAYS = PersonalData(
    name="scenarios",
    label=_l("Entscheidungen in Szenarien"),
    purpose=_l("Schwierige Lagen gefahrlos üben"),
    export=export_plays,
    erase=erase_plays,
    retention=_l(
        "Bis Sie sie löschen lassen, höchstens %(scenarios)s nach der letzten Änderung.",
        scenarios=KEPT_PLAYS.shown,
    ),
    sealed=_l("alle Entscheidungen"),
)
