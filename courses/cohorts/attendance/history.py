"""What became of each record of a session, for the trainer who looks at it again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from courses.cohorts.attendance.words import record_words
from courses.cohorts.models import Attendance, AttendanceChange, Enrolment, Session
from organisations.models import Person


@dataclass(frozen=True)
class HistoryLine:
    """One entry or correction in words. `before` is empty for the first entry, `by` where whoever
    did it is gone; `own` says that the person checked in themselves.
    """

    at: datetime
    by: str
    own: bool
    before: str
    after: str


def list_history(session: Session) -> dict[int, Sequence[HistoryLine]]:
    """By enrolment id, what became of the records of `session`, oldest first; one statement."""
    rows = db.session.execute(
        select(AttendanceChange, Enrolment.id, Enrolment.person_id, Person)
        .join(AttendanceChange.attendance)
        .join(Attendance.enrolment)
        .outerjoin(Person, Person.public_id == AttendanceChange.changed_by_public_id)
        .where(Attendance.session_id == session.id)
        .order_by(AttendanceChange.id)
    )
    found: dict[int, list[HistoryLine]] = defaultdict(list)
    for change, enrolment_id, person_id, by in rows:
        found[enrolment_id].append(
            HistoryLine(
                at=change.changed_at,
                by=by.name if by else "",
                own=by is not None and by.id == person_id,
                before=record_words(change.status_before, change.minutes_before)
                if change.status_before
                else "",
                after=record_words(change.status, change.minutes),
            )
        )
    return dict(found)
