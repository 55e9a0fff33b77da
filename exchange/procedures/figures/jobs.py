"""Work of the job worker on figures: publish the half-years that are over."""

from datetime import datetime

from app.kernel.db import db, reading
from app.kernel.i18n import programme_zone
from exchange.procedures.figures import queries, services
from exchange.procedures.figures.half_years import half_year_before, half_year_of

PUBLISHING_JOB = "case_figures.publishing"


def publish_due(now: datetime) -> int:
    """Publish the last half-year, and any before that still has cases; returns how many tables.

    Each is a transaction of its own.
    """
    today = now.astimezone(programme_zone()).date()
    current = half_year_of(today)
    with reading():
        due = [*queries.list_waiting(current)]
        if not queries.is_published(half_year_before(current)):
            due.append(half_year_before(current))
    made = 0
    for half_year in dict.fromkeys(due):
        made += services.publish_half_year(half_year=half_year, today=today)
        db.session.commit()
    return made
