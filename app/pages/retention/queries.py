"""Reads for the page of periods: what is set, and what was deleted of late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.retention import (
    Chosen,
    Deletion,
    RetentionRule,
    get_chosen,
    list_rules,
    today,
)

#: Of how many days the numbers are added up.
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Kept:
    """A rule, the period that counts, and what was deleted by it."""

    rule: RetentionRule
    chosen: Chosen
    last_day: date | None = None
    deleted_lately: int = 0


def list_kept(now: datetime) -> list[Kept]:
    """All rules as they stand, lowest layer first."""
    day = today(now)
    numbers = _numbers(day)
    return [
        Kept(rule, get_chosen(rule, day), *numbers.get(rule.kind, (None, 0)))
        for rule in list_rules()
    ]


def _numbers(day: date) -> dict[str, tuple[date, int]]:
    """By kind the last day on which something went, and how much went lately."""
    lately = func.sum(Deletion.count).filter(Deletion.day > day - LATELY)
    rows = db.session.execute(
        select(Deletion.kind, func.max(Deletion.day), func.coalesce(lately, 0)).group_by(
            Deletion.kind
        )
    )
    return {kind: (last, int(count)) for kind, last, count in rows}
