"""Work of the job worker on groups: delete those whose day has come."""

from datetime import datetime

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from exchange.peer_consultations.groups.deleting import AT_A_TIME, delete_due

DELETING_JOB = "peer_consultations.deleting"


def delete_old(now: datetime) -> int:
    """Delete the consultations whose day has come, some at a time; returns how many."""
    today, total, gone = now.astimezone(programme_zone()).date(), 0, AT_A_TIME
    while gone >= AT_A_TIME:
        gone = delete_due(today=today, now=now)
        db.session.commit()
        total += gone
    return total
