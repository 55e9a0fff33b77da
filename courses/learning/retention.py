"""How long it is kept what somebody wrote for themselves and chose while learning."""

from datetime import datetime, timedelta

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from courses.learning.models import Reflection, ScenarioPlay

#: Time to copy what one wants to keep, where the office shortens a period.
NOTICE = timedelta(days=90)


def delete_old_reflections(*, before: datetime, most: int) -> int:
    """Delete at most `most` that nobody changed since `before`; returns how many."""
    return delete_rows(Reflection, Reflection.changed_at < before, most=most)


def delete_old_plays(*, before: datetime, most: int) -> int:
    """Delete at most `most` that nobody changed since `before`; returns how many."""
    return delete_rows(ScenarioPlay, ScenarioPlay.changed_at < before, most=most)


KEPT_REFLECTIONS = RetentionRule(
    kind="reflections",
    label=_l("Private Reflexionen in Kursen"),
    counts_from=_l("nach der letzten Änderung"),
    usual=Period(60, Unit.MONTHS),
    least=12,
    most=120,
    delete=delete_old_reflections,
    notice=NOTICE,
)
KEPT_PLAYS = RetentionRule(
    kind="scenarios",
    label=_l("Entscheidungen in Szenarien"),
    counts_from=_l("nach der letzten Änderung"),
    usual=Period(60, Unit.MONTHS),
    least=6,
    most=120,
    delete=delete_old_plays,
    notice=NOTICE,
)
