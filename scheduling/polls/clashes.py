"""What a person has already at times that are proposed: for their own eyes alone.

Of calendars kept elsewhere only the times are known; what they mirror of here is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.busy_calendars.mirroring import OwnTimes, Span
from scheduling.busy_calendars.queries import list_outside_times
from scheduling.models import Event, EventStatus, Occupancy
from scheduling.polls.models import DateProposal


@dataclass(frozen=True)
class OwnClash:
    """Something of one's own that takes place then; `title` is None where only the time is known.

    `rules_out` says that nobody can be at both: an appointment, or an entry of a calendar
    elsewhere.
    """

    starts_at: datetime
    ends_at: datetime
    title: Bilingual | None
    rules_out: bool


def list_own_clashes(
    person: Person, proposals: Sequence[DateProposal], now: datetime
) -> Mapping[int, list[OwnClash]]:
    """By id of the proposal what else takes up `person` then; three queries at most.

    What only touches does not clash.
    """
    if not proposals:
        return {}
    since = min(one.starts_at for one in proposals)
    until = max(one.ends_at for one in proposals)
    known = [*_here(person, since, until, now), *_elsewhere(person, since, until)]
    return {
        proposal.id: [
            one
            for one in known
            if one.starts_at < proposal.ends_at and one.ends_at > proposal.starts_at
        ]
        for proposal in proposals
    }


def _here(person: Person, since: datetime, until: datetime, now: datetime) -> list[OwnClash]:
    rows = db.session.execute(
        select(Occupancy.starts_at, Occupancy.ends_at, Occupancy.exclusive, Event.title)
        .join(Occupancy.event)
        .where(
            Occupancy.person_id == person.id,
            Occupancy.starts_at < until,
            Occupancy.ends_at > since,
            or_(
                Event.status == EventStatus.CONFIRMED,
                and_(Event.status == EventStatus.TENTATIVE, Event.expires_at > now),
            ),
        )
        .order_by(Occupancy.starts_at, Occupancy.id)
    )
    return [OwnClash(starts, ends, title, exclusive) for starts, ends, exclusive, title in rows]


def _elsewhere(person: Person, since: datetime, until: datetime) -> list[OwnClash]:
    """Entries are compared with everything here that is confirmed, whenever it takes place."""
    times = list_outside_times([person.id], since, until)
    if not times:
        return []
    first, last = min(one.starts_at for one in times), max(one.ends_at for one in times)
    own = db.session.execute(
        select(Occupancy.starts_at, Occupancy.ends_at, Event.starts_at, Event.ends_at)
        .join(Occupancy.event)
        .where(
            Occupancy.person_id == person.id,
            Event.status == EventStatus.CONFIRMED,
            Occupancy.starts_at < last,
            Occupancy.ends_at > first,
        )
    )
    spans = [span for row in own for span in (Span(row[0], row[1]), Span(row[2], row[3]))]
    mirrored = OwnTimes(spans)
    return [
        OwnClash(one.starts_at, one.ends_at, None, rules_out=True)
        for one in times
        if not mirrored.are_mirrored_by(Span(one.starts_at, one.ends_at))
    ]
