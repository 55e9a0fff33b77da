"""Reads of needs analyses. Only the owner's: every query takes the person or their analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.needs.answers import open_answers
from courses.needs.items import items, require_items
from courses.needs.models import NeedsAnalysis
from courses.needs.passage import Passage, Question
from organisations.models import Person
from organisations.topics.models import Competency, Situation
from organisations.topics.queries import get_target_profile, list_competencies

NeedsStatus = Literal["not_applicable", "missing", "unfinished", "completed"]


@dataclass(frozen=True)
class NeedsState:
    """How far a person has come: `answered` of `questions` in an unfinished analysis.

    `not_applicable` is for people without a function in a municipality, such as trainers.
    """

    status: NeedsStatus
    answered: int = 0
    questions: int = 0
    completed_at: datetime | None = None


@dataclass(frozen=True)
class CompetencyNeed:
    """Where a person stands in one competency, and where their function needs them to be."""

    competency: Competency
    level: int | None
    target: int | None

    @property
    def gap(self) -> int:
        return max(0, (self.target or 0) - (self.level or 0))


def needs_analysis_state(person: Person) -> NeedsState:
    """Whether the person has begun, and finished, their needs analysis. For the dashboard."""
    if person.function is None:
        return NeedsState("not_applicable")
    questions = db.session.scalar(select(func.count()).select_from(Competency)) or 0
    unfinished = find_unfinished_analysis(person)
    if unfinished is not None:
        return NeedsState("unfinished", len(get_levels(unfinished)), questions)
    completed = find_completed_analysis(person)
    if completed is None:
        return NeedsState("missing", 0, questions)
    return NeedsState("completed", questions, questions, completed.completed_at)


def find_unfinished_analysis(person: Person) -> NeedsAnalysis | None:
    """The analysis that the person has begun and not completed."""
    return db.session.scalar(
        select(NeedsAnalysis).where(
            NeedsAnalysis.person_id == person.id, NeedsAnalysis.completed_at.is_(None)
        )
    )


def find_completed_analysis(person: Person) -> NeedsAnalysis | None:
    """The latest analysis that the person has completed: the one that counts."""
    return db.session.scalar(
        select(NeedsAnalysis)
        .where(NeedsAnalysis.person_id == person.id, NeedsAnalysis.completed_at.is_not(None))
        .order_by(NeedsAnalysis.completed_at.desc(), NeedsAnalysis.id.desc())
        .limit(1)
    )


def list_questions() -> list[Question]:
    """All questions in the order of the competencies.

    Raises ValueError where the database holds a competency without an item.
    """
    competencies, offered = list_competencies(), items()
    require_items((competency.key for competency in competencies), offered)
    return [
        Question(number, competency, offered[competency.key])
        for number, competency in enumerate(competencies, start=1)
    ]


def get_question(number: int) -> Question:
    """The question of that number, counted from 1. Raises NotFound."""
    questions = list_questions()
    if not 1 <= number <= len(questions):
        raise NotFound
    return questions[number - 1]


def get_passage(analysis: NeedsAnalysis) -> Passage:
    """How far the person has come in `analysis`."""
    told = analysis.situations_told_at is not None
    return Passage(list_questions(), get_levels(analysis), told)


def get_levels(analysis: NeedsAnalysis) -> dict[str, int]:
    """The answered levels by the key of the competency, in the order they were given."""
    return dict(open_answers(analysis).levels)


def list_met_situations(analysis: NeedsAnalysis) -> Sequence[Situation]:
    """The situations that the person says they have met, each with its competencies."""
    met = open_answers(analysis).situations
    if not met:
        return []
    return db.session.scalars(
        select(Situation)
        .where(Situation.key.in_(met))
        .order_by(Situation.position)
        .options(selectinload(Situation.competencies))
    ).all()


def list_competency_needs(analysis: NeedsAnalysis, function: str | None) -> list[CompetencyNeed]:
    """Level and target of every competency, in order, for someone with `function`.

    The targets are those that the person's municipality has for it.
    """
    levels = get_levels(analysis)
    targets = get_target_profile(function, analysis.person.municipality_id)
    return [
        CompetencyNeed(competency, levels.get(competency.key), targets.get(competency.id))
        for competency in list_competencies()
    ]
