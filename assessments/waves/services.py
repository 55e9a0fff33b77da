"""Commands of waves: open, ask, give, take back, close, freeze once, withdraw.

Giving and closing wait for each other under one lock, so a copy is counted or is refused. Nothing
here is written to the audit trail or tells who gave anything.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update

from app.kernel.base import new_public_id
from app.kernel.bilingual import Bilingual
from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.jobs import wake_after_commit
from app.kernel.vault import current_vault
from assessments.instruments.definition import Instrument
from assessments.instruments.services import keep_moments
from assessments.waves import queries
from assessments.waves.computing import Outcome, spread_of
from assessments.waves.copies import crossing_of, seal_copy, seal_counts
from assessments.waves.models import Wave, WaveCopy, WaveMember, WaveMunicipality, WaveState
from assessments.waves.outcome import Copy, Crossing, Earlier
from assessments.waves.rules import current_k
from organisations.models import Person

ERASING_JOB = "waves.erasing"

# Nothing of a deleted row is looked at again in the same transaction.
_UNSEEN = {"synchronize_session": False}


class OutcomeOutdated(Exception):
    """Between computing and freezing something has changed: it is computed again."""


class WaveClosed(DomainError):
    """Nothing can be given to this wave any more, or taken back."""

    MESSAGE = _l("Diese Erhebung ist inzwischen geschlossen.")


def open_wave(
    *,
    instrument: Instrument,
    people: Iterable[Person],
    closes_on: date,
    now: datetime,
    title: Bilingual | None = None,
    follows: Wave | None = None,
    restricted: bool = False,
) -> Wave:
    """A wave of `people` until the end of `closes_on`, with the k of today as its promise.

    `restricted`: nobody but the office sees the results, and whom the one who opens it lets in.
    """
    wave = Wave(
        public_id=new_public_id(),
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        title=title,
        k=current_k(),
        opened_at=now,
        closes_on=closes_on,
        follows=follows,
        restricted=restricted,
    )
    db.session.add(wave)
    db.session.flush()
    set_members(wave=wave, people=people)
    return wave


def set_members(*, wave: Wave, people: Iterable[Person]) -> None:
    """Ask these people and nobody else. Raises WaveClosed."""
    _take(wave)
    _require_open(wave)
    db.session.execute(delete(WaveMember).where(WaveMember.wave_id == wave.id))
    db.session.execute(delete(WaveMunicipality).where(WaveMunicipality.wave_id == wave.id))
    asked = {person.id: person.municipality_id for person in people}
    db.session.add_all(WaveMember(wave_id=wave.id, person_id=person_id) for person_id in asked)
    db.session.add_all(
        WaveMunicipality(wave_id=wave.id, municipality_id=municipality_id)
        for municipality_id in set(asked.values()) - {None}
    )
    db.session.flush()


def give(
    *,
    wave: Wave,
    person: Person,
    ticket: str,
    answers: Mapping[str, int],
    score: float | None,
    earlier: Earlier | None,
    now: datetime,
) -> Crossing:
    """Keep a copy in place of an earlier one of the same ticket; where the person belongs.

    Raises NotFound for who is not asked, and WaveClosed.
    """
    _take(wave)
    # Once it is frozen nobody is asked any more: that it is closed comes first.
    _require_open(wave)
    if not queries.is_asked(person, wave):
        raise NotFound
    if wave.closes_on < now.astimezone(programme_zone()).date():
        raise WaveClosed(WaveClosed.MESSAGE)
    copy = Copy(answers=answers, score=score, crossing=crossing_of(person), earlier=earlier)
    _delete_copy(wave, ticket)
    db.session.add(WaveCopy(wave_id=wave.id, ticket=ticket, sealed=seal_copy(wave, ticket, copy)))
    db.session.flush()
    return copy.crossing


def take_back(*, label: str, ticket: str) -> bool:
    """Delete a copy as long as it has not counted; whether there was one to delete."""
    wave = queries.find_by_label(label)
    if wave is None:
        return False
    _take(wave)
    return _delete_copy(wave, ticket)


def close_wave(*, wave: Wave, now: datetime) -> bool:
    """Take nothing more; False where it is closed already."""
    _take(wave)
    return _move(wave, {WaveState.OPEN}, state=WaveState.CLOSED, closed_at=now)


def freeze_wave(*, wave: Wave, outcome: Outcome) -> bool:
    """Publish what was computed, once and for all, and delete everything that it was made of.

    False where somebody else has done it. Raises OutcomeOutdated where copies have been taken back
    meanwhile, or a larger group is asked for.
    """
    _take(wave)
    if wave.state != WaveState.CLOSED:
        return False
    if outcome.tickets != queries.list_tickets(wave) or outcome.k < current_k():
        raise OutcomeOutdated
    keep_moments(instrument=outcome.instrument, moments=outcome.moments)
    _forget(wave)
    wake_after_commit(ERASING_JOB)
    return _move(
        wave,
        {WaveState.CLOSED},
        state=WaveState.FROZEN,
        k=outcome.k,
        tables=outcome.tables,
        counts=seal_counts(wave, outcome.counts),
        spread=spread_of(outcome.instrument),
    )


def withdraw_wave(*, wave: Wave, now: datetime) -> bool:
    """Give up a wave that is not frozen, and destroy what was given; False where there is none."""
    _take(wave)
    withdrawn = _move(
        wave,
        {WaveState.OPEN, WaveState.CLOSED},
        state=WaveState.WITHDRAWN,
        closed_at=wave.closed_at or now,
        follows_id=None,  # another one can follow in its place
    )
    if withdrawn:
        _forget(wave)
        wake_after_commit(ERASING_JOB)
    return withdrawn


def erase_key(*, wave: Wave, now: datetime) -> None:
    """Make what was given unreadable in every copy. Only once its deletion is committed.

    What the wave before had left for this one has served, too.
    """
    current_vault().erase(wave.vault_subject, now=now)
    if wave.follows is not None:
        current_vault().erase(wave.follows.counts_subject, now=now)
    wave.key_erased = True
    db.session.flush()


def _forget(wave: Wave) -> None:
    """Delete what was given, and who was asked."""
    for table in (WaveCopy, WaveMember):
        db.session.execute(
            delete(table).where(table.wave_id == wave.id).execution_options(**_UNSEEN)
        )


def _move(wave: Wave, states: set[WaveState], **values: Any) -> bool:
    """Change a wave that is in one of `states`: of two at once, one UPDATE wins."""
    moved = db.session.execute(
        update(Wave)
        .where(Wave.id == wave.id, Wave.state.in_(states))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(wave)
    return moved.rowcount == 1


def _delete_copy(wave: Wave, ticket: str) -> bool:
    deleted = db.session.execute(
        delete(WaveCopy)
        .where(WaveCopy.wave_id == wave.id, WaveCopy.ticket == ticket)
        .execution_options(synchronize_session="fetch")
    )
    return deleted.rowcount == 1


def _require_open(wave: Wave) -> None:
    if not wave.is_open:
        raise WaveClosed(WaveClosed.MESSAGE)


def _take(wave: Wave) -> None:
    """One at a time; what the page looked up before the lock may be older."""
    lock(lock_key(wave.id))
    db.session.refresh(wave)


def lock_key(wave_id: int) -> str:
    """What whoever changes copies of the wave holds meanwhile."""
    return f"assessment_wave:{wave_id}"
