"""Reads of needs analyses. Only the owner's: every query takes the person or their analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.kernel.db import db
from courses.needs.answers import open_answers
from courses.needs.items import queries as items
from courses.needs.items.models import NeedsItemVersion
from courses.needs.items.shipped import require_items
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

    @property
    def is_open(self) -> bool:
        """Whether there are questions to answer before there is a result."""
        return self.status in {"missing", "unfinished"}


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody chose, and the version of an item that it was an answer to."""

    competency: Competency
    level: int
    version: NeedsItemVersion


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
    questions = count_questions()
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


def count_questions() -> int:
    """How many questions there are for everybody: one per competency."""
    return db.session.scalar(select(func.count()).select_from(Competency)) or 0


def list_questions(
    function: str | None, answered: Mapping[str, str] | None = None
) -> list[Question]:
    """All questions for somebody with `function`, in the order of the competencies.

    `answered` says by competency which version of an item has been answered; these stay as they
    were. Raises ValueError where the database holds a competency without an item.
    """
    competencies, kept = list_competencies(), answered or {}
    asked = items.find_asked_versions(
        function,
        {one.id: kept[one.key] for one in competencies if one.key in kept},
    )
    with_item = {competency.key for competency in competencies if competency.id in asked}
    require_items((competency.key for competency in competencies), with_item)
    return [
        _question(number, competency, asked[competency.id])
        for number, competency in enumerate(competencies, start=1)
    ]


def as_shown(question: Question, version_id: str | None) -> Question:
    """The question as a page showed it that was opened a while ago: by another version, perhaps.

    What is no version of its items leaves the question as it would be asked now.
    """
    if not version_id or version_id == question.version_id:
        return question
    version = items.find_readable_version(version_id, question.competency)
    if version is None:
        return question
    return replace(question, item=version.said, version_id=version.public_id)


def get_passage(analysis: NeedsAnalysis) -> Passage:
    """How far the person has come in `analysis`."""
    answers, told = open_answers(analysis), analysis.situations_told_at is not None
    questions = list_questions(analysis.person.function, answers.versions)
    return Passage(questions, answers.levels, told)


def list_given_answers(analysis: NeedsAnalysis) -> list[GivenAnswer]:
    """What the person chose, in the order of the competencies, as it was asked then."""
    answers = open_answers(analysis)
    versions = items.find_versions(answers.versions.values())
    return [
        GivenAnswer(competency, answers.levels[competency.key], versions[version_id])
        for competency in list_competencies()
        if (version_id := answers.versions.get(competency.key)) in versions
    ]


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


def _question(number: int, competency: Competency, version: NeedsItemVersion) -> Question:
    return Question(number, competency, version.said, version.public_id)
