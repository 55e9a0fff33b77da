"""What is held of who was at which session, and of what became of these records."""

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Attendance, AttendanceChange, Cohort, Enrolment, Session


def export_attendance(person_id: int) -> list[dict[str, Any]]:
    """The person's records, by session, with their history. Who made them is not theirs to have."""
    changes = defaultdict(list)
    for change in db.session.scalars(
        select(AttendanceChange)
        .join(AttendanceChange.attendance)
        .join(Attendance.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(AttendanceChange.id)
    ):
        changes[change.attendance_id].append(
            {
                "at": change.changed_at.isoformat(),
                "status_before": change.status_before,
                "minutes_before": change.minutes_before,
                "status": change.status,
                "minutes": change.minutes,
            }
        )
    records = db.session.scalars(
        select(Attendance)
        .join(Attendance.enrolment)
        .join(Attendance.session)
        .join(Session.event)
        .where(Enrolment.person_id == person_id)
        .order_by(Attendance.id)
        .options(
            contains_eager(Attendance.session).contains_eager(Session.event),
            contains_eager(Attendance.session).joinedload(Session.cohort).joinedload(Cohort.course),
            joinedload(Attendance.enrolment),
        )
    )
    return [
        {
            "course": record.session.cohort.course.slug,
            "session": record.session.event.starts_at.isoformat(),
            "status": record.status,
            "minutes": record.minutes,
            "history": changes[record.id],
        }
        for record in records
    ]


def erase_attendance(person_id: int) -> None:
    """Delete the person's records with their history."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    records = select(Attendance.id).where(Attendance.enrolment_id.in_(own))
    db.session.execute(delete(AttendanceChange).where(AttendanceChange.attendance_id.in_(records)))
    db.session.execute(delete(Attendance).where(Attendance.enrolment_id.in_(own)))
    db.session.flush()


ATTENDANCE = PersonalData(
    name="attendance",
    label=_l("Anwesenheit und ihre Berichtigungen"),
    purpose=_l("Teilnahmen bescheinigen"),
    export=export_attendance,
    erase=erase_attendance,
    retention=_l("So lange wie die Anmeldung zum Durchgang."),
)
