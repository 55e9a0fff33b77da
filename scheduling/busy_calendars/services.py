"""Commands on calendars from outside: include one by its address or as a file, and take it out."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.kernel import audit
from app.kernel.base import PUBLIC_ID_LENGTH, new_public_id
from app.kernel.bus import publish
from app.kernel.db import db, reading
from app.kernel.errors import NotFound
from app.kernel.i18n import zone_of
from app.kernel.jobs import wake_after_commit
from app.kernel.key_erasing import erase_with_commit
from app.kernel.tokens import token_hash
from organisations.models import Person
from scheduling.busy.guarded import LARGEST_FILE, CalendarRefused, TooMuchToRead
from scheduling.busy_calendars.addresses import open_addresses, seal_address
from scheduling.busy_calendars.copies import Copy, read_copy
from scheduling.busy_calendars.errors import (
    MOST_CALENDARS,
    AlreadySubscribed,
    NoCalendar,
    TooManyCalendars,
)
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.busy_calendars.keeping import forget_copy, hold_calendar, keep_copy
from scheduling.busy_calendars.models import BusyCalendar, Source
from scheduling.busy_calendars.queries import find_busy_calendar, list_busy_calendars
from scheduling.busy_calendars.windows import window_at
from scheduling.fetching.addresses import CalendarAddress
from scheduling.services import lock_people

REFRESH_JOB = "busy_calendars.refresh"
ASKED_AT_MOST_EVERY = timedelta(minutes=1)


def subscribe_to_calendar(
    *, person: Person, label: str, address: CalendarAddress, now: datetime
) -> BusyCalendar:
    """Have the calendar at `address` fetched from now on, soon for the first time.

    The same form sent twice gives one calendar. Raises TooManyCalendars, and AlreadySubscribed
    for an address that the person has under another label.
    """
    lock_people([person])
    for public_id, known in open_addresses(calendars := list_busy_calendars(person)).items():
        if known == address:
            found = next(calendar for calendar in calendars if calendar.public_id == public_id)
            if found.label == label:
                return found
            raise AlreadySubscribed
    calendar = _new_calendar(person, label, Source.ADDRESS, now)
    calendar.next_at = now
    seal_address(calendar=calendar, address=address)
    _add(calendar, now)
    wake_after_commit(REFRESH_JOB)
    return calendar


def upload_calendar(
    *, person: Person, label: str, content: bytes, now: datetime, form_key: str | None = None
) -> BusyCalendar:
    """Keep the times of a calendar file, which is then forgotten.

    Comes before anything is written, since reading takes a while. `form_key` is the random value of
    the form: the same one sent twice gives one calendar. Raises NoCalendar and TooManyCalendars.
    """
    copy = _read_file(person, content, now)
    return add_file(person=person, label=label, copy=copy, now=now, form_key=form_key)


def add_file(
    *, person: Person, label: str, copy: Copy, now: datetime, form_key: str | None = None
) -> BusyCalendar:
    """Keep the times of a file that has been read, see `upload_calendar`."""
    lock_people([person])
    calendar = _new_calendar(person, label, Source.FILE, now)
    if form_key:
        calendar.public_id = token_hash(f"{person.public_id} {form_key}")[:PUBLIC_ID_LENGTH]
        if known := find_busy_calendar(person, calendar.public_id):
            return known
    _add(calendar, now)
    keep_copy(calendar=calendar, copy=copy, now=now)
    return calendar


def replace_file(*, calendar: BusyCalendar, content: bytes, now: datetime) -> BusyCalendar:
    """Keep the times of a newer file instead of those of the file before.

    Comes before anything is written. Raises NoCalendar; NotFound for one that is fetched, or gone.
    """
    calendar_id = calendar.id
    copy = _read_file(calendar.person, content, now)
    calendar = _hold(calendar_id, Source.FILE)
    keep_copy(calendar=calendar, copy=copy, now=now)
    audit.record("busy_calendar.replaced", calendar, actor=calendar.person, now=now)
    return calendar


def rename_calendar(*, calendar: BusyCalendar, label: str) -> BusyCalendar:
    """Call it `label`; only its owner sees that."""
    calendar.label = label
    db.session.flush()
    return calendar


def change_address(
    *, calendar: BusyCalendar, address: CalendarAddress, now: datetime
) -> BusyCalendar:
    """Fetch it elsewhere from now on. What was known is forgotten: it may be another calendar.

    An answer of the former address that is under way is dropped when it comes. Raises NotFound for
    a file, or if it is gone.
    """
    calendar = _hold(calendar.id, Source.ADDRESS)
    forget_copy(calendar=calendar, now=now)
    seal_address(calendar=calendar, address=address)
    calendar.attempt += 1
    calendar.next_at, calendar.taken_until, calendar.tried_at = now, None, None
    db.session.flush()
    audit.record("busy_calendar.address_changed", calendar, actor=calendar.person, now=now)
    wake_after_commit(REFRESH_JOB)
    return calendar


def ask_refresh(*, calendar: BusyCalendar, now: datetime) -> datetime:
    """Have it fetched soon, however often that has failed; returns when.

    That is now, but at most once a minute, and never before its server wants to be asked again.
    Raises NotFound for a file, or if it is gone.
    """
    calendar = _hold(calendar.id, Source.ADDRESS)
    bounds = [now]
    if calendar.tried_at is not None:
        bounds.append(calendar.tried_at + ASKED_AT_MOST_EVERY)
    if calendar.not_before is not None:
        bounds.append(calendar.not_before)
    calendar.next_at = min(max(bounds), calendar.next_at)
    db.session.flush()
    wake_after_commit(REFRESH_JOB)
    return calendar.next_at


def remove_calendar(*, calendar: BusyCalendar, now: datetime) -> None:
    """Forget the calendar, its address and all that is known by it. Harmless to repeat.

    A file has no key, but that it was erased is remembered: a restored backup loses it again.
    """
    held = hold_calendar(calendar.id)
    if held is None:
        return
    audit.record("busy_calendar.removed", held, actor=held.person, now=now)
    erase_with_commit(held.vault_subject, now=now)
    person_id = held.person_id
    db.session.delete(held)
    db.session.flush()
    publish(BusyTimesChanged(person_id, now))


def _new_calendar(person: Person, label: str, source: Source, now: datetime) -> BusyCalendar:
    return BusyCalendar(
        public_id=new_public_id(), person=person, label=label, source=source, created_at=now
    )


def _add(calendar: BusyCalendar, now: datetime) -> None:
    """Add it under its owner's lock. Raises TooManyCalendars."""
    mine = select(func.count()).where(BusyCalendar.person_id == calendar.person.id)
    if db.session.scalar(mine) >= MOST_CALENDARS:
        raise TooManyCalendars
    db.session.add(calendar)
    db.session.flush()
    audit.record("busy_calendar.added", calendar, actor=calendar.person, now=now)


def _hold(calendar_id: int, source: Source) -> BusyCalendar:
    held = hold_calendar(calendar_id)
    if held is None or held.source != source:
        raise NotFound
    return held


def _read_file(person: Person, content: bytes, now: datetime) -> Copy:
    if len(content) > LARGEST_FILE:
        raise NoCalendar(NoCalendar.TOO_LARGE, field="file")
    with reading():
        zone = zone_of(person)
    try:
        return read_copy(content, window_at(now, zone))
    except TooMuchToRead as refusal:
        raise NoCalendar(NoCalendar.TOO_MUCH, field="file") from refusal
    except CalendarRefused as refusal:
        raise NoCalendar(NoCalendar.NOT_ONE, field="file") from refusal
