"""The command that says at which sessions everybody must be to complete a cohort."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from courses.cohorts import queries
from courses.cohorts.errors import AttendanceRecorded
from courses.cohorts.models import Session
from organisations.models import Person


def change_required(*, session: Session, required: bool, actor: Person, now: datetime) -> bool:
    """Have `session` be one that nobody may miss, or not; False where it is like this already.

    Raises NotFound unless `actor` manages the cohort, and AttendanceRecorded: nobody learns
    afterwards that they should have been there.
    """
    cohort = session.cohort
    if not queries.manages(actor, cohort) or not session.takes_place:
        raise NotFound
    lock(f"cohort:{cohort.id}")
    if session.required == required:
        return False
    if queries.count_attendance(session):
        raise AttendanceRecorded
    session.required = required
    audit.record("session.rule_changed", session, actor=actor, now=now)
    db.session.flush()
    return True
