"""What people write for themselves alone: kept, changed and deleted by nobody else.

None of this is written to the audit trail: that somebody writes is their own affair.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.vault import KeyErased
from courses.catalogue.models import LearningUnit
from courses.learning.completing import take
from courses.learning.models import Reflection
from courses.learning.sealed import open_sealed, seal, version_token
from organisations.models import Person

LONGEST_REFLECTION = 10_000


@dataclass(frozen=True)
class Written:
    """A text, and the token of the version that it is; both are empty where there is none."""

    text: str = ""
    token: str = ""


class WrittenElsewhere(DomainError):
    """What is kept is not what the person began to change. `kept` is what it is."""

    MESSAGE = _l("Auf einem anderen Gerät haben Sie inzwischen etwas anderes gespeichert.")

    def __init__(self, kept: Written) -> None:
        super().__init__(self.MESSAGE)
        self.kept = kept


def find_reflection(person: Person, unit: LearningUnit) -> Written:
    """What `person` has written."""
    return _opened(_row(person, unit))


def keep_reflection(
    *, person: Person, unit: LearningUnit, text: str, based_on: str, actor: Person, now: datetime
) -> None:
    """Keep `text` in place of the version that `based_on` names; an empty one deletes it.

    The same text sent twice is kept once. Raises WrittenElsewhere where another version has been
    kept since, so that no text is lost.
    """
    take(person, actor)
    row = _row(person, unit)
    kept = _opened(row)
    if kept.text == text:
        return
    if based_on != kept.token:
        raise WrittenElsewhere(kept)
    if not text:
        db.session.delete(row)
        db.session.flush()
        return
    if row is None:
        row = Reflection(public_id=new_public_id(), person=person, unit=unit, version=0)
    row.version += 1
    row.changed_at = now
    seal(row, text)
    db.session.add(row)
    db.session.flush()


def _row(person: Person, unit: LearningUnit) -> Reflection | None:
    # What the page looked up before the lock may be older than what another one has kept since.
    query = select(Reflection).where(
        Reflection.person_id == person.id, Reflection.unit_id == unit.id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _opened(row: Reflection | None) -> Written:
    if row is None:
        return Written()
    try:
        return Written(open_sealed(row), version_token(row))
    except KeyErased:
        return Written("", version_token(row))
