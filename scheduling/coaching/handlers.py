"""What coaching does when something happened elsewhere."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from organisations.models import Person
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.coaching.clash_telling import tell_of_clashes
from scheduling.coaching.coach_models import CoachNote
from scheduling.coaching.models import Booking


def subjects_erased(event: SubjectsErased) -> None:
    """Delete again the notes of and about people who were erased after the backup was made."""
    coach, client = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(CoachNote, coach, client)
        .join(coach, CoachNote.coach_id == coach.id)
        .join(Booking, CoachNote.booking_id == Booking.id)
        .join(client, Booking.client_id == client.id)
    )
    for note, *people in rows.all():
        if any(person.vault_subject in event.subjects for person in people):
            db.session.delete(note)
    db.session.flush()


def busy_times_changed(event: BusyTimesChanged) -> None:
    """Tell whose calendar outside was read anew of the appointments that it clashes with."""
    person = db.session.get(Person, event.person_id)
    if person is not None:
        tell_of_clashes(person=person, now=event.now)


HANDLERS = ((SubjectsErased, subjects_erased), (BusyTimesChanged, busy_times_changed))
