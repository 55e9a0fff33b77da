"""Demo data: cohorts that are asked, as they would be today."""

from datetime import datetime

from app.kernel.outbox import take_as_sent
from courses.cohort_waves import queries
from courses.cohort_waves.services import open_cohort_wave


def load_demo(now: datetime) -> None:
    """Open what is due at `now`. Needs the cohorts of the demo."""
    for due in queries.list_due(now):
        open_cohort_wave(cohort_id=due.cohort_id, occasion=due.occasion, now=now)
    take_as_sent()
