"""The words on screen for strategy concepts, their parts and their measures."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.strategies.models import MeasureState, StrategyKind, VersionState

KINDS: dict[str, Message] = {
    StrategyKind.ANTI_RACISM: _l("Antirassistisches Strategiekonzept"),
    StrategyKind.INTERVENTION: _l("Interventionsstrategie"),
    StrategyKind.PARTICIPATION: _l("Beteiligungsstrategie"),
}
STATES: dict[str, Message] = {
    VersionState.DRAFT: _l("Entwurf"),
    VersionState.ADOPTED: _l("beschlossen"),
    VersionState.SUPERSEDED: _l("abgelöst"),
}
MEASURE_STATES: dict[str, Message] = {
    MeasureState.OPEN: _l("offen"),
    MeasureState.IN_PROGRESS: _l("in Arbeit"),
    MeasureState.DONE: _l("erledigt"),
    MeasureState.DROPPED: _l("aufgegeben"),
}
FIELDS: dict[str, Message] = {
    "title": _l("Titel"),
    "situation": _l("Wo wir stehen"),
    "goals": _l("Was wir erreichen wollen"),
    "review_on": _l("Nächste Überprüfung"),
    "responsible": _l("Zuständig"),
    "due_on": _l("Bis wann"),
    "indicator": _l("Woran wir es merken"),
}


def field_name(field: str) -> str:
    """What a part of a concept or of a measure is called."""
    return str(FIELDS[field])
