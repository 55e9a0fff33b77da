"""Whether a person is protected: handed out with their data, and gone with the person."""

from app.kernel.db import db
from organisations.models import Person


def export_of(person_id: int) -> dict[str, bool]:
    """Whether the person's contact details are hidden from all but the office."""
    person = db.session.get(Person, person_id)
    return {"contact_hidden": bool(person and person.contact_hidden)}


def erase(_person_id: int) -> None:
    """Nothing by itself: it would show what is left of the person before they are gone."""
