"""Notes on a visit go soon after it, with their key."""

from datetime import datetime

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.visits.models import TravelNotes
from exchange.meetings.visits.services import delete_notes
from scheduling.models import Event


def delete_old_notes(*, before: datetime, most: int) -> int:
    """Delete at most `most` notes on visits that ended before then."""
    old = (
        select(TravelNotes.meeting_id)
        .join(BodyMeeting, BodyMeeting.id == TravelNotes.meeting_id)
        .join(Event, Event.id == BodyMeeting.event_id)
        .where(Event.ends_at < before)
        .limit(most)
    )
    return delete_notes(db.session.scalars(old).all(), now=clock.now())


OLD_NOTES = RetentionRule(
    kind="visit_travel_notes",
    label=_l("Reisenotizen zu Besuchen"),
    counts_from=_l("nach dem Besuch"),
    usual=Period(7, Unit.DAYS),
    least=1,
    most=30,
    delete=delete_old_notes,
)
