"""Work of the job worker on strategy concepts: remind of their reviews."""

from datetime import datetime

import structlog

from app.kernel.db import db, reading
from app.kernel.retention import today
from exchange.strategies.models import StrategyVersion
from exchange.strategies.queries import list_ids_to_review
from exchange.strategies.services import REMINDED_BEFORE, remind_of_review

REMINDING_JOB = "strategies.reminding"

log = structlog.get_logger("komma.strategies")


def remind(now: datetime) -> int:
    """Remind of every review that is near or over, each in a transaction; returns how many."""
    with reading():
        ids = list_ids_to_review(today(now) + REMINDED_BEFORE)
    done = 0
    for version_id in ids:
        try:
            done += remind_of_review(
                version=db.session.get_one(StrategyVersion, version_id), now=now
            )
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("review_not_reminded", version=version_id)
    return done
