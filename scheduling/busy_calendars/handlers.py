"""What calendars from outside do when something happened elsewhere."""

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from scheduling.busy_calendars.models import BusyCalendar


def subjects_erased(event: SubjectsErased) -> None:
    """Delete again the calendars that were removed after the backup was made."""
    for calendar in db.session.scalars(select(BusyCalendar)).all():
        if calendar.vault_subject in event.subjects:
            db.session.delete(calendar)
    db.session.flush()


HANDLERS = ((SubjectsErased, subjects_erased),)
