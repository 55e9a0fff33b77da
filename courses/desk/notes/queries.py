"""Reads of trainers' notes: for those who train the cohort, and for nobody else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import KeyErased, current_vault
from courses.cohorts.models import Cohort
from courses.cohorts.queries import get_managed_cohort
from courses.desk.notes.models import CohortNotes
from organisations.models import Person

PURPOSE = "notes of trainers"


@dataclass(frozen=True)
class Notes:
    """What stands there now. `revision` is 0 where nobody has written anything."""

    text: str = ""
    revision: int = 0
    author_public_id: str = ""
    changed_at: datetime | None = None


def get_trained_cohort(person: Person, public_id: str) -> Cohort:
    """The cohort of `public_id`, if `person` trains it: managing is not enough. Raises NotFound."""
    cohort = get_managed_cohort(person, public_id)
    if person not in cohort.trainers:
        raise NotFound
    return cohort


def read_notes(cohort: Cohort) -> Notes:
    """The notes on `cohort` as they are in the database now."""
    row = find_row(cohort)
    if row is None:
        return Notes()
    try:
        text = current_vault().open(subject_of(cohort), PURPOSE, row.sealed).decode()
    except KeyErased:
        text = ""
    return Notes(text, row.revision, row.author_public_id, row.changed_at)


def find_row(cohort: Cohort) -> CohortNotes | None:
    """The row of `cohort`, read anew; None where nobody has written anything."""
    query = select(CohortNotes).where(CohortNotes.cohort_id == cohort.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def subject_of(cohort: Cohort) -> str:
    """Under whom the vault keeps what is noted on `cohort`."""
    return f"cohort:{cohort.public_id}"
