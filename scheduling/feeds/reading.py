"""Reads what a feed holds: one query says whether anything has changed, one more what it is.

The first query takes the feed's row, its person's wishes and the revision of every event in it.
All that an answer follows from is in there, so nothing has to be told to forget when an event, a
wish or a seat changes, and nobody has to wait for anybody to note it.

Calendars ask all day long, so both statements are built once and run without the ORM's objects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from app.kernel.base import UtcDateTime
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.tokens import token_hash
from notifications.models import NotificationWishes
from notifications.queries import wishes_of
from notifications.wishes import Wishes
from organisations.models import Person
from scheduling.calendar_file import ZoneSpan
from scheduling.discretion import AREAS
from scheduling.feeds.choices import Contents, Detail
from scheduling.feeds.models import CalendarFeed, KeptEntry
from scheduling.models import Event, EventStatus, Occupancy

LOOK_BACK = timedelta(days=90)
LOOK_AHEAD = timedelta(days=3 * 365)
TELL_OF_CANCELLATION_FOR = timedelta(days=60)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed, what its person wishes, and the revisions of the events in it, sorted.

    `time_zone` is that of its person, None for the programme's.
    """

    feed_id: int
    public_id: str
    created_at: datetime
    person_id: int
    language: str
    time_zone: str | None
    contents: Contents
    detail: Detail
    remind_before: timedelta | None
    wishes: Wishes
    last_used_at: datetime | None
    content_hash: str
    content_changed_at: datetime | None
    revisions: tuple[str, ...]


class ShownEvent(NamedTuple):
    """An event of a feed with its kept lines, None where they are not those of today.

    `restamped` says that it looks different since the person last changed their wishes.
    """

    event_id: int
    owner: str
    revision: str
    cancelled: bool
    restamped: bool
    lines: bytes | None
    zone: str | None
    first_year: int | None
    last_year: int | None

    @property
    def span(self) -> ZoneSpan:
        """The zone of its wall time and the years it reaches over. Only with lines."""
        return ZoneSpan(self.zone, self.first_year, self.last_year)


def get_state_by_token(token: str, *, now: datetime, free_busy: bool = False) -> FeedState:
    """The state of the feed behind a secret address, in one query.

    Raises NotFound for a wrong token and a revoked one alike, and where the feed holds busy times
    and events are asked for, or the other way round.
    """
    state = _get_state(_STATE_BY_TOKEN, {"token_hash": token_hash(token)} | _times(now))
    if (state.contents is Contents.FREE_BUSY) != free_busy:
        raise NotFound
    return state


def get_state_of(feed: CalendarFeed, *, now: datetime) -> FeedState:
    """The state of `feed`."""
    return _get_state(_STATE_BY_ID, {"feed_id": feed.id} | _times(now))


def list_shown_events(
    state: FeedState, *, variants: Mapping[str | None, str], wording: str, now: datetime
) -> Sequence[ShownEvent]:
    """The events of the feed at `now`, in the order of time, in one query.

    `variants` says in which variant events of an owner are shown; that of None is for all others.
    """
    rows = db.session.connection().execute(
        _SHOWN_EVENTS,
        {
            "feed_id": state.feed_id,
            "wording": wording,
            "restamped_before": state.wishes.discretion_changed_at or LONG_AGO,
            "variant": variants[None],
            **{f"variant_{owner}": variants.get(owner, variants[None]) for owner in AREAS},
            **_times(now),
        },
    )
    return [ShownEvent._make(row) for row in rows]


def _get_state(query: Select[Any], values: dict[str, Any]) -> FeedState:
    row = db.session.connection().execute(query, values).one_or_none()
    if row is None:
        raise NotFound
    return FeedState(
        feed_id=row.feed_id,
        public_id=row.public_id,
        created_at=row.created_at,
        person_id=row.person_id,
        language=row.language,
        time_zone=row.time_zone,
        contents=Contents(row.contents),
        detail=Detail(row.detail),
        remind_before=row.remind_minutes and timedelta(minutes=row.remind_minutes),
        wishes=Wishes() if row.calendar_by is None else wishes_of(row),
        last_used_at=row.last_used_at,
        content_hash=row.content_hash,
        content_changed_at=row.content_changed_at,
        # In no order that the database promises.
        revisions=tuple(sorted(row.revisions.split(","))) if row.revisions else (),
    )


def _times(now: datetime) -> dict[str, datetime]:
    return {
        "since": now - LOOK_BACK,
        "until": now + LOOK_AHEAD,
        "cancelled_after": now - TELL_OF_CANCELLATION_FOR,
    }


def _are_in_feed() -> tuple[ColumnElement[bool], ...]:
    """What holds for an event of a feed, as long as one row of `calendar_feeds` is looked at.

    What was called off stays in it for a while, so that calendars that only add also learn of it.
    """
    recently = Event.changed_at > bindparam("cancelled_after", type_=UtcDateTime)
    return (
        Occupancy.person_id == CalendarFeed.person_id,
        Event.starts_at < bindparam("until", type_=UtcDateTime),
        Event.ends_at > bindparam("since", type_=UtcDateTime),
        or_(
            Event.status == _word(EventStatus.CONFIRMED),
            and_(Event.status == _word(EventStatus.CANCELLED), recently),
        ),
        or_(CalendarFeed.group_key.is_(None), Event.group_key == CalendarFeed.group_key),
        or_(
            CalendarFeed.contents != _word(Contents.TRAININGS),
            and_(*(Event.owner != _word(owner) for owner in AREAS)),
        ),
        or_(
            and_(
                CalendarFeed.contents != _word(Contents.COACHING),
                CalendarFeed.contents != _word(Contents.COACH),
            ),
            Event.owner == _word("coaching"),
        ),
    )


def _word(word: str) -> ColumnElement[str]:
    """A word of our own, written into the statement: each value beside it takes time."""
    return literal_column(f"'{word}'", String)


def _states() -> Select[Any]:
    revisions = (
        select(func.aggregate_strings(_REVISION, ","))
        .select_from(Occupancy)
        .join(Event, Event.id == Occupancy.event_id)
        .where(*_are_in_feed())
        .correlate(CalendarFeed)
        .scalar_subquery()
    )
    feed = CalendarFeed
    return (
        select(
            *(
                feed.id.label("feed_id"),
                feed.public_id,
                feed.created_at,
                feed.person_id,
                feed.contents,
                feed.detail,
            ),
            *(feed.remind_minutes, feed.last_used_at, feed.content_hash, feed.content_changed_at),
            Person.language,
            Person.time_zone,
            *(column for column in NotificationWishes.__table__.c if column.name != "person_id"),
            revisions.label("revisions"),
        )
        .select_from(feed)
        .join(Person, Person.id == feed.person_id)
        .outerjoin(NotificationWishes, NotificationWishes.person_id == feed.person_id)
    )


def _shown_events() -> Select[Any]:
    variant = case(
        {owner: bindparam(f"variant_{owner}", type_=String) for owner in AREAS},
        value=Event.owner,
        else_=bindparam("variant", type_=String),
    )
    kept = and_(
        KeptEntry.event_id == Event.id,
        KeptEntry.variant == variant,
        KeptEntry.revision == _REVISION,
        KeptEntry.wording == bindparam("wording"),
    )
    return (
        select(
            *(Event.id, Event.owner, _REVISION),
            Event.status == _word(EventStatus.CANCELLED),
            Event.changed_at < bindparam("restamped_before", type_=UtcDateTime),
            *(KeptEntry.lines, KeptEntry.zone, KeptEntry.first_year, KeptEntry.last_year),
        )
        .select_from(CalendarFeed)
        .join(Occupancy, Occupancy.person_id == CalendarFeed.person_id)
        .join(Event, Event.id == Occupancy.event_id)
        .outerjoin(KeptEntry, kept)
        .where(CalendarFeed.id == bindparam("feed_id"), *_are_in_feed())
        .order_by(Event.starts_at, Event.id)
    )


#: Names one state of an event. The public id is never used again, as a row's number might be.
_REVISION = (
    Event.public_id
    + _word(".")
    + cast(Event.sequence, String)
    + _word(".")
    + Event.status
    + _word(".")
    + cast(Event.changed_at, String)
)
_STATE_BY_TOKEN = _states().where(
    CalendarFeed.token_hash == bindparam("token_hash"), CalendarFeed.revoked_at.is_(None)
)
_STATE_BY_ID = _states().where(CalendarFeed.id == bindparam("feed_id"))
_SHOWN_EVENTS = _shown_events()
