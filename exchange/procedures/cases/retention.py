"""How long cases and exercises are kept at most. A case says on its first day when it goes."""

from datetime import date, datetime

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, get_chosen, today
from exchange.procedures.cases.deleting import delete_cases
from exchange.procedures.cases.models import Case

#: What can be chosen when a case begins, in months, as far as the rule allows.
CHOICES = (3, 6, 12, 24, 36)


def months_to_choose() -> list[int]:
    """After how many months a case may go that begins today."""
    longest = get_chosen(KEPT_CASES, today()).current.amount
    return [months for months in CHOICES if months <= longest] or [longest]


def day_after(period: Period, day: date) -> date:
    """The day so long after `day`."""
    return Period(-period.amount, period.unit).before(day)


def exercise_goes_on() -> date:
    """On which day an exercise goes that begins today."""
    return day_after(get_chosen(KEPT_EXERCISES, today()).current, today())


def goes_on(case: Case) -> date:
    """On which day the case goes: as was chosen, or sooner where the rule has become shorter."""
    rule = KEPT_EXERCISES if case.is_exercise else KEPT_CASES
    return min(case.delete_on, day_after(get_chosen(rule, today()).current, today(case.started_at)))


def _delete(*, before: datetime, most: int, exercises: bool) -> int:
    kind = Case.scenario.is_not(None) if exercises else Case.scenario.is_(None)
    old = select(Case.id).where(Case.started_at < before, kind).limit(most)
    return delete_cases(db.session.scalars(old).all(), now=clock.now())


def _delete_cases(*, before: datetime, most: int) -> int:
    return _delete(before=before, most=most, exercises=False)


def _delete_exercises(*, before: datetime, most: int) -> int:
    return _delete(before=before, most=most, exercises=True)


KEPT_CASES = RetentionRule(
    kind="clearing_cases",
    label=_l("Vorgänge nach einem Verfahren, höchstens"),
    counts_from=_l("nach ihrem Beginn"),
    usual=Period(24, Unit.MONTHS),
    least=3,
    most=60,
    delete=_delete_cases,
)
KEPT_EXERCISES = RetentionRule(
    kind="exercises",
    label=_l("Übungen an erfundenen Fällen"),
    counts_from=_l("nach ihrem Beginn"),
    usual=Period(30, Unit.DAYS),
    least=7,
    most=90,
    delete=_delete_exercises,
)
