"""What a replacement changes, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.kernel.i18n import Message, duration
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from certificates.amending.services import Replacement
from certificates.printing.document import CertificateModule
from certificates.register.presentation import plain_day, plain_days


@dataclass(frozen=True)
class Change:
    """One line of the comparison."""

    what: Message
    before: str
    after: str


LABELS: dict[str, Message] = {
    "holder_name": _l("Name"),
    "course_title": _l("Kurs"),
    "total_minutes": _l("Umfang"),
    "dates": _l("Teilnahme"),
    "modules": _l("Inhalte"),
    "valid_until": _l("Gültig bis"),
    "issuer": _l("Ausgestellt von"),
    "signatory": _l("Unterschrift"),
    "signatory_function": _l("Funktion der unterschreibenden Person"),
    "notice": _l("Hinweis"),
    "language": _l("Sprache"),
}
LANGUAGES: dict[str, Message] = {"de": _l("Deutsch"), "en": _l("Englisch")}


def changes(plan: Replacement) -> tuple[Change, ...]:
    """What the new certificate says otherwise, line by line."""
    said = tuple(
        Change(LABELS[one.field], _in_words(one.field, one.before), _in_words(one.field, one.after))
        for one in plan.differences
    )
    if not plan.has_new_design:
        return said
    return (*said, Change(_l("Vorlage"), _("frühere Fassung"), _("heutige Fassung")))


def _in_words(field: str, value: Any) -> str:
    if value in (None, "", ()):
        return _("nicht angegeben")
    in_words = _WORDS.get(field, str)
    return in_words(value)


def _modules(modules: tuple[CertificateModule, ...]) -> str:
    return ", ".join(f"{module.title} ({duration(module.minutes)})" for module in modules)


def _language(language: str) -> str:
    return str(LANGUAGES[language])


_WORDS: dict[str, Callable[[Any], str]] = {
    "total_minutes": duration,
    "dates": plain_days,
    "modules": _modules,
    "valid_until": plain_day,
    "language": _language,
}
