"""Commands of a person on their own account."""

from app.kernel.db import db
from organisations.models import Person


def choose_language(*, person: Person, language: str) -> None:
    """Have mails to `person` be written in `language`, `de` or `en`."""
    person.language = language
    db.session.flush()
