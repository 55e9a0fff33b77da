"""Work of the job worker on seats: offers end, lines move up, lines are closed."""

from datetime import datetime

import structlog

from app.kernel.db import db, reading
from courses.cohorts.models import Cohort
from courses.cohorts.seats.closing import bring_up_to_date
from courses.cohorts.seats.queries import list_cohorts_to_settle

log = structlog.get_logger("komma.cohorts")

SEATS_JOB = "cohorts.seats"


def settle_seats(now: datetime) -> int:
    """Bring every cohort up to date whose seats or line are not; returns how many there were.

    They are found without keeping anybody from writing. Each has a transaction of its own: what
    fails is logged and tried again with the next sweep.
    """
    with reading():
        due = list_cohorts_to_settle(now)
    done = 0
    for cohort_id in due:
        try:
            bring_up_to_date(db.session.get_one(Cohort, cohort_id), now)
            db.session.commit()
            done += 1
        except Exception:
            db.session.rollback()
            log.exception("seats_not_settled", cohort=cohort_id)
    return done
