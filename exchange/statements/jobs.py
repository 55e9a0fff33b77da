"""Work of the job worker on joint statements: remind of the last day to sign."""

from datetime import datetime, timedelta

import structlog

from app.kernel.db import db, reading
from app.kernel.retention import today
from exchange.statements.models import JointStatement
from exchange.statements.queries import list_ids_to_remind
from exchange.statements.services import remind_of_signing

REMINDING_JOB = "statements.reminding"
REMINDED_BEFORE = timedelta(days=7)

log = structlog.get_logger("komma.statements")


def remind(now: datetime) -> int:
    """Remind of every statement whose last day is near, each in a transaction; how many."""
    with reading():
        ids = list_ids_to_remind(today(now), today(now) + REMINDED_BEFORE)
    done = 0
    for statement_id in ids:
        try:
            done += remind_of_signing(
                statement=db.session.get_one(JointStatement, statement_id), now=now
            )
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("signing_not_reminded", statement=statement_id)
    return done
