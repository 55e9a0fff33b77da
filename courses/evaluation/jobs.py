"""Work of the job worker on evaluations: ask, release what may be shown, forget what is over."""

from datetime import datetime

import structlog

from app.kernel.db import db
from app.kernel.vault import current_vault
from courses.cohorts.models import Enrolment
from courses.evaluation import queries
from courses.evaluation.models import AnswerPool
from courses.evaluation.services import (
    ask_for_feedback,
    close_pool,
    forget_who_answered,
    release_answers,
)

ASKING_JOB = "evaluation.asking"
RELEASING_JOB = "evaluation.releasing"

log = structlog.get_logger("komma.evaluation")


def ask(now: datetime) -> int:
    """Ask everybody whom it is time to ask, or to remind; returns how many.

    Each has a transaction of its own: what fails is logged and tried again with the next sweep.
    """
    asked = 0
    for enrolment_id, wave, mail in queries.list_to_ask(now):
        try:
            enrolment = db.session.get_one(Enrolment, enrolment_id, populate_existing=True)
            asked += ask_for_feedback(enrolment=enrolment, wave=wave, mail=mail, now=now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("not_asked")
    return asked


def release(now: datetime) -> int:
    """Look into each pool once a day, and close those whose time is over; returns how many changed.

    So nothing that is shown tells the hour of an answer. Each pool is a transaction of its own.
    """
    changed = 0
    for pool_id, is_over in queries.list_pools_to_open(now):
        try:
            pool = db.session.get_one(AnswerPool, pool_id)
            if is_over:
                changed += close_pool(pool=pool, now=now)
                subject = pool.vault_subject
                db.session.commit()
                current_vault().erase(subject, now=now)
            else:
                changed += release_answers(pool=pool, now=now)
                db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("not_released", pool=pool_id)
    forget_who_answered(now=now)
    db.session.commit()
    return changed
