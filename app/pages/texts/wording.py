"""The words on screen for the operator's texts."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.inclusive import GenderForm
from app.kernel.operator_texts import FUNDER_NOTICE, GENDER_FORM

#: Pages of their own, by the name of the file that KommA ships.
PAGES: dict[str, Message] = {
    "imprint": _l("Impressum"),
    "privacy": _l("Datenschutz"),
    "accessibility": _l("Barrierefreiheit"),
    "help": _l("Wer hilft jetzt?"),
}
EDITABLE: dict[str, Message] = PAGES | {FUNDER_NOTICE: _l("Hinweis auf die Förderung")}
TITLES: dict[str, Message] = EDITABLE | {GENDER_FORM: _l("Genderform")}
LANGUAGES: dict[str, Message] = {"de": _l("Deutsch"), "en": _l("Englisch")}
GENDER_FORMS: dict[str, Message] = {
    GenderForm.COLON: _l("Mit Doppelpunkt"),
    GenderForm.PAIR: _l("Beide Formen ausgeschrieben"),
}
