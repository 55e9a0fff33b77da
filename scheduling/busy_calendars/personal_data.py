"""What is held of a person's calendars from outside."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.key_erasing import erase_with_commit
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval


def export_of(person_id: int) -> dict[str, Any]:
    """The person's calendars and when they are busy by them, in words for JSON; no address."""
    return {"busy_calendars": [_calendar(calendar) for calendar in _calendars_of(person_id)]}


def erase(person_id: int) -> None:
    """Forget the calendars, their addresses and all that is known by them."""
    for calendar in _calendars_of(person_id):
        erase_with_commit(calendar.vault_subject, now=clock.now())
    db.session.execute(delete(BusyCalendar).where(BusyCalendar.person_id == person_id))


def _calendars_of(person_id: int) -> list[BusyCalendar]:
    wanted = select(BusyCalendar).where(BusyCalendar.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(BusyCalendar.id)))


def _calendar(calendar: BusyCalendar) -> dict[str, Any]:
    times = db.session.execute(
        select(BusyInterval.starts_at, BusyInterval.ends_at)
        .where(BusyInterval.calendar_id == calendar.id)
        .order_by(BusyInterval.starts_at, BusyInterval.id)
    )
    return {
        "label": calendar.label,
        "source": calendar.source,
        "created_at": calendar.created_at.isoformat(),
        "read_at": calendar.good_at.isoformat() if calendar.good_at else None,
        "busy": [[start.isoformat(), end.isoformat()] for start, end in times],
    }
