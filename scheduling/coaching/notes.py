"""A coach's notes on an appointment: sealed in the vault, read by nobody else.

None of this is written to the audit trail: that somebody takes notes is their own affair.
"""

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import KeyErased, current_vault
from organisations.models import Person
from scheduling.coaching.coach_models import CoachNote
from scheduling.coaching.models import Booking
from scheduling.coaching.queries import find_booking_again
from scheduling.services import lock_people

LONGEST_NOTE = 5000


def read_note(*, booking: Booking, coach: Person) -> str:
    """What `coach` wrote; empty where there is nothing, or its key was erased."""
    note = _find(booking, coach)
    if note is None:
        return ""
    try:
        opened = current_vault().open(coach.vault_subject, _purpose(booking), note.sealed)
    except KeyErased:
        return ""
    return opened.decode()


def keep_note(*, booking: Booking, coach: Person, text: str) -> None:
    """Keep `text` in place of what `coach` wrote before; an empty one deletes it.

    Raises NotFound for an appointment with somebody else, and for one that is gone.
    """
    # Whoever forgets the appointment takes these locks, too.
    lock_people([coach, booking.client])
    again = find_booking_again(booking)
    if again is None or again.offer.coach_id != coach.id:
        raise NotFound
    note = _find(again, coach)
    if not text:
        if note is not None:
            db.session.delete(note)
    else:
        sealed = current_vault().seal(coach.vault_subject, _purpose(again), text.encode())
        if note is None:
            note = CoachNote(booking_id=again.id, coach_id=coach.id)
            db.session.add(note)
        note.sealed = sealed
    db.session.flush()


def _find(booking: Booking, coach: Person) -> CoachNote | None:
    query = select(CoachNote).where(
        CoachNote.booking_id == booking.id, CoachNote.coach_id == coach.id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _purpose(booking: Booking) -> str:
    return f"coaching note {booking.public_id}"
