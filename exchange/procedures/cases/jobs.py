"""Work of the job worker on cases: remind of deadlines, and delete what has had its time.

Each case is a transaction of its own. Of a failure only its kind is logged.
"""

from datetime import datetime

import structlog
from sqlalchemy import select, update

from app.kernel.db import db, lock, reading
from app.kernel.i18n import programme_zone
from exchange.procedures.cases import queries
from exchange.procedures.cases.deleting import AT_A_TIME, delete_due
from exchange.procedures.cases.models import Case, CaseStep
from notifications.services import notify

REMINDING_JOB = "cases.reminding"
DELETING_JOB = "cases.deleting"
DUE_MAIL = "cases/due"

log = structlog.get_logger("komma.cases")


def remind(now: datetime) -> int:
    """Remind the handlers of every case in which a deadline is near or over; returns how many."""
    with reading():
        due = select(CaseStep.case_id).where(CaseStep.remind_at <= now).distinct()
        ids = db.session.scalars(due.order_by(CaseStep.case_id)).all()
    done = 0
    for case_id in ids:
        try:
            done += _remind(db.session.get_one(Case, case_id), now)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.warning("not_reminded", error=type(error).__name__)
    return done


def delete_old_cases(now: datetime) -> int:
    """Delete the cases whose day has come; returns how many."""
    today, total, gone = now.astimezone(programme_zone()).date(), 0, AT_A_TIME
    while gone >= AT_A_TIME:
        gone = delete_due(today=today, now=now)
        db.session.commit()
        total += gone
    return total


def _remind(case: Case, now: datetime) -> int:
    """One mail to each handler, whatever is due at once; of two workers one finds something."""
    lock(case.vault_subject)
    steps = queries.list_steps(case)
    told = [step for step in steps.values() if step.remind_at and step.remind_at <= now]
    if not told or not case.is_open:
        return 0
    for step in told:
        later = step.due_at if step.due_at and step.due_at > now else None
        claimed = db.session.execute(
            update(CaseStep)
            .where(
                CaseStep.case_id == case.id,
                CaseStep.number == step.number,
                CaseStep.remind_at == step.remind_at,
            )
            .values(remind_at=later)
            .execution_options(synchronize_session=False)
        )
        if claimed.rowcount != 1:
            return 0
    is_over = any(step.is_overdue(now) for step in told)
    for person in queries.list_handlers(case):
        if person.municipality_id == case.municipality_id:
            notify(person=person, template=DUE_MAIL, now=now, case=case, is_over=is_over)
    return 1
