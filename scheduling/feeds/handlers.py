"""What follows for calendar subscriptions from what happens below."""

from sqlalchemy import update

from app.kernel.db import db
from notifications.events import TrainingsDiscretionChanged
from scheduling.feeds.models import CalendarFeed


def follow_discretion(event: TrainingsDiscretionChanged) -> None:
    """Every subscription of the person shows trainings as they have just decided."""
    db.session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.person_id == event.person_id, CalendarFeed.revoked_at.is_(None))
        .values(discreet=event.discreet)
    )


HANDLERS = ((TrainingsDiscretionChanged, follow_discretion),)
