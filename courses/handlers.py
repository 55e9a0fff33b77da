"""What was erased stays erased when a backup of the database brings its rows back."""

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from courses.desk.support.personal_data import erase_support_needs
from courses.learning.personal_data import erase_sealed
from courses.needs.personal_data import erase_analyses
from courses.paths.personal_data import erase_choices, erase_paths
from organisations.models import Person


def subjects_erased(event: SubjectsErased) -> None:
    """Delete what nobody can read any more; paths refer to analyses."""
    for person in db.session.scalars(select(Person)).all():
        if person.vault_subject in event.subjects:
            erase_choices(person.id)
            erase_paths(person.id)
            erase_analyses(person.id)
            erase_sealed(person.id)
            erase_support_needs(person.id)


HANDLERS = ((SubjectsErased, subjects_erased),)
