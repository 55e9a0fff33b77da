"""Work of the job worker: forget what nobody needs any more."""

from datetime import datetime

from courses.desk.support.services import forget_needs_of_past

FORGETTING_JOB = "support.forget"


def forget_needs(now: datetime) -> int:
    """Forget what was said for cohorts that are long over; returns how much."""
    return forget_needs_of_past(now=now)
