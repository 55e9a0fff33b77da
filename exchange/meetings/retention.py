"""How long meetings are kept with what belongs to them, and what people noted on their answers.

Meetings go by whole years, since the register's numbers of a year hang together.
"""

from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from exchange.meetings.dates.models import (
    BodyMeeting,
    MeetingDocument,
    MeetingItem,
    MeetingReply,
    VisitOrganiser,
)
from exchange.meetings.decisions.models import Decision
from exchange.meetings.visits.models import TravelNotes
from scheduling.models import Event

_PARTS = (MeetingDocument, MeetingItem, MeetingReply, VisitOrganiser, TravelNotes)


def delete_old_meetings(*, before: datetime, most: int) -> int:
    """Delete at most `most` meetings of years that ended before then, with all of theirs.

    Decisions of these years go first, all numbers of a year at once.
    """
    year = before.astimezone(programme_zone()).year
    begins = datetime(year, 1, 1, tzinfo=programme_zone()).astimezone(UTC)
    quietly = {"synchronize_session": False}
    db.session.execute(delete(Decision).where(Decision.year < year).execution_options(**quietly))
    old = select(BodyMeeting.id).join(BodyMeeting.event).where(Event.starts_at < begins)
    ids = db.session.scalars(old.order_by(Event.starts_at).limit(most)).all()
    for part in _PARTS:
        db.session.execute(
            delete(part).where(part.meeting_id.in_(ids)).execution_options(**quietly)
        )
    db.session.execute(
        update(BodyMeeting)
        .where(BodyMeeting.id.in_(ids))
        .values(approved_in_id=None)
        .execution_options(**quietly)
    )
    db.session.execute(
        delete(BodyMeeting).where(BodyMeeting.id.in_(ids)).execution_options(**quietly)
    )
    return len(ids)


def delete_old_remarks(*, before: datetime, most: int) -> int:
    """Empty at most `most` remarks on answers to meetings that ended before then."""
    over = (
        select(BodyMeeting.id)
        .join(BodyMeeting.event)
        .where(Event.ends_at < before)
        .scalar_subquery()
    )
    old = db.session.scalars(
        select(MeetingReply)
        .where(MeetingReply.note != "", MeetingReply.meeting_id.in_(over))
        .limit(most)
    ).all()
    for reply in old:
        reply.note = ""
    db.session.flush()
    return len(old)


OLD_MEETINGS = RetentionRule(
    kind="body_meetings",
    label=_l("Sitzungen und Besuche mit Unterlagen, Protokollen und Beschlüssen"),
    counts_from=_l("nach dem Ende des Jahres"),
    usual=Period(60, Unit.MONTHS),
    least=12,
    most=120,
    delete=delete_old_meetings,
)
OLD_REMARKS = RetentionRule(
    kind="meeting_remarks",
    label=_l("Anmerkungen zu Antworten auf Einladungen"),
    counts_from=_l("nach der Sitzung"),
    usual=Period(30, Unit.DAYS),
    least=1,
    most=180,
    delete=delete_old_remarks,
)
