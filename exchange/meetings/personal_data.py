"""What meetings hold of a person: where they are named, their answers, minutes they wrote."""

from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.bodies.models import BodyMember
from exchange.meetings.dates.models import (
    BodyMeeting,
    MeetingDocument,
    MeetingReply,
    VisitOrganiser,
)
from exchange.meetings.retention import OLD_MEETINGS, OLD_REMARKS
from exchange.meetings.visits.retention import OLD_NOTES
from organisations.models import Person

#: In the place of a person who is gone.
NOBODY = ""

_ROWS = (MeetingReply, BodyMember, VisitOrganiser)
_WHO = (
    BodyMeeting.planned_by,
    BodyMeeting.minutes_by,
    BodyMeeting.approved_by,
    MeetingDocument.added_by,
)


def export_meetings(person_id: int) -> dict[str, Any]:
    """Bodies in which the person is named, their answers, and meetings with something of theirs."""
    own = db.session.scalar(select(Person.public_id).where(Person.id == person_id))
    members = db.session.scalars(
        select(BodyMember)
        .where(BodyMember.person_id == person_id)
        .options(joinedload(BodyMember.body))
        .order_by(BodyMember.body_id)
    )
    replies = db.session.scalars(
        select(MeetingReply)
        .where(MeetingReply.person_id == person_id)
        .options(joinedload(MeetingReply.meeting).joinedload(BodyMeeting.event))
        .order_by(MeetingReply.meeting_id)
    )
    meetings = db.session.scalars(
        select(BodyMeeting)
        .where(or_(*(column == own for column in _WHO if column.class_ is BodyMeeting)))
        .options(joinedload(BodyMeeting.event))
        .order_by(BodyMeeting.id)
    )
    return {
        "bodies": [{"name": one.body.name, "part": one.part} for one in members],
        "replies": [
            {
                "starts_at": one.meeting.event.starts_at.isoformat(),
                "answer": one.answer,
                "note": one.note,
                "answered_at": one.answered_at.isoformat(),
            }
            for one in replies
        ],
        "meetings": [
            {
                "starts_at": one.event.starts_at.isoformat(),
                "planned": one.planned_by == own,
                "minutes": one.minutes if one.minutes_by == own else "",
                "approved": one.approved_by == own,
            }
            for one in meetings
        ],
    }


def erase_meetings(person_id: int) -> None:
    """Have the person be named nowhere and have answered nothing; minutes stay without a name."""
    quietly = {"synchronize_session": False}
    for model in _ROWS:
        db.session.execute(
            delete(model).where(model.person_id == person_id).execution_options(**quietly)
        )
    own = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
    for column in _WHO:
        db.session.execute(
            update(column.class_)
            .where(column == own)
            .values({column.key: NOBODY})
            .execution_options(**quietly)
        )
    db.session.flush()


MEETING_WORK = PersonalData(
    name="meetings",
    label=_l("Sitzungen und Besuche: Gremien, Antworten und Protokolle"),
    purpose=_l("Sitzungen und Besuche planen, dazu einladen und Beschlüsse nachhalten"),
    export=export_meetings,
    erase=erase_meetings,
    retention=_l(
        "%(meetings)s nach dem Ende des Jahres; Anmerkungen zu Ihren Antworten %(remarks)s, "
        "Reisenotizen zu Besuchen %(notes)s danach.",
        meetings=OLD_MEETINGS.shown,
        remarks=OLD_REMARKS.shown,
        notes=OLD_NOTES.shown,
    ),
    sealed=_l("Reisenotizen zu Besuchen"),
)
