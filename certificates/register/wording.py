"""Faults of names in words for the person."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.holder_names import (
    LONGEST_NAME,
    EmptyName,
    NameFault,
    UnprintableName,
)


def fault_in_words(fault: NameFault) -> Message:
    """What is wrong with the name, and what to do."""
    if isinstance(fault, EmptyName):
        return _l("Bitte geben Sie den Namen ein, der gedruckt werden soll.")
    if isinstance(fault, UnprintableName):
        return _l(
            "Für diese Zeichen fehlt uns die Schrift: %(characters)s. Bitte schreiben Sie den "
            "Namen ohne sie.",
            characters=str(fault),
        )
    return _l("Bitte höchstens %(most)s Zeichen.", most=LONGEST_NAME)
