"""A series as it is looked at before it is taken: what is free, and what could be instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from organisations.models import Person
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.models import CoachingOffer
from scheduling.slots import Slot

MOST_IN_SERIES = 10
#: How far from a time that is taken another one is looked for, and how many are shown.
NEARBY = timedelta(days=3)
MOST_SHOWN = 8


@dataclass(frozen=True)
class Occurrence:
    """One date of a series; `instead` is what is free nearby where it is not free itself."""

    starts_at: datetime
    ends_at: datetime
    free: bool
    instead: tuple[Slot, ...] = ()


def look_at_series(
    offer: CoachingOffer, client: Person, starts: Sequence[datetime], now: datetime
) -> list[Occurrence]:
    """Each of `starts` with what can be taken instead where it cannot be taken."""
    free = list_free_slots(offer, client, now)
    by_start = {slot.start: slot for slot in free}
    length = timedelta(minutes=offer.duration_minutes)
    kept = [by_start[start] for start in starts if start in by_start]
    found = []
    for start in starts:
        if start in by_start:
            found.append(Occurrence(start, start + length, free=True))
        else:
            near = [slot for slot in free if _is_near(slot, start) and not _meets_any(slot, kept)]
            nearest = sorted(near, key=lambda slot: abs(slot.start - start))[:MOST_SHOWN]
            instead = tuple(sorted(nearest, key=lambda slot: slot.start))
            found.append(Occurrence(start, start + length, free=False, instead=instead))
    return found


def _is_near(slot: Slot, start: datetime) -> bool:
    return abs(slot.start - start) <= NEARBY


def _meets_any(slot: Slot, others: Sequence[Slot]) -> bool:
    return any(slot.start < other.end and other.start < slot.end for other in others)
