"""Work of the job worker: forget what nobody is shown any more."""

from datetime import datetime

from courses.needs.sharing.services import forget_past_shares

FORGETTING_JOB = "needs.forget_shares"


def forget_shares(now: datetime) -> int:
    """Forget what was shared in cohorts that are long over or called off; returns how much."""
    return forget_past_shares(now=now)
