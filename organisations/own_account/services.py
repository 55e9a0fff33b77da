"""Commands of a person on their own account."""

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.zones import zones_to_choose
from organisations.models import Person


class UnknownTimeZone(DomainError):
    """Times could not be shown by a clock that nobody knows."""


def choose_language(*, person: Person, language: str) -> None:
    """Have mails to `person` be written in `language`, `de` or `en`."""
    person.language = language
    db.session.flush()


def choose_time_zone(*, person: Person, name: str | None) -> None:
    """Show times to `person` by the clock of the zone of this IANA name, None for the programme's.

    A coach's working times go by it from now on; what is booked stays. Raises UnknownTimeZone.
    """
    if name not in (None, person.time_zone, *zones_to_choose()):
        raise UnknownTimeZone(
            _l("Bitte wählen Sie eine Zeitzone aus der Liste."), field="time_zone"
        )
    person.time_zone = name
    db.session.flush()
