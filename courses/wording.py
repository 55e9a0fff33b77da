"""The words on screen for what courses store as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import CourseFormat
from courses.units.kinds import UnitKind
from organisations.models import Function
from organisations.wording import FUNCTIONS as FUNCTIONS
from organisations.wording import LANGUAGES as LANGUAGES

# Whom a course is for.
AUDIENCES: dict[str, Message] = {
    Function.POLITICAL_LEADERSHIP: _l("Politische Leitung"),
    Function.EXECUTIVE: _l("Führungskräfte"),
    Function.STAFF: _l("Mitarbeitende"),
}
FORMATS: dict[str, Message] = {
    CourseFormat.IN_PERSON: _l("Vor Ort"),
    CourseFormat.ONLINE: _l("Online"),
    CourseFormat.SELF_PACED: _l("Im eigenen Tempo"),
}
UNIT_KINDS: dict[str, Message] = {
    UnitKind.TEXT: _l("Text"),
    UnitKind.FILE: _l("Datei"),
    UnitKind.VIDEO: _l("Video"),
    UnitKind.QUIZ: _l("Quiz"),
    UnitKind.REFLECTION: _l("Für Sie allein"),
    UnitKind.SCENARIO: _l("Szenario"),
}


def audience_words(functions: list[str]) -> list[Message]:
    """For whom a course is, in the order of the functions; for everyone where none is named."""
    return [label for function, label in AUDIENCES.items() if function in functions] or [
        _l("Alle Funktionen")
    ]
