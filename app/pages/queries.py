"""Reads that join domains for the screens of this package."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db import db
from courses.cohorts.models import Cohort, Session
from scheduling.models import Event


def find_cohorts_of_events(events: Sequence[Event]) -> dict[int, str]:
    """By event id, the public id of the cohort whose session it is; one statement."""
    rows = db.session.execute(
        select(Session.event_id, Cohort.public_id)
        .join(Session.cohort)
        .where(Session.event_id.in_([event.id for event in events]))
    )
    return dict(rows.all())
