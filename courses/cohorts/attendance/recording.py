"""The commands that record who was there, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.errors import MoreThanTheSession, SessionNotBegun
from courses.cohorts.events import AttendanceRecorded, EnrolmentCompleted, EnrolmentReopened
from courses.cohorts.models import (
    Attendance,
    AttendanceChange,
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
    minutes: Mapping[Enrolment, int] | None = None,
    rest: AttendanceStatus | None = None,
) -> int:
    """Record, or correct, who was at `session`; returns for how many people something changed.

    `minutes` says for how long, of who was there for a part; see `fulfilment.minutes_attended` for
    what counts without. Who is not in `statuses` keeps what was recorded before, and gets `rest`,
    if given, where that is nothing. An enrolment is completed once every session is recorded and
    the course's rule is kept, and opened again where a correction breaks the rule.

    Raises NotFound unless `actor` manages the cohort and everyone in `statuses` takes part in it,
    SessionNotBegun before its start, and MoreThanTheSession for minutes that it did not last.
    """
    cohort = session.cohort
    if not queries.manages(actor, cohort) or not session.takes_place:
        raise NotFound
    if now < session.event.starts_at:
        raise SessionNotBegun(
            _l("Anwesenheit lässt sich erst erfassen, wenn der Termin begonnen hat.")
        )
    lock(f"cohort:{cohort.id}")
    roster = queries.list_roster_anew(cohort)
    if not statuses.keys() <= set(roster):
        raise NotFound
    known = {
        enrolment.id: attendance
        for enrolment in roster
        for attendance in enrolment.attendances
        if attendance.session_id == session.id
    }
    wanted = dict(statuses)
    if rest is not None:
        wanted |= {one: rest for one in roster if one not in statuses and one.id not in known}
    minutes = _checked(minutes or {}, session)
    changed = [
        enrolment
        for enrolment, status in wanted.items()
        if _write(session, enrolment, known.get(enrolment.id), status, minutes, actor, now)
    ]
    db.session.flush()
    if changed:
        _audit(session, actor, now, corrected=sum(one.id in known for one in changed))
        _follow_up(session, changed, now)
    return len(changed)


def add_own_record(
    *,
    session: Session,
    enrolment: Enrolment,
    status: AttendanceStatus,
    minutes: int | None,
    at: datetime,
) -> bool:
    """Note that the person of `enrolment` says themselves that they are there.

    False where something is recorded of them already: that stays, whoever it was by. The caller has
    made sure that they are in the room, and that the session takes place.
    """
    lock(f"cohort:{session.cohort_id}")
    db.session.refresh(enrolment, ["status", "attendances"])
    if any(known.session_id == session.id for known in enrolment.attendances):
        return False
    given = {} if minutes is None else {enrolment: minutes}
    _write(session, enrolment, None, status, given, enrolment.person, at)
    db.session.flush()
    _follow_up(session, [enrolment], at)
    return True


def _checked(minutes: Mapping[Enrolment, int], session: Session) -> Mapping[Enrolment, int]:
    if any(not 1 <= given <= session.minutes for given in minutes.values()):
        raise MoreThanTheSession(
            _l("Der Termin dauert %(minutes)s Minuten.", minutes=session.minutes)
        )
    return minutes


def _write(
    session: Session,
    enrolment: Enrolment,
    attendance: Attendance | None,
    status: AttendanceStatus,
    given: Mapping[Enrolment, int],
    by: Person,
    at: datetime,
) -> bool:
    """Write one record and what became of it; False where it was recorded like this before."""
    minutes = given.get(enrolment) if status.was_there else None
    before = (attendance.status, attendance.minutes) if attendance else (None, None)
    if before == (status, minutes):
        return False
    if attendance is None:
        attendance = Attendance(session_id=session.id)
        enrolment.attendances.append(attendance)
    attendance.status, attendance.minutes = status, minutes
    attendance.recorded_at, attendance.recorded_by_id = at, by.id
    db.session.add(
        AttendanceChange(
            attendance=attendance,
            status_before=before[0],
            minutes_before=before[1],
            status=status,
            minutes=minutes,
            changed_at=at,
            changed_by_public_id=by.public_id,
        )
    )
    return True


def _audit(session: Session, actor: Person, now: datetime, corrected: int) -> None:
    """Numbers only: who was there stays with the cohort."""
    counts = queries.count_attendance(session)
    audit.record(
        "attendance.recorded",
        session,
        actor=actor,
        now=now,
        present=counts[AttendanceStatus.PRESENT],
        late=counts[AttendanceStatus.LATE],
        excused=counts[AttendanceStatus.EXCUSED],
        absent=counts[AttendanceStatus.ABSENT],
    )
    if corrected:
        audit.record("attendance.corrected", session, actor=actor, now=now, people=corrected)


def _follow_up(session: Session, changed: list[Enrolment], now: datetime) -> None:
    publish(AttendanceRecorded(session_id=session.id, at=now))
    for enrolment in changed:
        settle(enrolment, now)
    db.session.flush()


def settle(enrolment: Enrolment, now: datetime) -> None:
    """Complete the enrolment, or open it again, as its attendance and the sessions say."""
    complete = queries.fulfilment(enrolment).complete
    if complete and enrolment.status == EnrolmentStatus.ENROLLED:
        enrolment.status = EnrolmentStatus.COMPLETED
        publish(EnrolmentCompleted(enrolment_id=enrolment.id, at=now))
    elif not complete and enrolment.status == EnrolmentStatus.COMPLETED:
        enrolment.status = EnrolmentStatus.ENROLLED
        publish(EnrolmentReopened(enrolment_id=enrolment.id, at=now))
