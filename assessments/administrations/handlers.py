"""What was deleted stays deleted when a backup of the database brings its rows back."""

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from assessments.administrations.models import Administration, AssessmentBinder
from organisations.models import Person


def subjects_erased(event: SubjectsErased) -> None:
    """Delete the rows that nobody can read any more."""
    for administration in db.session.scalars(select(Administration)):
        if administration.vault_subject in event.subjects:
            db.session.delete(administration)
    binders = select(AssessmentBinder, Person).join(Person, Person.id == AssessmentBinder.person_id)
    for binder, person in db.session.execute(binders):
        if person.vault_subject in event.subjects:
            db.session.delete(binder)
    db.session.flush()


HANDLERS = ((SubjectsErased, subjects_erased),)
