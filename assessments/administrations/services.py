"""Commands of self-assessments. Only the person themselves writes and deletes.

None of this is written to the audit trail: that somebody takes one at all is their own affair.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.vault import current_vault
from assessments.administrations.models import Administration
from assessments.administrations.queries import find_draft, find_opened_draft, list_all
from assessments.administrations.sealed import Contents, open_contents, seal_contents
from assessments.instruments.definition import Instrument
from assessments.instruments.scoring import score_answers
from organisations.models import Person


class NoDraft(DomainError):
    """There is nothing to answer: none was begun, or it was finished or deleted meanwhile."""

    MESSAGE = _l("Es gibt keine offene Selbsteinschätzung.")


class NothingAnswered(DomainError):
    """A self-assessment without any answer has no result."""

    MESSAGE = _l("Bitte beantworten Sie mindestens eine Frage.")


def begin_assessment(
    *, person: Person, instrument: Instrument, actor: Person, now: datetime
) -> Administration:
    """Begin a self-assessment, or go on with the one that was begun."""
    _take(person, actor)
    draft = find_draft(person)
    if draft is not None and find_opened_draft(person) is None:
        delete_assessment(administration=draft, actor=actor, now=now)  # a backup's: it was erased
        draft = None
    if draft is None:
        draft = Administration(
            person=person,
            instrument_key=instrument.key,
            instrument_version=instrument.version,
            started_at=now,
        )
        db.session.add(draft)
        db.session.flush()
    return draft


def keep_answers(
    *, person: Person, answers: Mapping[str, int | None], actor: Person
) -> Administration:
    """Keep these answers with the earlier ones; None takes an answer back. Raises NoDraft."""
    draft = _draft(person, actor)
    contents = open_contents(draft)
    merged = {**contents.answers, **answers}
    given = {item: answer for item, answer in merged.items() if answer is not None}
    seal_contents(draft, replace(contents, answers=given))
    db.session.flush()
    return draft


def finish_assessment(
    *, person: Person, instrument: Instrument, note: str, actor: Person, now: datetime
) -> Administration:
    """Score the draft and make it one of the finished ones. Raises NoDraft, NothingAnswered."""
    draft = _draft(person, actor)
    answers = open_contents(draft).answers
    if not answers:
        raise NothingAnswered(NothingAnswered.MESSAGE)
    scores = {
        key: result.as_document() for key, result in score_answers(instrument, answers).items()
    }
    seal_contents(draft, Contents(answers, scores, note))
    draft.taken_at = now
    db.session.flush()
    return draft


def delete_assessment(*, administration: Administration, actor: Person, now: datetime) -> None:
    """Delete one, finished or not. Its key goes at once, so that backups cannot bring it back."""
    _take(administration.person, actor)
    if administration.sealed is not None:
        current_vault().erase(administration.vault_subject, now=now)
    db.session.delete(administration)
    db.session.flush()


def delete_all_assessments(*, person: Person, actor: Person, now: datetime) -> int:
    """Delete all of the person, the draft too; returns how many there were."""
    found = list_all(person)
    for administration in found:
        delete_assessment(administration=administration, actor=actor, now=now)
    return len(found)


def _draft(person: Person, actor: Person) -> Administration:
    _take(person, actor)
    draft = find_draft(person)
    if draft is None:
        raise NoDraft(NoDraft.MESSAGE)
    # What the page looked up before the lock may be older than what another one has kept since.
    db.session.refresh(draft)
    if draft.taken_at is not None:
        raise NoDraft(NoDraft.MESSAGE)
    return draft


def _take(person: Person, actor: Person) -> None:
    """One write at a time per person; to anyone else their assessments do not exist."""
    if actor.id != person.id:
        raise NotFound
    lock(f"assessments:{person.id}")
