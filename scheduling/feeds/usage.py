"""Notes when a feed was fetched and when its content last changed, without ever being in the way.

Calendars fetch all day long. The note is a short transaction of its own after all reading, at most
every few hours, and it soon gives up where the database is busy: the feed is sent either way.
"""

from datetime import datetime, timedelta

from sqlalchemy import update

from app.kernel.notes import write_unless_busy
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.reading import FeedState

NOTE_EVERY = timedelta(hours=6)  # calendars ask every hour, and most answers are one query
SECOND = timedelta(seconds=1)


def note_use(feed: FeedState, *, content_hash: str, now: datetime) -> datetime | None:
    """Note that `feed` was fetched at `now` with that content; returns its Last-Modified.

    Commits. None means that the content is new and could not be noted, so that there is no
    instant yet that every later answer would agree with.
    """
    same = feed.content_hash == content_hash
    recently = feed.last_used_at is not None and now - feed.last_used_at < NOTE_EVERY
    if same and recently:
        return feed.content_changed_at
    changed_at = feed.content_changed_at if same else _later_than(feed.content_changed_at, now)
    note = (
        update(CalendarFeed)
        # Of two that fetch at once one notes; the content it saw is what the instant is about.
        .where(CalendarFeed.id == feed.feed_id, CalendarFeed.content_hash == feed.content_hash)
        .values(last_used_at=now, content_hash=content_hash, content_changed_at=changed_at)
        .execution_options(synchronize_session=False)
    )
    if write_unless_busy(note) or same:
        return changed_at
    return feed.content_changed_at if feed.content_hash == content_hash else None


def _later_than(before: datetime | None, now: datetime) -> datetime:
    """`now` in whole seconds, as HTTP tells time, but later than the last change."""
    second = now.replace(microsecond=0)
    return second if before is None else max(second, before + SECOND)
