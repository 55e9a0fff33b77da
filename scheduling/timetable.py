"""Events as the timetable component of a page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.kernel.i18n import localised
from scheduling.models import Event, EventStatus


@dataclass(frozen=True)
class TimetableEntry:
    """One line of a timetable, in the reader's language."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    cancelled: bool
    url: str | None = None


def timetable(
    events: Iterable[Event], *, urls: Mapping[int, str] = MappingProxyType({})
) -> list[TimetableEntry]:
    """The lines of `events`, in their order; `urls` tells where to read more, by event id."""
    return [
        TimetableEntry(
            title=localised(event.title),
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            place=event.location,
            cancelled=event.status == EventStatus.CANCELLED,
            url=urls.get(event.id),
        )
        for event in events
    ]
