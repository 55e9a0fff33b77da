"""The command that keeps trainers' notes, and loses nobody's.

None of this is written to the audit trail: what trainers note is between them.
"""

from datetime import datetime

from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.vault import current_vault
from courses.cohorts.models import Cohort
from courses.desk.notes.models import CohortNotes
from courses.desk.notes.queries import PURPOSE, Notes, find_row, read_notes, subject_of
from organisations.models import Person


class ChangedMeanwhile(DomainError):
    """Somebody else has saved since the notes were opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert.")


def save_notes(*, cohort: Cohort, text: str, revision: int, actor: Person, now: datetime) -> Notes:
    """Keep `text` in place of what stood there in `revision`, which is 0 for a first note.

    Raises NotFound unless `actor` trains the cohort, and ChangedMeanwhile where it is another
    revision by now.
    """
    if actor not in cohort.trainers:
        raise NotFound
    lock(f"cohort_notes:{cohort.id}")
    row = find_row(cohort)
    if revision != (row.revision if row else 0):
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    if row is None:
        row = CohortNotes(cohort_id=cohort.id)
        db.session.add(row)
    row.sealed = current_vault().seal(subject_of(cohort), PURPOSE, text.encode())
    row.revision, row.author_public_id, row.changed_at = revision + 1, actor.public_id, now
    db.session.flush()
    return read_notes(cohort)
