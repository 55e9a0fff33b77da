"""Keeps the good copy of a calendar: writes what has changed of it, and nothing else."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from app.kernel.bus import publish
from app.kernel.db import db
from organisations.models import Person
from scheduling.busy_calendars.copies import Copy, Time
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.services import lock_people


def hold_calendar(calendar_id: int) -> BusyCalendar | None:
    """The calendar as it is now, for this transaction alone; None where it is gone.

    Its owner is locked first, as everybody does who changes what blocks their times.
    """
    owner = db.session.scalar(
        select(Person).join(BusyCalendar).where(BusyCalendar.id == calendar_id)
    )
    if owner is None:
        return None
    lock_people([owner])
    return db.session.scalar(
        select(BusyCalendar)
        .where(BusyCalendar.id == calendar_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def keep_copy(*, calendar: BusyCalendar, copy: Copy, now: datetime) -> None:
    """Let `copy` be what is known by `calendar` from now on.

    Publishes BusyTimesChanged where that changes a time that is not over.
    """
    changed = _replace_times(calendar, copy.times, now)
    calendar.known_until, calendar.read_in = copy.window.end, copy.window.zone.key
    calendar.unreadable_events = copy.unreadable_events
    mark_as_good(calendar=calendar, now=now)
    if changed:
        publish(BusyTimesChanged(calendar.person_id, now))


def mark_as_good(*, calendar: BusyCalendar, now: datetime) -> None:
    """What is known by `calendar` is right as of now."""
    calendar.good_at = now
    calendar.problem = calendar.failing_since = calendar.empty_since = calendar.not_before = None
    calendar.failures = 0
    db.session.flush()


def forget_copy(*, calendar: BusyCalendar, now: datetime) -> None:
    """Know nothing by `calendar` any more, as if it had never been fetched."""
    changed = _replace_times(calendar, frozenset(), now)
    calendar.good_at = calendar.known_until = calendar.read_in = None
    calendar.etag = calendar.last_modified = None
    calendar.problem = calendar.failing_since = calendar.empty_since = calendar.not_before = None
    calendar.failures = calendar.unreadable_events = 0
    db.session.flush()
    if changed:
        publish(BusyTimesChanged(calendar.person_id, now))


def _replace_times(calendar: BusyCalendar, times: frozenset[Time], now: datetime) -> bool:
    """Write the difference; whether there is one that is not over."""
    known = {
        Time(start, end, certain): interval_id
        for interval_id, start, end, certain in db.session.execute(
            select(
                BusyInterval.id,
                BusyInterval.starts_at,
                BusyInterval.ends_at,
                BusyInterval.certain,
            ).where(BusyInterval.calendar_id == calendar.id)
        )
    }
    gone, new = known.keys() - times, times - known.keys()
    if gone:
        ids = sorted(known[time] for time in gone)
        db.session.execute(delete(BusyInterval).where(BusyInterval.id.in_(ids)))
    if new:
        rows = [{"calendar_id": calendar.id, **time._asdict()} for time in sorted(new)]
        db.session.execute(insert(BusyInterval), rows)
    return any(time.ends_at > now for time in gone | new)
