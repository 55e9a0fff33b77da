"""What follows for calendar subscriptions from what happens below."""

from sqlalchemy import update

from app.kernel.db import db
from notifications.events import TrainingsDiscretionChanged
from organisations.roles.events import RoleEnded
from scheduling.feeds.choices import Detail
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.queries import list_feeds_of
from scheduling.feeds.services import revoke_feed


def follow_discretion(event: TrainingsDiscretionChanged) -> None:
    """Every subscription of the person shows trainings as they have just decided.

    One that tells nothing but the time goes on so.
    """
    db.session.execute(
        update(CalendarFeed)
        .where(
            CalendarFeed.person_id == event.person_id,
            CalendarFeed.revoked_at.is_(None),
            CalendarFeed.detail != Detail.BUSY,
        )
        .values(detail=Detail.APPOINTMENT if event.discreet else Detail.FULL)
    )


def end_with_last_role(event: RoleEnded) -> None:
    """A subscription rests on taking part: with the last role, every address goes dead."""
    if not event.remaining:
        for feed in list_feeds_of(event.person):
            revoke_feed(feed=feed, actor=event.actor, now=event.now)


HANDLERS = (
    (TrainingsDiscretionChanged, follow_discretion),
    (RoleEnded, end_with_last_role),
)
