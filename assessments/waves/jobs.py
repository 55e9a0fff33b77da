"""Work of the job worker on waves: ask, remind, close on time, freeze, erase keys.

Each wave is a transaction of its own, and what was done is written in its state: whatever is
killed half-way goes on with the next sweep. Of a failure only its kind is logged, since its words
might hold an answer.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from app.kernel.db import db, reading
from app.kernel.i18n import programme_zone
from assessments.waves import general, queries, services
from assessments.waves.computing import compute_outcome
from assessments.waves.models import Wave

FREEZING_JOB = "waves.freezing"

log = structlog.get_logger("komma.waves")


def ask(now: datetime) -> int:
    """Ask the people of the office's new waves, and remind those of waves that end; how many."""
    today = now.astimezone(programme_zone()).date()
    asked = _each(queries.list_to_invite(), lambda wave: general.invite(wave=wave, now=now))
    ending = queries.list_to_remind(today, today + general.REMINDED_BEFORE)
    return asked + _each(ending, lambda wave: general.remind(wave=wave, now=now))


def freeze_waves(now: datetime) -> int:
    """Close the waves whose last day is over, and publish those that are closed; how many."""
    today = now.astimezone(programme_zone()).date()
    _each(queries.list_due(today), lambda wave: services.close_wave(wave=wave, now=now))
    return _each(queries.list_closed(), _freeze)


def erase_keys(now: datetime) -> int:
    """Erase the keys of waves that are frozen or withdrawn; how many."""

    def erase(wave: Wave) -> int:
        services.erase_key(wave=wave, now=now)
        return 1

    return _each(queries.list_keys_to_erase(), erase)


def _freeze(wave: Wave) -> int:
    wave_id = wave.id
    with reading():  # the tables of a large wave take seconds
        outcome = compute_outcome(db.session.get_one(Wave, wave_id))
    return services.freeze_wave(wave=db.session.get_one(Wave, wave_id), outcome=outcome)


def _each(ids: Sequence[int], act: Callable[[Wave], int]) -> int:
    done = 0
    for wave_id in ids:
        try:
            done += act(db.session.get_one(Wave, wave_id))
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.warning("not_done", error=type(error).__name__)
    return done
