"""What was deleted stays deleted when a backup of the database brings its rows back."""

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from assessments.administrations.models import RECORD, Administration, AssessmentBinder
from assessments.administrations.services import forget_erased
from organisations.models import Person

BATCH = 500


def subjects_erased(event: SubjectsErased) -> None:
    """Delete the rows that nobody can read any more, and what else of them came back."""
    people = db.session.scalars(
        select(Person).join(AssessmentBinder, AssessmentBinder.person_id == Person.id)
    ).all()
    for person in people:
        if person.vault_subject in event.subjects:
            db.session.execute(
                delete(AssessmentBinder).where(AssessmentBinder.person_id == person.id)
            )
        else:
            forget_erased(person=person, subjects=event.subjects, now=clock.now())
    records = [each.removeprefix(RECORD) for each in event.subjects if each.startswith(RECORD)]
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        db.session.execute(delete(Administration).where(Administration.pseudonym.in_(batch)))
    db.session.flush()


HANDLERS = ((SubjectsErased, subjects_erased),)
