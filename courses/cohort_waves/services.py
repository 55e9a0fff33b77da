"""Commands of cohorts' waves: open, ask whoever takes part, remind, withdraw, switch off.

Everybody of a cohort is asked and reminded alike; nothing here knows who has answered. Whatever
changes a cohort's waves holds the cohort's lock, as does whatever changes its sessions and seats.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, update

from app.kernel import audit
from app.kernel.bilingual import Bilingual
from app.kernel.db import INSERT, db, lock
from assessments.instruments.shelf import resilience_check
from assessments.waves.models import Wave
from assessments.waves.queries import list_members
from assessments.waves.services import close_wave, open_wave, set_members, withdraw_wave
from courses.cohort_waves import queries
from courses.cohort_waves.models import CohortWave, CohortWithoutWaves
from courses.cohort_waves.occasions import Occasion
from courses.cohorts.models import Cohort
from notifications.services import notify
from organisations.models import Person

#: What those who are asked read, too: nothing says which course it is.
TITLES = {
    Occasion.BEFORE: Bilingual(de="Vor dem Kurs", en="Before the course"),
    Occasion.AFTER: Bilingual(de="Nach dem Kurs", en="After the course"),
    Occasion.LATER: Bilingual(de="Drei Monate nach dem Kurs", en="Three months after the course"),
}


def open_cohort_wave(*, cohort_id: int, occasion: Occasion, now: datetime) -> CohortWave | None:
    """Open what is due and invite everybody; None where it is not due (any more).

    Of two workers one opens it: the lock lets one after the other look, and the primary key holds
    whatever happens. Wave and mails are one transaction, so nobody is left out half-way.
    """
    lock(f"cohort:{cohort_id}")
    due = {one.occasion: one for one in queries.list_due(now, cohort_id)}
    if occasion not in due:
        return None
    cohort = db.session.get_one(Cohort, cohort_id)
    before = occasion.previous and queries.find_opened(cohort_id, occasion.previous)
    people = queries.list_people(cohort_id)
    wave = open_wave(
        instrument=resilience_check(),
        people=people,
        closes_on=due[occasion].window.closes_on,
        now=now,
        title=TITLES[occasion],
        follows=before.wave if before else None,
        restricted=cohort.is_confidential,
    )
    row = CohortWave(cohort_id=cohort_id, occasion=occasion, wave_label=wave.label)
    db.session.add(row)
    db.session.flush()
    _tell(people, "cohort_waves/asked", wave, now)
    return row


def ask_who_takes_part(*, cohort_id: int, occasion: Occasion, now: datetime) -> bool:
    """Ask whoever takes part by now and nobody else, and invite the new; False once it is closed.

    What somebody has given who takes part no longer stays: nobody knows whose it is.
    """
    lock(f"cohort:{cohort_id}")
    opened = queries.find_opened(cohort_id, occasion)
    if opened is None or not opened.wave.is_open:
        return False
    known, people = set(list_members(opened.wave)), queries.list_people(cohort_id)
    set_members(wave=opened.wave, people=people)
    new = [person for person in people if person not in known]
    _tell(new, "cohort_waves/asked", opened.wave, now)
    return True


def remind(*, cohort_id: int, occasion: Occasion, now: datetime) -> bool:
    """Remind everybody who is asked, once, whether they have answered or not.

    Of two workers one UPDATE wins.
    """
    opened = queries.find_opened(cohort_id, occasion)
    if opened is None or not opened.wave.is_open:
        return False
    reminded = db.session.execute(
        update(CohortWave)
        .where(
            CohortWave.cohort_id == cohort_id,
            CohortWave.occasion == occasion,
            CohortWave.reminded.is_(False),
        )
        .values(reminded=True)
        .execution_options(synchronize_session="fetch")
    )
    if not reminded.rowcount:
        return False
    _tell(list_members(opened.wave), "cohort_waves/reminded", opened.wave, now)
    return True


def close_when_begun(*, cohort_id: int, occasion: Occasion, now: datetime) -> bool:
    """Take nothing more as *before* the course, since its first session was moved forward."""
    opened = queries.find_opened(cohort_id, occasion)
    return opened is not None and close_wave(wave=opened.wave, now=now)


def withdraw_cohort_waves(*, cohort_id: int, now: datetime) -> int:
    """Give up what is open, since the cohort does not take place; returns how many."""
    lock(f"cohort:{cohort_id}")
    waves = queries.list_open_waves_of(cohort_id)
    for wave in waves:
        withdraw_wave(wave=wave, now=now)
    return len(waves)


def switch_waves(*, cohort: Cohort, on: bool, actor: Person, now: datetime) -> bool:
    """Have the cohort asked or not from now on; whether that changed anything.

    What is open goes on: people may have answered.
    """
    lock(f"cohort:{cohort.id}")
    table = CohortWithoutWaves.__table__
    if on:
        statement = delete(table).where(table.c.cohort_id == cohort.id)
    else:
        insert = INSERT[db.engine.dialect.name](table).values(cohort_id=cohort.id)
        statement = insert.on_conflict_do_nothing()
    if db.session.scalar(statement.returning(table.c.cohort_id)) is None:
        return False
    if on:
        audit.record("cohort.waves_wanted", cohort, actor=actor, now=now)
    else:
        audit.record("cohort.waves_unwanted", cohort, actor=actor, now=now)
    db.session.flush()
    return True


def _tell(people: Iterable[Person], template: str, wave: Wave, now: datetime) -> None:
    for person in people:
        notify(person=person, template=template, now=now, closes_on=wave.closes_on)
