"""Commands on events: set a date, move it, call it off, and who is taken up by it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from app.kernel.base import new_public_id
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person
from scheduling.events import EventChanged, PeopleOccupied, PersonReleased
from scheduling.models import Event, EventStatus, Occupancy
from scheduling.queries import find_occupancy

# Not the host of BASE_URL: RFC 7986 §5.3 asks for identifiers that say nothing of the machine,
# and an installation that moves keeps its calendars.
UID_DOMAIN = "komma"

#: How long somebody is taken up before an event and after it.
Buffer = tuple[timedelta, timedelta]
NO_BUFFER = timedelta(0), timedelta(0)

explain_constraint(
    "ck_events_ends_after_it_starts",
    _l("Das Ende muss nach dem Beginn liegen."),
    field="ends_at",
)


class AlreadyTaken(DomainError):
    """Somebody was faster: one of the people is taken up exclusively at that time."""

    MESSAGE = _l("Dieser Termin wurde gerade vergeben.")


explain_constraint("no_double_booking", AlreadyTaken.MESSAGE, error=AlreadyTaken)


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
    tentative_until: datetime | None = None,
    town: str | None = None,
    room: str = "",
    online_link: str = "",
    group_key: str | None = None,
    buffers: Mapping[Person, Buffer] = MappingProxyType({}),
) -> Event:
    """A new event that takes up `occupants` during [starts_at, ends_at), and some in `buffers`.

    `owner` names what it belongs to (`course_session`), `zone` the IANA zone of its wall time,
    `town` where it takes place, as far as that decides over travel; `group_key` is the public id
    of what holds several events together (a cohort). With `tentative_until` it is tentative: see
    `confirm_event` and `drop_event`.
    Raises UnknownZone, DomainError at `ends_at` where it would end before it starts, and
    AlreadyTaken where somebody is taken up exclusively and is to be again.
    """
    require_zone(zone)
    if exclusive:
        lock_people(occupants := list(occupants))
    public_id = new_public_id()
    event = Event(
        public_id=public_id,
        uid=f"{public_id}@{UID_DOMAIN}",
        sequence=0,
        owner=owner,
        group_key=group_key,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        place=place,
        room=room,
        town=town,
        online_link=online_link,
        status=EventStatus.CONFIRMED if tentative_until is None else EventStatus.TENTATIVE,
        expires_at=tentative_until,
        created_at=now,
        changed_at=now,
    )
    with conflicts_explained():
        db.session.add(event)
        people = tuple(dict.fromkeys(occupants))
        for person in people:
            occupancy = _add_occupancy(event, person, exclusive=exclusive, now=now)
            before, after = buffers.get(person, NO_BUFFER)
            occupancy.starts_at -= before
            occupancy.ends_at += after
    if people:
        publish(PeopleOccupied(event.id, event.owner, tuple(person.id for person in people)))
    return event


def reschedule_event(
    *,
    event: Event,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    now: datetime,
    room: str | None = None,
    online_link: str | None = None,
    title: Bilingual | None = None,
) -> Event:
    """Move `event` and everyone it takes up. SEQUENCE grows only where something changed.

    Without `room`, `online_link` and `title` these stay as they are. Everyone's buffers move along.
    Raises EventIsCancelled, DomainError at `ends_at` where it would end before it starts, and
    AlreadyTaken where somebody has no time then.
    """
    if event.status == EventStatus.CANCELLED:
        raise EventIsCancelled
    where = (
        place,
        event.room if room is None else room,
        event.online_link if online_link is None else online_link,
    )
    named = event.title if title is None else title
    known = (event.starts_at, event.ends_at, event.place, event.room, event.online_link)
    if (*known, event.title) == (starts_at, ends_at, *where, named):
        return event
    lock_people(occupancy.person for occupancy in event.occupancies if occupancy.exclusive)
    with conflicts_explained():
        for occupancy in event.occupancies:
            occupancy.starts_at += starts_at - event.starts_at
            occupancy.ends_at += ends_at - event.ends_at
        event.starts_at, event.ends_at = starts_at, ends_at
        event.place, event.room, event.online_link = where
        event.title = named
        _changed(event, now)
    publish(EventChanged(event.id, event.owner))
    return event


def set_town(*, event: Event, town: str | None) -> bool:
    """Have `event` take place in `town`, as far as that decides over travel; False where it does.

    Calendars do not show it, so they have nothing to learn. Lock those who travel before.
    """
    if event.town == town:
        return False
    event.town = town
    db.session.flush()
    return True


def cancel_event(*, event: Event, now: datetime) -> Event:
    """Call `event` off. Its rows stay, so that calendars learn of it; it keeps no time."""
    if event.status != EventStatus.CANCELLED:
        event.status = EventStatus.CANCELLED
        for occupancy in event.occupancies:
            occupancy.exclusive = False
        _changed(event, now)
        db.session.flush()
        publish(EventChanged(event.id, event.owner))
    return event


def confirm_event(*, event: Event, now: datetime) -> Event:
    """Have a tentative `event` take place: calendars show it from now on. Harmless to repeat.

    Raises EventIsCancelled for what was dropped or called off.
    """
    if event.status in (EventStatus.CANCELLED, EventStatus.DROPPED):
        raise EventIsCancelled
    if event.status == EventStatus.TENTATIVE:
        event.status, event.expires_at, event.changed_at = EventStatus.CONFIRMED, None, now
        db.session.flush()
    return event


def drop_event(*, event: Event, now: datetime) -> Event:
    """Give up a tentative `event`: it takes up nobody, and no calendar ever learns of it."""
    if event.status == EventStatus.TENTATIVE:
        event.status, event.expires_at, event.changed_at = EventStatus.DROPPED, None, now
        for occupancy in event.occupancies:
            occupancy.exclusive = False
        db.session.flush()
    return event


def occupy(
    *,
    event: Event,
    person: Person,
    now: datetime,
    exclusive: bool = False,
    before: timedelta = timedelta(0),
    after: timedelta = timedelta(0),
) -> Occupancy:
    """Have `event` take up `person`, with buffers `before` and `after` it.

    Nothing changes where it takes them up already. Raises EventIsCancelled, and AlreadyTaken where
    an exclusive occupancy would overlap another one. Whoever calls this sees to it that one person
    is not added twice at the same moment (by the lock or constraint of their own booking).
    """
    if event.status == EventStatus.CANCELLED:
        raise EventIsCancelled
    if exclusive:
        lock_people([person])
    known = find_occupancy(event, person)
    if known is not None:
        return known
    with conflicts_explained():
        occupancy = _add_occupancy(event, person, exclusive=exclusive, now=now)
        occupancy.starts_at -= before
        occupancy.ends_at += after
    publish(PeopleOccupied(event.id, event.owner, (person.id,)))
    return occupancy


def lock_people(people: Iterable[Person]) -> None:
    """Let nobody else book any of `people` until this transaction ends.

    Always in the same order, so that two who want the same people never wait for each other: take
    everyone you need in one call.
    """
    in_order = sorted(set(people), key=lambda person: person.id)
    lock(*(f"person:{person.public_id}" for person in in_order))


def release(*, event: Event, person: Person, now: datetime) -> None:
    """Have `event` take up `person` no longer: it leaves their calendars. Harmless to repeat.

    What is over at `now` stays: the person was there, or was meant to be.
    """
    occupancy = find_occupancy(event, person)
    if occupancy is not None and event.ends_at > now:
        db.session.delete(occupancy)
        db.session.flush()
        db.session.expire(event, ["occupancies"])
        publish(PersonReleased(event.id, event.owner, person.id))


def replace_occupant(
    *,
    event: Event,
    person: Person,
    by: Person,
    place: str,
    town: str | None,
    now: datetime,
    before: timedelta = timedelta(0),
    after: timedelta = timedelta(0),
) -> Occupancy:
    """Have `event` take up `by` instead of `person`, exclusively, at `place`; SEQUENCE grows.

    `before` and `after` are the buffers of whoever takes over. Lock both before. Raises
    EventIsCancelled for what was dropped or called off, and AlreadyTaken where `by` has no time.
    """
    if event.status in (EventStatus.CANCELLED, EventStatus.DROPPED):
        raise EventIsCancelled
    known = find_occupancy(event, person)
    with conflicts_explained():
        if known is not None:
            db.session.delete(known)
        occupancy = _add_occupancy(event, by, exclusive=True, now=now)
        occupancy.starts_at -= before
        occupancy.ends_at += after
        event.place, event.town = place, town
        _changed(event, now)
    db.session.expire(event, ["occupancies"])
    publish(PersonReleased(event.id, event.owner, person.id))
    publish(PeopleOccupied(event.id, event.owner, (by.id,)))
    publish(EventChanged(event.id, event.owner))
    return occupancy


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


def require_zone(name: str) -> None:
    """Raise UnknownZone unless `name` is a zone of the IANA database."""
    if name not in _known_zones():
        raise UnknownZone


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())
