"""The office's command on periods."""

from datetime import datetime

from sqlalchemy import select

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.retention import (
    RetentionPeriod,
    RetentionRule,
    forget_read_periods,
    get_chosen,
    today,
)
from organisations.models import Person


class PeriodOutOfBounds(DomainError):
    """Shorter or longer than the rule allows."""

    def __init__(self, rule: RetentionRule) -> None:
        super().__init__(
            _l("Bitte von %(least)s bis %(most)s.", least=rule.least, most=rule.most),
            field="amount",
        )


def set_period(
    *, rule: RetentionRule, amount: int, actor: Person, now: datetime
) -> RetentionPeriod | None:
    """Keep this kind so long from now on; None where that is so already.

    A shorter period of something that people may want to save before applies after the rule's time
    of notice. What is longer applies at once. Raises PeriodOutOfBounds.
    """
    if not rule.least <= amount <= rule.most:
        raise PeriodOutOfBounds(rule)
    lock(f"retention_period:{rule.kind}")
    forget_read_periods()
    day = today(now)
    chosen = get_chosen(rule, day)
    if amount == (chosen.coming or chosen.current).amount:
        return None
    row = db.session.scalar(select(RetentionPeriod).where(RetentionPeriod.kind == rule.kind))
    if row is None:
        row = RetentionPeriod(kind=rule.kind)
        db.session.add(row)
    announced = amount < chosen.current.amount and bool(rule.notice)
    row.amount = amount
    row.former = chosen.current.amount if announced else None
    row.applies_from = day + rule.notice if announced else None
    db.session.flush()
    forget_read_periods()
    audit.record(
        "retention.changed",
        row,
        actor=actor,
        now=now,
        before=str(chosen.current.amount),
        after=str(amount),
        unit=rule.usual.unit.value,
    )
    return row
