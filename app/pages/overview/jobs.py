"""Work of the job worker: keep the state of the programme when a month turns."""

from datetime import datetime

from app.kernel.db import db, reading
from app.kernel.i18n import programme_zone
from app.pages.overview.queries import has_snapshot, list_all_municipalities
from app.pages.overview.services import keep_snapshot, tell_state
from courses.reports.periods import month_of

KEEPING_JOB = "overview.keeping"


def keep_due(now: datetime) -> int:
    """Keep the state of this month where nobody has; returns how many states that were.

    A worker that was down when the month turned keeps it when it is back: the state says when.
    """
    month = month_of(now, programme_zone())
    with reading():
        if has_snapshot(month) or not list_all_municipalities():
            return 0
        content = tell_state(now)
    kept = keep_snapshot(month=month, taken_at=now, content=content)
    db.session.commit()
    return int(kept)
