"""How long self-assessments are kept that nobody deletes.

A record shows its week and no more, so it is counted by that; whose it is, the rule does not learn.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.key_erasing import erase_with_commit
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, get_chosen, today
from assessments.administrations.models import Administration
from assessments.administrations.queries import Opened, list_taken
from organisations.models import Person

#: How long before people are told, to download what they want to keep.
NOTICE = timedelta(days=90)


def delete_records_before(*, week: date, finished: bool, most: int) -> int:
    """Delete at most `most` records, finished or begun, of weeks before `week`; returns how many.

    Their keys go with the commit: both or neither.
    """
    old = select(Administration.pseudonym).where(
        Administration.week < week, Administration.finished.is_(finished)
    )
    pseudonyms = db.session.scalars(old.limit(most)).all()
    now = clock.now()
    for pseudonym in pseudonyms:
        erase_with_commit(Administration(pseudonym=pseudonym).vault_subject, now=now)
    gone = db.session.execute(
        delete(Administration)
        .where(Administration.pseudonym.in_(pseudonyms))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def list_soon_deleted(person: Person) -> list[Opened]:
    """The person's finished ones that will be deleted within the time of notice, oldest first."""
    chosen = get_chosen(KEPT_ASSESSMENTS, today() + NOTICE)
    first_kept = chosen.current.before(today() + NOTICE + timedelta(days=1))
    return [taken for taken in list_taken(person) if taken.week < first_kept]


def _delete_finished(*, before: datetime, most: int) -> int:
    return delete_records_before(week=today(before), finished=True, most=most)


def _delete_drafts(*, before: datetime, most: int) -> int:
    return delete_records_before(week=today(before), finished=False, most=most)


KEPT_ASSESSMENTS = RetentionRule(
    kind="assessments",
    label=_l("Selbsteinschätzungen, die abgeschlossen sind"),
    counts_from=_l("nach der Woche, in der sie abgeschlossen wurden"),
    usual=Period(60, Unit.MONTHS),
    least=24,
    most=120,
    delete=_delete_finished,
    notice=NOTICE,
)
KEPT_DRAFTS = RetentionRule(
    kind="assessment_drafts",
    label=_l("Selbsteinschätzungen, die nicht abgeschlossen sind"),
    counts_from=_l("nach der Woche, in der sie begonnen wurden"),
    usual=Period(6, Unit.MONTHS),
    least=1,
    most=24,
    delete=_delete_drafts,
    notice=timedelta(days=30),
)
