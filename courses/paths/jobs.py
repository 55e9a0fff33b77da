"""Work of the job worker on paths: plan anew what no longer fits, or could be better."""

from datetime import datetime

import structlog

from app.kernel.db import db, reading
from app.kernel.jobs import wake_after_commit
from courses.paths.replanning import (
    MOST_AT_A_TIME,
    claim_request,
    give_up,
    list_due,
    replan,
)
from courses.paths.requests import PLANNING_JOB

log = structlog.get_logger("komma.paths")


def plan_requested(now: datetime) -> int:
    """Plan the paths anew that wait for it; returns how many.

    Each has transactions of its own. What fails is tried again with the next sweep, a few times.
    Only the kind of the failure is logged: its words could tell what somebody answered.
    """
    with reading():
        due = list_due(now)
    done = 0
    for person_id in due:
        version = claim_request(person_id)
        if version is None:
            continue
        try:
            done += replan(person_id, version, now=now)
        except Exception as error:
            db.session.rollback()
            log.warning("path_not_planned", error=type(error).__name__)
            give_up(person_id, version)
    if len(due) == MOST_AT_A_TIME:
        wake_after_commit(PLANNING_JOB)
    return done
