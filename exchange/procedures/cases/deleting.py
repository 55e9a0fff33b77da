"""Cases go on the day that was set when they began, and never later than the rule of retention.

Rows and key go together (`app.kernel.key_erasing`). What was counted of a case stays: it leads
nowhere.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.key_erasing import erase_with_commit
from exchange.procedures.cases.models import (
    Case,
    CaseAct,
    CaseAnswers,
    CaseHandler,
    CaseNote,
    CaseStep,
    CaseTick,
)

AT_A_TIME = 200
_PARTS = (CaseAct, CaseAnswers, CaseHandler, CaseNote, CaseStep, CaseTick)


def delete_cases(case_ids: Collection[int], *, now: datetime) -> int:
    """Delete these cases with all that belongs to them, and their keys; returns how many."""
    quietly = {"synchronize_session": False}
    public_ids = db.session.scalars(select(Case.public_id).where(Case.id.in_(case_ids))).all()
    for public_id in public_ids:
        erase_with_commit(Case(public_id=public_id).vault_subject, now=now)
    for part in _PARTS:
        db.session.execute(
            delete(part).where(part.case_id.in_(case_ids)).execution_options(**quietly)
        )
    db.session.execute(delete(Case).where(Case.id.in_(case_ids)).execution_options(**quietly))
    return len(public_ids)


def delete_due(*, today: date, now: datetime) -> int:
    """Delete some of the cases and exercises whose day has come; returns how many."""
    query = select(Case.id).where(Case.delete_on <= today).limit(AT_A_TIME)
    return delete_cases(db.session.scalars(query).all(), now=now)
