"""Fields that forms for dates share: where it takes place and how one gets in."""

from urllib.parse import urlsplit

from wtforms import Field, StringField
from wtforms.validators import Length, ValidationError

from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.planning.recurrence import MOST_DAYS

MOST_SESSIONS = MOST_DAYS


def place_field() -> StringField:
    return StringField(
        _l("Ort"), validators=[Length(max=200, message=_l("Bitte höchstens 200 Zeichen."))]
    )


def room_field() -> StringField:
    return StringField(
        _l("Raum"),
        description=_l("Zum Beispiel „Raum 2“. Wir warnen, wenn er schon belegt ist."),
        validators=[Length(max=80, message=_l("Bitte höchstens 80 Zeichen."))],
    )


def town_field() -> StringField:
    return StringField(
        _l("Stadt oder Gemeinde"),
        description=_l(
            "Gibt die Kursleitung auch Coachings, bleibt davor und danach Zeit für den Weg frei."
        ),
        validators=[Length(max=80, message=_l("Bitte höchstens 80 Zeichen."))],
    )


def link_field() -> StringField:
    return StringField(
        _l("Link zum Online-Termin"),
        description=_l(
            "Den Link sehen nur Angemeldete und die Kursleitung. Er beginnt mit https://."
        ),
        validators=[
            Length(max=500, message=_l("Bitte höchstens 500 Zeichen.")),
            _check_link,
        ],
    )


def _check_link(_form: object, field: Field) -> None:
    """Encrypted, with a host, and nothing that a browser would take for something else."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
        plain = field.data.startswith("https://") and bool(parts.hostname)
    except ValueError:
        plain = False
    if not plain or any(letter.isspace() for letter in field.data):
        raise ValidationError(_l("Bitte geben Sie eine Adresse ein, die mit https:// beginnt."))
