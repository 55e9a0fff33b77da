"""What the needs analysis holds of a person: exported in plain words, erased for good."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from courses.needs.answers import open_answers
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import GivenAnswer, list_given_answers


def export_analyses(person_id: int) -> list[dict[str, Any]]:
    """The person's analyses, oldest first, answers by the keys of competencies and situations.

    Beside each level stands what was chosen, and which version of whose item it was the answer to.
    """
    return [_as_document(analysis) for analysis in _analyses_of(person_id)]


def erase_analyses(person_id: int) -> None:
    """Delete the analyses.

    The person's training paths, which are made from the analyses, must have been erased before.
    """
    db.session.execute(delete(NeedsAnalysis).where(NeedsAnalysis.person_id == person_id))
    db.session.flush()


def _as_document(analysis: NeedsAnalysis) -> dict[str, Any]:
    answers, given_answers = open_answers(analysis), list_given_answers(analysis)
    completed_at = analysis.completed_at
    return {
        "started_at": analysis.started_at.isoformat(),
        "completed_at": completed_at.isoformat() if completed_at else None,
        "budget_minutes": analysis.budget_minutes,
        "levels": dict(answers.levels),
        "situations": list(answers.situations),
        "answers": {given.competency.key: _as_chosen(given) for given in given_answers},
    }


def _as_chosen(given: GivenAnswer) -> dict[str, Any]:
    return {
        "chosen": localised(given.version.said.options[given.level]),
        "item_version": given.version.number,
        "item_for": given.version.item.functions or ["everybody"],
    }


def _analyses_of(person_id: int) -> Sequence[NeedsAnalysis]:
    return db.session.scalars(
        select(NeedsAnalysis)
        .where(NeedsAnalysis.person_id == person_id)
        .order_by(NeedsAnalysis.id)
        .options(joinedload(NeedsAnalysis.person))
    ).all()


ANALYSES = PersonalData(
    name="needs",
    label=_l("Bedarfsanalysen"),
    purpose=_l("Den eigenen Lernbedarf finden, freiwillig und nur für sich"),
    export=export_analyses,
    erase=erase_analyses,
    retention=_l("Bis Sie sie löschen oder löschen lassen."),
    sealed=_l("Antworten und erlebte Situationen"),
)
