"""Situations in the search across KommA."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from app.kernel.matrix import READ_TOOLBOX
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from exchange.situations.queries import first_steps
from organisations.topics.queries import list_situations


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_TOOLBOX):
        return []
    hits = (
        Hit(
            title=localised(one.text),
            url=url_for("situations.show", key=one.key),
            excerpt=" ".join(map(localised, first_steps(one))),
        )
        for one in list_situations()
    )
    return best_hits(hits, phrase, most)


SITUATIONS = SearchArea(name="situations", label=_l("Was jetzt hilft"), find=_find, order=10)
