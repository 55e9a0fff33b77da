"""The words on screen for the levels of competencies."""

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l

LEVEL_NAMES: dict[int, Message] = {
    0: _l("noch kein Kontakt"),
    1: _l("kennt sich aus"),
    2: _l("handelt mit Unterstützung"),
    3: _l("handelt sicher"),
    4: _l("gestaltet und befähigt andere"),
}


def target_words(level: int) -> str:
    """A level as the target of a function: `3 – handelt sicher`."""
    return f"{level} – {LEVEL_NAMES[level]}" if level else _("kein Ziel")
