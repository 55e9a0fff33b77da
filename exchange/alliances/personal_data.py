"""What alliances hold of a person with an account: tasks, and minutes written and approved."""

from typing import Any

from sqlalchemy import or_, select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.partners.models import Commitment
from exchange.alliances.retention import OLD_MEETINGS
from organisations.models import Person

#: In the place of a person who is gone.
NOBODY = ""


def export_alliance_work(person_id: int) -> dict[str, Any]:
    """Tasks of the person, and the minutes that they wrote or approved."""
    own = db.session.scalar(select(Person.public_id).where(Person.id == person_id))
    tasks = db.session.scalars(
        select(MeetingTask).where(MeetingTask.person_id == person_id).order_by(MeetingTask.id)
    )
    meetings = db.session.scalars(
        select(Meeting)
        .where(or_(*(column == own for column in _columns_of_meetings())))
        .order_by(Meeting.id)
    )
    return {
        "alliance_tasks": [
            {
                "text": task.text,
                "due_on": task.due_on.isoformat(),
                "done_at": task.done_at.isoformat() if task.done_at else None,
            }
            for task in tasks
        ],
        "alliance_meetings": [_meeting(meeting, own) for meeting in meetings],
    }


def erase_alliance_work(person_id: int) -> None:
    """Have tasks be nobody's, and minutes stay without the person's name."""
    own = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
    db.session.execute(
        update(MeetingTask).where(MeetingTask.person_id == person_id).values(person_id=None)
    )
    for column in (*_columns_of_meetings(), Commitment.agreed_by):
        db.session.execute(
            update(column.class_)
            .where(column == own)
            .values({column.key: NOBODY})
            .execution_options(synchronize_session=False)
        )
    db.session.flush()


def _columns_of_meetings() -> tuple[Any, ...]:
    return Meeting.called_by, Meeting.minutes_by, Meeting.approved_by


def _meeting(meeting: Meeting, own: str | None) -> dict[str, Any]:
    return {
        "title": meeting.event.title.de,
        "starts_at": meeting.event.starts_at.isoformat(),
        "called": meeting.called_by == own,
        "minutes": meeting.minutes if meeting.minutes_by == own else "",
        "approved": meeting.approved_by == own,
    }


ALLIANCE_WORK = PersonalData(
    name="alliances",
    label=_l("Arbeit in der Allianz der Kommune"),
    purpose=_l("Sitzungen vorbereiten, Protokolle genehmigen und an Aufträge erinnern"),
    export=export_alliance_work,
    erase=erase_alliance_work,
    retention=_l("%(period)s nach der Sitzung.", period=OLD_MEETINGS.shown),
)
