"""The words on screen for the parts of an item."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.needs.items.document import ANSWERS

#: In the order of `courses.needs.items.document.PARTS`.
PARTS: dict[str, Message] = {
    "scenario": _l("Situation"),
    "question": _l("Frage"),
    **{
        f"option_{level}": _l("Antwort für Stufe %(level)s", level=level)
        for level in range(ANSWERS)
    },
}
IN_LANGUAGE: dict[str, Message] = {"de": _l("auf Deutsch"), "en": _l("auf Englisch")}
