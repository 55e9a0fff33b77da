"""Reads of what people wish, and of what waits for them."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from app.kernel.db import db
from notifications.models import NotificationWishes, PendingNotification
from notifications.wishes import CalendarBy, Reminder, Wishes
from organisations.models import Person

NAMES = tuple(entry.name for entry in fields(Wishes))


def get_wishes(person: Person) -> Wishes:
    """What `person` wishes; the defaults where they have said nothing."""
    return wishes_of(find_row(person.id))


def wishes_of(row: NotificationWishes | Row[Any] | None) -> Wishes:
    """The wishes that `row` keeps; the defaults without one."""
    if row is None:
        return Wishes()
    chosen = {name: getattr(row, name) for name in NAMES}
    words = {"calendar_by": CalendarBy(row.calendar_by), "reminder": Reminder(row.reminder)}
    return Wishes(**chosen | words)


def find_row(person_id: int) -> NotificationWishes | None:
    """The row that keeps the person's wishes."""
    return db.session.get(NotificationWishes, person_id)


def list_people_with_news(now: datetime) -> Sequence[int]:
    """The ids of the people for whom a digest is due at `now`."""
    due = select(PendingNotification.person_id).where(PendingNotification.due_at <= now)
    return db.session.scalars(due.distinct().order_by(PendingNotification.person_id)).all()
