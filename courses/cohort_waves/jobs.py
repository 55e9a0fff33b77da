"""Work of the job worker on cohorts' waves: open what is due, ask who has come since, remind.

Each wave is a transaction of its own: whatever fails or is killed goes on with the next sweep.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from app.kernel.db import db, reading
from courses.cohort_waves import queries
from courses.cohort_waves.occasions import Occasion
from courses.cohort_waves.services import ask_who_takes_part, open_cohort_wave, remind

WAVES_JOB = "cohort_waves.waves"

log = structlog.get_logger("komma.cohort_waves")


def run_waves(now: datetime) -> int:
    """Do what is due at `now`; returns how many waves changed or had mails.

    Which these are is found without keeping anybody from writing.
    """
    with reading():
        due = [(one.cohort_id, one.occasion) for one in queries.list_due(now)]
    done = _each(due, open_cohort_wave, now)
    with reading():
        changed = queries.list_changed(now)
    done += _each(changed, ask_who_takes_part, now)
    with reading():
        silent = queries.list_to_remind(now)
    return done + _each(silent, remind, now)


def _each(keys: Iterable[tuple[int, str]], act: Callable[..., object], now: datetime) -> int:
    done = 0
    for cohort_id, occasion in keys:
        try:
            done += bool(act(cohort_id=cohort_id, occasion=Occasion(occasion), now=now))
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("not_done", step=act.__name__)
    return done
