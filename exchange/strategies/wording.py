"""The words on screen for strategy concepts, their parts and their measures."""

from app.kernel.i18n import Message, short_date
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from exchange.strategies.models import MeasureState, StrategyKind, StrategyVersion, VersionState

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


def version_name(version: StrategyVersion) -> str:
    """`Fassung 2 vom 03.05.2026`, or that it is a draft."""
    if version.number is None or version.adopted_on is None:
        return str(STATES[VersionState.DRAFT])
    day = short_date(version.adopted_on)
    return _("Fassung %(number)s vom %(day)s", number=version.number, day=day)


def field_name(field: str) -> str:
    """What a part of a concept or of a measure is called."""
    return str(FIELDS[field])
