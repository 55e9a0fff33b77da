"""Say what one needs, and forget it.

None of this is written to the audit trail: it would say for ever who needed something.
"""

from datetime import datetime

from sqlalchemy import delete, select

from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from app.kernel.retention import delete_rows
from app.kernel.vault import current_vault
from courses.cohorts.conditions import RUN_DATES
from courses.cohorts.models import Enrolment
from courses.desk.support.models import SupportNeed
from courses.desk.support.queries import find_need, purpose_of


def say_need(*, enrolment: Enrolment, text: str, now: datetime) -> None:
    """Keep `text` in place of what was said before; an empty one deletes it.

    Raises NotFound for who does not take part (any more).
    """
    lock(f"support_need:{enrolment.id}")
    db.session.refresh(enrolment)
    if not enrolment.takes_part:
        raise NotFound
    need = find_need(enrolment)
    if not text:
        if need is not None:
            db.session.delete(need)
    else:
        subject, purpose = enrolment.person.vault_subject, purpose_of(enrolment.cohort)
        sealed = current_vault().seal(subject, purpose, text.encode())
        need = need or SupportNeed(enrolment_id=enrolment.id)
        need.sealed, need.changed_at = sealed, now
        db.session.add(need)
    db.session.flush()


def forget_need(*, enrolment_id: int) -> None:
    """Delete what was said with an enrolment."""
    db.session.execute(delete(SupportNeed).where(SupportNeed.enrolment_id == enrolment_id))


def forget_needs_of_past(*, before: datetime, most: int) -> int:
    """Delete at most `most` that were said for cohorts that were over before then.

    Returns how many. A rule of retention says when that is.
    """
    over = (
        select(Enrolment.id)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Enrolment.cohort_id)
        .where(RUN_DATES.c.ends_at < before)
    )
    return delete_rows(SupportNeed, SupportNeed.enrolment_id.in_(over), most=most)
