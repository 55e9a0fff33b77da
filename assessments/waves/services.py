"""Commands of waves: open, ask, give, take back.

Giving and closing wait for each other under one lock, so a copy is counted or is refused. Nothing
here is written to the audit trail or tells who gave anything.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import delete

from app.kernel.base import new_public_id
from app.kernel.bilingual import Bilingual
from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from assessments.instruments.definition import Instrument
from assessments.waves import queries
from assessments.waves.copies import Copy, Crossing, Earlier, crossing_of, seal_copy
from assessments.waves.models import Wave, WaveCopy, WaveMember
from assessments.waves.rules import current_k
from organisations.models import Person


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
) -> Wave:
    """A wave of `people` until the end of `closes_on`, with the k of today as its promise."""
    wave = Wave(
        public_id=new_public_id(),
        instrument_key=instrument.key,
        title=title,
        k=current_k(),
        opened_at=now,
        closes_on=closes_on,
        follows=follows,
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
    db.session.add_all(WaveMember(wave_id=wave.id, person_id=person.id) for person in set(people))
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
    if not queries.is_asked(person, wave):
        raise NotFound
    _require_open(wave)
    if wave.closes_on < now.astimezone(programme_zone()).date():
        raise WaveClosed(WaveClosed.MESSAGE)
    copy = Copy(answers=answers, score=score, crossing=crossing_of(person), earlier=earlier)
    _delete_copy(wave, ticket)
    db.session.add(WaveCopy(wave_id=wave.id, ticket=ticket, sealed=seal_copy(wave, ticket, copy)))
    db.session.flush()
    return copy.crossing


def take_back(*, label: str, ticket: str) -> bool:
    """Delete a copy as long as its wave is open; whether there was one to delete."""
    wave = queries.find_by_label(label)
    if wave is None:
        return False
    _take(wave)
    return wave.is_open and _delete_copy(wave, ticket)


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
