"""Work of the job worker on materials: tell of what has been released."""

from datetime import datetime

import structlog

from app.kernel.db import db, reading
from courses.desk.materials.queries import list_cohorts_to_tell
from courses.desk.materials.telling import tell_of_released

TELLING_JOB = "materials.tell"

log = structlog.get_logger("komma.materials")


def tell_of_due(now: datetime) -> int:
    """Tell of everything that is due, also late; returns of how many materials.

    Each cohort has a transaction of its own: what fails is logged and tried with the next sweep.
    """
    with reading():
        cohorts = list_cohorts_to_tell(now)
    told = 0
    for cohort_id in cohorts:
        try:
            told += tell_of_released(cohort_id=cohort_id, now=now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("materials_not_told", cohort=cohort_id)
    return told
