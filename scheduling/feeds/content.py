"""What a person's calendar programme gets to read: their events, in their language."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import in_language, programme_zone, zone_of
from organisations.models import Person
from scheduling.calendar_file import (
    EntryGroup,
    RenderedEntry,
    ZoneSpan,
    ending,
    join_calendar,
    stamped_anew,
    zone_spans,
)
from scheduling.feeds.choices import Contents
from scheduling.feeds.keeping import Variant, keep, render_missing
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.queries import list_busy_intervals
from scheduling.feeds.reading import FeedState, ShownEvent, get_state_of, list_shown_events
from scheduling.feeds.wording import (
    CALENDAR_NAME,
    details_by_owner,
    ending_for,
    wording_version,
)
from scheduling.feeds.working_time import Interval, list_working_time, rendered_working_time
from scheduling.free_busy import write_free_busy
from scheduling.services import UID_DOMAIN

BUSY_AHEAD = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A whole iCalendar file and the tag that stands for exactly these bytes."""

    body: bytes
    tag: str


def tag_of(state: FeedState, *, now: datetime) -> str:
    """The tag of what the feed holds: a hash of everything that its bytes follow from."""
    return _tag(state, state.revisions, _working_time(state, now), now)


def write_content(state: FeedState, *, now: datetime) -> FeedContent:
    """The iCalendar file of the feed at `now`. The same events give the same bytes.

    Keeps what had to be rendered for it, and commits that.
    """
    variant = Variant(state.language, details_by_owner(state.detail, state.wishes))
    wording = wording_version(state.language)
    shown = list_shown_events(state, variants=variant.names(), wording=wording, now=now)
    rendered = render_missing(shown, variant)
    by_id = {event.event_id: event for event in rendered}
    shown = [by_id.get(event.event_id, event) for event in shown] if by_id else shown
    zone, working_time = zone_of(state).key, _working_time(state, now)
    at_work = [
        rendered_working_time(interval, of_whom=state.public_id, zone=zone, since=state.created_at)
        for interval in working_time
    ]
    spans = {event.span for event in shown} | {entry.span for entry in at_work}
    body = join_calendar(
        [*_groups(state, variant, shown), _group_at_work(state, at_work)],
        name=CALENDAR_NAME,
        spans=zone_spans(spans, otherwise=ZoneSpan(programme_zone().key, now.year, now.year)),
    )
    revisions = sorted(event.revision for event in shown)
    keep(rendered, name_for=variant.name_for, wording=wording)
    return FeedContent(body, _tag(state, revisions, working_time, now))


def write_busy_time(state: FeedState, *, now: datetime) -> bytes:
    """The iCalendar file that says when the person is busy, from today on for eight weeks.

    The same all day.
    """
    today = now.astimezone(zone_of(state)).replace(hour=0, minute=0, second=0, microsecond=0)
    end = today + BUSY_AHEAD
    busy, changed_at = list_busy_intervals(state.person_id, begin=today, end=end)
    return write_free_busy(
        busy,
        begin=today,
        end=end,
        uid=f"{state.public_id}@{UID_DOMAIN}",
        changed_at=changed_at or state.created_at,
    )


def write_feed(feed: CalendarFeed, *, now: datetime) -> bytes:
    """The iCalendar file of `feed` at `now`."""
    return write_content(get_state_of(feed, now=now), now=now).body


def _groups(
    state: FeedState, variant: Variant, shown: Iterable[ShownEvent]
) -> Iterator[EntryGroup]:
    """The lines by what ends them; what looks different since a wish changed says so."""
    kinds: dict[tuple[str, bool, bool], list[bytes]] = defaultdict(list)
    for event in shown:
        kinds[event.owner, event.cancelled, event.restamped].append(event.lines)
    with in_language(state.language):
        for (owner, cancelled, restamped), lines in kinds.items():
            yield EntryGroup(
                ending_for(
                    variant.detail_of(owner),
                    cancelled=cancelled,
                    word=state.wishes.calendar_word,
                    remind_before=state.remind_before,
                ),
                stamped_anew(lines, state.wishes.discretion_changed_at) if restamped else lines,
            )


def _group_at_work(state: FeedState, entries: Iterable[RenderedEntry]) -> EntryGroup:
    with in_language(state.language):
        return EntryGroup(ending(_("Arbeitszeit")), [entry.lines for entry in entries])


def _working_time(state: FeedState, now: datetime) -> list[Interval]:
    """Read anew each time: what a coach works follows from much more than a few rows."""
    if state.contents is not Contents.COACH:
        return []
    return list_working_time(db.session.get_one(Person, state.person_id), now=now)


def _tag(
    state: FeedState, revisions: Sequence[str], working_time: Sequence[Interval], now: datetime
) -> str:
    details = details_by_owner(state.detail, state.wishes)
    parts = (
        wording_version(state.language),
        repr(sorted((owner or "", detail.value) for owner, detail in details.items())),
        state.wishes.calendar_word,
        str(state.wishes.discretion_changed_at),
        str(state.remind_before),
        str(working_time and (state.time_zone, working_time)),
        *(revisions or (str(now.year),)),  # an empty file tells the year's clock changes
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
