"""Commands on events: set a date, move it, call it off, and who is taken up by it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from app.kernel.base import new_public_id
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person
from scheduling.models import Event, EventStatus, Occupancy
from scheduling.queries import find_occupancy

# Not the host of BASE_URL: RFC 7986 §5.3 asks for identifiers that say nothing of the machine,
# and an installation that moves keeps its calendars.
UID_DOMAIN = "komma"

explain_constraint(
    "ck_events_ends_after_it_starts",
    _l("Das Ende muss nach dem Beginn liegen."),
    field="ends_at",
)


class UnknownZone(DomainError):
    """The zone is not in the IANA database. We refuse rather than guess a wall time."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Zeitzone kennen wir nicht."), field="zone")


class EventIsCancelled(DomainError):
    """What was called off can neither be moved nor joined."""

    def __init__(self) -> None:
        super().__init__(_l("Dieser Termin ist abgesagt."))


def schedule_event(
    *,
    owner: str,
    title: Bilingual,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    place: str,
    occupants: Iterable[Person],
    now: datetime,
    exclusive: bool = False,
) -> Event:
    """A new event that takes up `occupants` during [starts_at, ends_at).

    `owner` names what it belongs to (`course_session`), `zone` the IANA zone of its wall time.
    Raises UnknownZone, and DomainError at `ends_at` where it would end before it starts.
    """
    if zone not in _known_zones():
        raise UnknownZone
    public_id = new_public_id()
    event = Event(
        public_id=public_id,
        uid=f"{public_id}@{UID_DOMAIN}",
        sequence=0,
        owner=owner,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        place=place,
        status=EventStatus.CONFIRMED,
        created_at=now,
        changed_at=now,
    )
    with conflicts_explained():
        db.session.add(event)
        for person in dict.fromkeys(occupants):
            _add_occupancy(event, person, exclusive=exclusive, now=now)
    return event


def reschedule_event(
    *, event: Event, starts_at: datetime, ends_at: datetime, place: str, now: datetime
) -> Event:
    """Move `event` and everyone it takes up. SEQUENCE grows only where something changed.

    Raises EventIsCancelled, and DomainError at `ends_at` where it would end before it starts.
    """
    if event.status == EventStatus.CANCELLED:
        raise EventIsCancelled
    if (event.starts_at, event.ends_at, event.place) == (starts_at, ends_at, place):
        return event
    with conflicts_explained():
        event.starts_at, event.ends_at, event.place = starts_at, ends_at, place
        for occupancy in event.occupancies:
            occupancy.starts_at, occupancy.ends_at = starts_at, ends_at
        _changed(event, now)
    return event


def cancel_event(*, event: Event, now: datetime) -> Event:
    """Call `event` off. Its row stays, so that calendars learn of it; nobody is taken up by it."""
    if event.status != EventStatus.CANCELLED:
        event.status = EventStatus.CANCELLED
        _changed(event, now)
        db.session.flush()
    return event


def occupy(*, event: Event, person: Person, now: datetime, exclusive: bool = False) -> Occupancy:
    """Have `event` take up `person`; nothing changes where it does already.

    Raises EventIsCancelled. Whoever calls this sees to it that one person is not added twice at
    the same moment (by the lock or constraint of their own booking).
    """
    if event.status == EventStatus.CANCELLED:
        raise EventIsCancelled
    known = find_occupancy(event, person)
    if known is not None:
        return known
    occupancy = _add_occupancy(event, person, exclusive=exclusive, now=now)
    db.session.flush()
    return occupancy


def release(*, event: Event, person: Person, now: datetime) -> None:
    """Have `event` take up `person` no longer: it leaves their calendars. Harmless to repeat.

    What is over at `now` stays: the person was there, or was meant to be.
    """
    occupancy = find_occupancy(event, person)
    if occupancy is not None and event.ends_at > now:
        db.session.delete(occupancy)
        db.session.flush()
        db.session.expire(event, ["occupancies"])


def _add_occupancy(event: Event, person: Person, *, exclusive: bool, now: datetime) -> Occupancy:
    occupancy = Occupancy(
        event=event,
        person=person,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        exclusive=exclusive,
        created_at=now,
    )
    db.session.add(occupancy)
    return occupancy


def _changed(event: Event, now: datetime) -> None:
    event.sequence += 1  # RFC 5545 §3.8.7.4
    event.changed_at = now


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())
