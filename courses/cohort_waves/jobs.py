"""Work of the job worker on cohorts' waves: open what is due, ask who has come since, remind.

Each wave is a transaction of its own: whatever fails or is killed goes on with the next sweep.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from app.kernel.db import db, reading
from courses.cohort_waves import queries
from courses.cohort_waves.occasions import Occasion
from courses.cohort_waves.services import (
    ask_who_takes_part,
    close_when_begun,
    open_cohort_wave,
    remind,
)

WAVES_JOB = "cohort_waves.waves"

log = structlog.get_logger("komma.cohort_waves")


def run_waves(now: datetime) -> int:
    """Do what is due at `now`; returns how many waves changed or had mails.

    Which these are is found without keeping anybody from writing.
    """
    done = 0
    for find, act in (
        (queries.list_begun, close_when_begun),
        (_list_due, open_cohort_wave),
        (queries.list_changed, ask_who_takes_part),
        (queries.list_to_remind, remind),
    ):
        with reading():
            found = find(now)
        done += _each(found, act, now)
    return done


def _list_due(now: datetime) -> list[tuple[int, str]]:
    return [(due.cohort_id, due.occasion) for due in queries.list_due(now)]


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
