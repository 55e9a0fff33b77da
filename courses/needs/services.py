"""Commands of the needs analysis. Only the person themselves gives and changes their answers.

None of this is written to the audit trail: who looks for training, and why, is their own affair.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.kernel.db import db, lock
from app.kernel.errors import DomainError, Forbidden, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.needs.answers import open_answers, seal_answers
from courses.needs.items import queries as items
from courses.needs.items.models import NeedsItemVersion
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_unfinished_analysis, get_passage
from organisations.models import Person
from organisations.topics.models import HIGHEST_LEVEL, Competency, Situation

ASKED_DIFFERENTLY = _l("Diese Frage steht jetzt anders da. Bitte antworten Sie noch einmal.")


class NothingToAnswer(DomainError):
    """There is no unfinished analysis: none was begun, or it is complete and therefore final."""

    MESSAGE = _l("Ihre Einschätzung ist abgeschlossen.")


class QuestionsOpen(DomainError):
    """The analysis cannot be completed yet."""


def begin_analysis(*, person: Person, actor: Person, now: datetime) -> NeedsAnalysis:
    """Begin a new analysis, or go on with the unfinished one where there is one.

    Raises Forbidden for people without a function: there is no target to compare them with.
    """
    _take(person, actor)
    if person.function is None:
        raise Forbidden(_l("Die Bedarfsanalyse ist für Menschen, die in einer Kommune arbeiten."))
    analysis = find_unfinished_analysis(person)
    if analysis is None:
        analysis = NeedsAnalysis(person=person, started_at=now)
        db.session.add(analysis)
        db.session.flush()
    return analysis


def answer_question(
    *,
    person: Person,
    competency: Competency,
    level: int,
    actor: Person,
    version_id: str | None = None,
) -> NeedsAnalysis:
    """Keep the level that the person chose, in place of an earlier choice.

    `version_id` is the version of an item that they were shown, published now or before; without
    it, the one that they would be asked now. Raises NothingToAnswer without an unfinished analysis,
    DomainError for a level off the scale or what is no version of an item of `competency`.
    """
    analysis = _unfinished(person, actor)
    if not 0 <= level <= HIGHEST_LEVEL:
        raise DomainError(_l("Bitte wählen Sie eine der Antworten."), field="level")
    answers = open_answers(analysis)
    shown = _shown(person, competency, version_id or answers.versions.get(competency.key))
    levels = {**answers.levels, competency.key: level}
    versions = {**answers.versions, competency.key: shown.public_id}
    seal_answers(analysis, replace(answers, levels=levels, versions=versions))
    db.session.flush()
    return analysis


def tell_situations(
    *, person: Person, situations: Collection[Situation], actor: Person, now: datetime
) -> NeedsAnalysis:
    """Keep which situations the person has met, perhaps none, in place of an earlier choice.

    Raises NothingToAnswer without an unfinished analysis.
    """
    analysis = _unfinished(person, actor)
    met = tuple(situation.key for situation in situations)
    seal_answers(analysis, replace(open_answers(analysis), situations=met))
    analysis.situations_told_at = now
    db.session.flush()
    return analysis


def complete_analysis(
    *, person: Person, budget_minutes: int, actor: Person, now: datetime
) -> NeedsAnalysis:
    """Complete the unfinished analysis; from now on it is final and the one that counts.

    Raises NothingToAnswer without an unfinished analysis, QuestionsOpen while pages are open.
    """
    analysis = _unfinished(person, actor)
    passage = get_passage(analysis)
    if passage.first_open != passage.time_page:
        raise QuestionsOpen(_l("Es sind noch Fragen offen."))
    analysis.budget_minutes = budget_minutes
    analysis.completed_at = now
    db.session.flush()
    return analysis


def change_budget(*, analysis: NeedsAnalysis, budget_minutes: int, actor: Person) -> NeedsAnalysis:
    """Keep another amount of time with a completed analysis; its answers stay as they are."""
    _take(analysis.person, actor)
    analysis.budget_minutes = budget_minutes
    db.session.flush()
    return analysis


def _shown(person: Person, competency: Competency, version_id: str | None) -> NeedsItemVersion:
    if version_id is None:
        return items.find_asked_versions(person.function, {})[competency.id]
    version = items.find_readable_version(version_id, competency)
    if version is None:
        raise DomainError(ASKED_DIFFERENTLY, field="version")
    return version


def _unfinished(person: Person, actor: Person) -> NeedsAnalysis:
    _take(person, actor)
    analysis = find_unfinished_analysis(person)
    if analysis is None:
        raise NothingToAnswer(NothingToAnswer.MESSAGE)
    # What the page looked up before the lock may be older than what another one has kept since.
    db.session.refresh(analysis)
    return analysis


def _take(person: Person, actor: Person) -> None:
    """One write at a time per person; to anyone else the analysis does not exist."""
    if actor.id != person.id:
        raise NotFound
    lock(f"needs:{person.id}")
