"""Reads of calendar subscriptions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.tokens import token_hash
from notifications.queries import get_wishes
from notifications.wishes import CalendarBy
from organisations.models import Person
from scheduling.discretion import AREAS
from scheduling.feeds.choices import Contents
from scheduling.feeds.models import CalendarFeed
from scheduling.interval import Interval
from scheduling.models import Event, EventStatus, Occupancy


def list_feeds_of(person: Person) -> Sequence[CalendarFeed]:
    """The subscriptions of `person` that still work, newest first."""
    query = _live_feeds().where(CalendarFeed.person_id == person.id)
    newest_first = (CalendarFeed.created_at.desc(), CalendarFeed.id.desc())
    return db.session.scalars(query.order_by(*newest_first)).all()


def count_feeds_of(person: Person) -> int:
    """How many subscriptions of `person` still work."""
    query = _live_feeds().where(CalendarFeed.person_id == person.id)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def gets_dates_by_mail(person: Person, event: Event) -> bool:
    """Whether mails bring `event` into the calendar of `person`.

    Who wants dates by subscription gets them by mail until there is one that holds the event: dates
    are never nowhere.
    """
    if get_wishes(person).calendar_by is not CalendarBy.FEED:
        return True
    return not any(_holds(feed, event) for feed in list_feeds_of(person))


def get_feed_of(person: Person, public_id: str) -> CalendarFeed:
    """The subscription of `person`, revoked or not. Raises NotFound for anyone else's."""
    feed = db.session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person.id, CalendarFeed.public_id == public_id
        )
    )
    if feed is None:
        raise NotFound
    return feed


def list_busy_intervals(
    person_id: int, *, begin: datetime, end: datetime
) -> tuple[list[Interval], datetime | None]:
    """When a person is taken up during [begin, end), buffers included, and when that changed last.

    What is held for somebody counts, too.
    """
    query = (
        select(Occupancy.starts_at, Occupancy.ends_at, Event.changed_at)
        .join(Event, Event.id == Occupancy.event_id)
        .where(
            Occupancy.person_id == person_id,
            or_(Occupancy.exclusive, Event.status == EventStatus.CONFIRMED),
            Occupancy.starts_at < end,
            Occupancy.ends_at > begin,
        )
    )
    rows = db.session.execute(query).all()
    return (
        [(row.starts_at, row.ends_at) for row in rows],
        max((row.changed_at for row in rows), default=None),
    )


def find_any_feed_by_token(token: str) -> CalendarFeed | None:
    """The subscription that once got `token`, revoked or not."""
    return db.session.scalar(
        select(CalendarFeed).where(CalendarFeed.token_hash == token_hash(token))
    )


def _holds(feed: CalendarFeed, event: Event) -> bool:
    """Whether `feed` shows events of this kind, see `reading`."""
    match Contents(feed.contents):
        case Contents.ALL:
            return True
        case Contents.TRAININGS:
            return event.owner not in AREAS
        case Contents.GROUP:
            return event.group_key == feed.group_key
        case Contents.COACHING | Contents.COACH:
            return event.owner == "coaching"
        case Contents.FREE_BUSY:
            return False


def _live_feeds() -> Select[tuple[CalendarFeed]]:
    return select(CalendarFeed).where(CalendarFeed.revoked_at.is_(None))
