"""What a person's calendar programme gets to read: their events, in their language."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel.i18n import in_language, programme_zone
from scheduling.calendar_file import (
    EntryGroup,
    ZoneSpan,
    join_calendar,
    stamped_anew,
    zone_spans,
)
from scheduling.feeds.keeping import Variant, keep, render_missing
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.reading import FeedState, ShownEvent, get_state_of, list_shown_events
from scheduling.feeds.wording import (
    CALENDAR_NAME,
    details_by_owner,
    ending_for,
    wording_version,
)


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A whole iCalendar file and the tag that stands for exactly these bytes."""

    body: bytes
    tag: str


def tag_of(state: FeedState, *, now: datetime) -> str:
    """The tag of what the feed holds: a hash of everything that its bytes follow from."""
    return _tag(state, state.revisions, now)


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
    this_year = ZoneSpan(programme_zone().key, now.year, now.year)
    body = join_calendar(
        _groups(state, variant, shown),
        name=CALENDAR_NAME,
        spans=zone_spans({event.span for event in shown}, otherwise=this_year),
    )
    keep(rendered, name_for=variant.name_for, wording=wording)
    return FeedContent(body, _tag(state, sorted(event.revision for event in shown), now))


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


def _tag(state: FeedState, revisions: Sequence[str], now: datetime) -> str:
    details = details_by_owner(state.detail, state.wishes)
    parts = (
        wording_version(state.language),
        repr(sorted((owner or "", detail.value) for owner, detail in details.items())),
        state.wishes.calendar_word,
        str(state.wishes.discretion_changed_at),
        str(state.remind_before),
        *(revisions or (str(now.year),)),  # an empty file tells the year's clock changes
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
