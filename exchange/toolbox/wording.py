"""The words on screen for what the toolbox stores as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.toolbox.models import AidKind, Audience, TextState, Tone

KINDS: dict[str, Message] = {
    AidKind.STATEMENT: _l("Stellungnahme"),
    AidKind.SOCIAL_MEDIA_REPLY: _l("Antwort in sozialen Medien"),
    AidKind.PRESS_QUESTIONS: _l("Fragen der Presse"),
    AidKind.HOLDING_LINE: _l("Erste Sätze"),
    AidKind.EVENING_PLAN: _l("Informationsabend"),
    AidKind.SPEAKER_PROTECTION: _l("Schutz von Sprechenden"),
}
TONES: dict[str, Message] = {
    Tone.FACTUAL: _l("sachlich"),
    Tone.EMPATHETIC: _l("mitfühlend"),
    Tone.FIRM: _l("bestimmt"),
}
AUDIENCES: dict[str, Message] = {
    Audience.PUBLIC: _l("Öffentlichkeit"),
    Audience.PRESS: _l("Presse"),
    Audience.STAFF: _l("Beschäftigte"),
    Audience.ONLINE: _l("soziale Medien"),
    Audience.ATTENDEES: _l("Menschen vor Ort"),
}
STATES: dict[str, Message] = {
    TextState.DRAFT: _l("Entwurf"),
    TextState.SUBMITTED: _l("wartet auf Freigabe"),
    TextState.RELEASED: _l("freigegeben"),
    TextState.WITHDRAWN: _l("zurückgezogen"),
}
#: The kind of badge of each state.
BADGES: dict[str, str] = {
    TextState.DRAFT: "neutral",
    TextState.SUBMITTED: "warning",
    TextState.RELEASED: "success",
    TextState.WITHDRAWN: "danger",
}
LANGUAGES: dict[str, Message] = {"de": _l("Deutsch"), "en": _l("Englisch")}
