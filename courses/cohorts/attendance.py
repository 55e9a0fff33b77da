"""The command that records who was there, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.errors import SessionNotBegun
from courses.cohorts.events import AttendanceRecorded, EnrolmentCompleted, EnrolmentReopened
from courses.cohorts.models import (
    Attendance,
    AttendanceStatus,
    Enrolment,
    EnrolmentStatus,
    Session,
)
from organisations.models import Person


def record_attendance(
    *,
    session: Session,
    statuses: Mapping[Enrolment, AttendanceStatus],
    actor: Person,
    now: datetime,
) -> int:
    """Record, or correct, who was at `session`; returns for how many people something changed.

    Who is not in `statuses` keeps what was recorded before. An enrolment is completed once every
    session is recorded and the course's rule is kept, and opened again where a correction breaks
    the rule. Raises NotFound unless `actor` manages the cohort and everyone in `statuses` takes
    part in it, SessionNotBegun before its start.
    """
    cohort = session.cohort
    if not queries.manages(actor, cohort) or not session.takes_place:
        raise NotFound
    if now < session.event.starts_at:
        raise SessionNotBegun(
            _l("Anwesenheit lässt sich erst erfassen, wenn der Termin begonnen hat.")
        )
    lock(f"cohort:{cohort.id}")
    roster = queries.list_roster(cohort)
    if not statuses.keys() <= set(roster):
        raise NotFound
    changed = [
        enrolment
        for enrolment, status in statuses.items()
        if _set_status(session, enrolment, status, actor, now)
    ]
    db.session.flush()
    if changed:
        _audit(session, actor, now)
        publish(AttendanceRecorded(session_id=session.id, at=now))
    for enrolment in changed:
        settle(enrolment, now)
    db.session.flush()
    return len(changed)


def _set_status(
    session: Session, enrolment: Enrolment, status: AttendanceStatus, actor: Person, now: datetime
) -> bool:
    """Write one status; False where it was recorded like this before."""
    attendance = next(
        (known for known in enrolment.attendances if known.session_id == session.id), None
    )
    if attendance is None:
        attendance = Attendance(session_id=session.id)
        enrolment.attendances.append(attendance)
    elif attendance.status == status:
        return False
    attendance.status, attendance.recorded_at, attendance.recorded_by_id = status, now, actor.id
    return True


def _audit(session: Session, actor: Person, now: datetime) -> None:
    """Numbers only: who was there stays with the cohort."""
    counts = queries.count_attendance(session)
    audit.record(
        "attendance.recorded",
        session,
        actor=actor,
        now=now,
        present=counts[AttendanceStatus.PRESENT],
        absent=counts[AttendanceStatus.ABSENT],
    )


def settle(enrolment: Enrolment, now: datetime) -> None:
    """Complete the enrolment, or open it again, as its attendance and the sessions say."""
    complete = queries.fulfilment(enrolment).complete
    if complete and enrolment.status == EnrolmentStatus.ENROLLED:
        enrolment.status = EnrolmentStatus.COMPLETED
        publish(EnrolmentCompleted(enrolment_id=enrolment.id, at=now))
    elif not complete and enrolment.status == EnrolmentStatus.COMPLETED:
        enrolment.status = EnrolmentStatus.ENROLLED
        publish(EnrolmentReopened(enrolment_id=enrolment.id, at=now))
