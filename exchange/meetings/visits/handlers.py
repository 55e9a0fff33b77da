"""What was deleted stays deleted when a backup brings its rows back."""

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.visits.models import TravelNotes, vault_subject
from exchange.meetings.visits.services import delete_notes


def subjects_erased(event: SubjectsErased) -> None:
    """Delete the notes that nobody can read any more."""
    noted = db.session.scalars(
        select(BodyMeeting).join(TravelNotes, TravelNotes.meeting_id == BodyMeeting.id)
    )
    gone = [one.id for one in noted if vault_subject(one) in event.subjects]
    delete_notes(gone, now=clock.now())


HANDLERS = ((SubjectsErased, subjects_erased),)
