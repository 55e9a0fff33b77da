"""Commands of self-assessments. Only the person themselves writes and deletes.

None of this is written to the audit trail: that somebody takes one at all is their own affair.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import update

from app.kernel.base import new_public_id
from app.kernel.db import INSERT, db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.vault import current_vault
from assessments.administrations import queries
from assessments.administrations.binder import Binder, Entry, Given, Layout
from assessments.administrations.models import Administration, AssessmentBinder
from assessments.administrations.queries import Opened
from assessments.administrations.sealed import Contents, open_binder, seal_binder, seal_record
from assessments.instruments.definition import Instrument
from assessments.instruments.scoring import score_answers
from assessments.waves.copies import Earlier
from assessments.waves.models import Wave
from assessments.waves.services import give, take_back
from organisations.models import Person

PSEUDONYM_BYTES = 16


class NoDraft(DomainError):
    """There is nothing to answer: none was begun, or it was finished or deleted meanwhile."""

    MESSAGE = _l("Es gibt keine offene Selbsteinschätzung.")


class NothingAnswered(DomainError):
    """A self-assessment without any answer has no result."""

    MESSAGE = _l("Bitte beantworten Sie mindestens eine Frage.")


def begin_assessment(
    *, person: Person, instrument: Instrument, actor: Person, now: datetime
) -> Opened:
    """Begin a self-assessment, or go on with the one of this instrument that was begun."""
    kept, binder = _take(person, actor)
    draft = queries.find_draft(person, instrument.key)
    if draft is not None:
        return draft
    entry = Entry(address=new_public_id(), pseudonym=secrets.token_urlsafe(PSEUDONYM_BYTES))
    record = Administration(pseudonym=entry.pseudonym, week=week_of(now), finished=False)
    seal_record(person, record, Contents(instrument.key, instrument.version))
    db.session.add(record)
    _keep_binder(person, kept, binder.with_entry(entry))
    return _get_draft(person, instrument.key)


def keep_answers(
    *, person: Person, instrument_key: str, answers: Mapping[str, int | None], actor: Person
) -> Opened:
    """Keep these answers with the earlier ones; None takes an answer back. Raises NoDraft."""
    _kept, binder = _take(person, actor)
    draft = _get_draft(person, instrument_key)
    merged = {**draft.contents.answers, **answers}
    given = {item: answer for item, answer in merged.items() if answer is not None}
    record = _get_record(binder, draft.address)
    seal_record(person, record, replace(draft.contents, answers=given))
    db.session.flush()
    return _get_draft(person, instrument_key)


def finish_assessment(
    *,
    person: Person,
    instrument: Instrument,
    note: str,
    actor: Person,
    now: datetime,
    wave: Wave | None = None,
) -> Opened:
    """Score the draft, make it one of the finished ones and give a copy to `wave`.

    Raises NoDraft, NothingAnswered, and what `waves.services.give` raises.
    """
    kept, binder = _take(person, actor)
    draft = _get_draft(person, instrument.key)
    answers = draft.contents.answers
    if not answers:
        raise NothingAnswered(NothingAnswered.MESSAGE)
    scores = {
        key: result.as_document() for key, result in score_answers(instrument, answers).items()
    }
    record = _get_record(binder, draft.address)
    seal_record(
        person,
        record,
        replace(
            draft.contents,
            instrument_version=instrument.version,
            scores=scores,
            note=note,
        ),
    )
    record.week, record.finished = week_of(now), True
    if wave is not None:
        crossing = give(
            wave=wave,
            person=person,
            ticket=binder.ticket(wave.label),
            answers=answers,
            score=scores[instrument.main_score.key]["value"],
            earlier=_earlier(person, instrument, wave),
            now=now,
        )
        given = Given(wave.label, crossing)
        binder = binder.changed(draft.address, lambda entry: replace(entry, given=given))
        _keep_binder(person, kept, binder)
    db.session.flush()
    return queries.get_taken(person, draft.address)


def change_note(*, person: Person, address: str, note: str, actor: Person) -> None:
    """Replace the note of a finished one. Raises NotFound."""
    _kept, binder = _take(person, actor)
    taken = queries.get_taken(person, address)
    record = _get_record(binder, address)
    seal_record(person, record, replace(taken.contents, note=note))
    db.session.flush()


def choose_layout(*, person: Person, layout: Layout, actor: Person) -> None:
    """Remember how the person likes to be asked."""
    kept, binder = _take(person, actor)
    _keep_binder(person, kept, replace(binder, layout=layout))


def take_back_copy(*, person: Person, address: str, actor: Person) -> bool:
    """Delete the copy of a finished one as long as its wave is open; whether that was possible."""
    kept, binder = _take(person, actor)
    taken = queries.get_taken(person, address)
    if taken.given is None or not take_back(
        label=taken.given.label, ticket=binder.ticket(taken.given.label)
    ):
        return False
    _keep_binder(person, kept, binder.changed(address, lambda entry: replace(entry, given=None)))
    return True


def delete_assessment(*, person: Person, address: str, actor: Person, now: datetime) -> None:
    """Delete one, finished or not, and its copy in an open wave. Raises NotFound.

    Its key goes at once, so that backups cannot bring it back.
    """
    kept, binder = _take(person, actor)
    entries = [entry for entry in binder.entries if entry.address == address]
    if not entries:
        raise NotFound
    _delete(person, kept, binder, entries, now)


def delete_all_assessments(*, person: Person, actor: Person, now: datetime) -> int:
    """Delete all of the person, drafts too; returns how many there were."""
    kept, binder = _take(person, actor)
    _delete(person, kept, binder, list(binder.entries), now)
    return len(binder.entries)


def make_binder(*, person: Person) -> bool:
    """Give the person an empty binder; False where they have one."""
    table = AssessmentBinder.__table__
    insert = INSERT[db.engine.dialect.name](table)
    made = db.session.execute(
        insert.values(
            person_id=person.id, sealed=seal_binder(person, Binder())
        ).on_conflict_do_nothing()
    )
    return made.rowcount == 1


def week_of(now: datetime) -> date:
    """The Monday of the week in which `now` lies in the programme's zone."""
    day = now.astimezone(programme_zone()).date()
    return day - timedelta(days=day.weekday())


def _earlier(person: Person, instrument: Instrument, wave: Wave) -> Earlier | None:
    """The person's own score in the wave that `wave` follows."""
    if wave.follows is None:
        return None
    for each in queries.list_taken(person, instrument.key):
        if each.given is not None and each.given.label == wave.follows.label:
            score = each.contents.scores.get(instrument.main_score.key, {}).get("value")
            return None if score is None else Earlier(score, each.given.crossing)
    return None


def _delete(
    person: Person, kept: AssessmentBinder, binder: Binder, entries: list[Entry], now: datetime
) -> None:
    for entry in entries:
        if entry.given is not None:
            take_back(label=entry.given.label, ticket=binder.ticket(entry.given.label))
    for record in queries.find_records(entries).values():
        current_vault().erase(record.vault_subject, now=now)
        db.session.delete(record)
    _keep_binder(person, kept, binder.without({entry.address for entry in entries}))


def _take(person: Person, actor: Person) -> tuple[AssessmentBinder, Binder]:
    """The person's binder, for one write at a time; to anyone else it does not exist."""
    if actor.id != person.id:
        raise NotFound
    lock(f"assessments:{person.id}")
    make_binder(person=person)
    # What the page looked up before the lock may be older than what another one has kept since.
    kept = db.session.get_one(AssessmentBinder, person.id, populate_existing=True)
    binder = open_binder(person, kept)
    for record in queries.find_records(binder.entries).values():
        db.session.refresh(record)
    return kept, binder


def _keep_binder(person: Person, kept: AssessmentBinder, binder: Binder) -> None:
    """Keep `binder` in place of what was read: of two writers at once one is refused."""
    sealed = seal_binder(person, binder)
    changed = db.session.execute(
        update(AssessmentBinder)
        .where(AssessmentBinder.person_id == person.id, AssessmentBinder.sealed == kept.sealed)
        .values(sealed=sealed)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise NoDraft(NoDraft.MESSAGE)
    db.session.flush()
    db.session.refresh(kept)


def _get_draft(person: Person, instrument_key: str) -> Opened:
    draft = queries.find_draft(person, instrument_key)
    if draft is None:
        raise NoDraft(NoDraft.MESSAGE)
    return draft


def _get_record(binder: Binder, address: str) -> Administration:
    entry = next(each for each in binder.entries if each.address == address)
    return queries.find_records([entry])[entry.pseudonym]
