"""What the screens of KommA themselves can be found by: the links of the navigation and the texts
of the operator."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.excerpts import without_marks
from app.kernel.feature import list_followed_links
from app.kernel.i18n import current_language
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.operator_texts import in_chosen_form
from app.kernel.search import Hit, SearchArea, best_hits
from app.pages.texts.queries import list_current_texts
from app.pages.texts.wording import PAGES

_ENDPOINTS = {
    "imprint": "legal.imprint",
    "privacy": "legal.privacy",
    "accessibility": "legal.accessibility",
    "help": "legal.help_now",
}
#: As the footer calls it.
_ALSO_CALLED = {"help": _l("Anlaufstellen und Notrufe")}


def _find(phrase: str, most: int) -> Sequence[Hit]:
    links = [
        Hit(title=str(item.label), url=url_for(item.endpoint), detail=str(item.group.value))
        for item in list_followed_links()
    ]
    texts, language = list_current_texts(), current_language()
    pages = [
        Hit(
            title=str(title),
            url=url_for(_ENDPOINTS[key]),
            detail=str(_ALSO_CALLED.get(key, "")),
            excerpt=without_marks(in_chosen_form(texts[key, language].body)),
        )
        for key, title in PAGES.items()
    ]
    return best_hits((*links, *pages), phrase, most)


PAGES_OF_KOMMA = SearchArea(name="pages", label=_l("Seiten"), find=_find, order=70)
