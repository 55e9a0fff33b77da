"""Work of the job worker on lists of people."""

from datetime import datetime

from organisations.roster.services import forget_uploads

FORGET_JOB = "roster.forget"


def forget_old(now: datetime) -> int:
    """Forget lists that nobody imported within a day."""
    return forget_uploads(now=now)
